import { Hono } from 'hono';
import type { SandboxClock } from '../core/clock.ts';
import { Faults } from '../core/faults.ts';
import { RequestLog } from '../core/request-log.ts';
import type { Send } from '../core/send.ts';
import { otaRoot } from './answers.ts';
import { bookingApi } from './api.ts';
import { bookingOut } from './booking-dialect.ts';
import { consentPages } from './consent.ts';
import { guestPages } from './guest-page.ts';
import type { BookingHost } from './host.ts';
import { Intervals } from './intervals.ts';
import { acknowledge, handOut, isPending, mailLate, reject } from './messages.ts';
import { otaOut } from './ota-dialect.ts';
import { Pushes } from './pushes.ts';
import { QUEUES } from './queue-routes.ts';
import { demoMachine, seedBooking } from './seeds.ts';
import { type BookingApp, settingsFor } from './settings.ts';
import { BookingStore } from './store.ts';
import type { BookingFaultKind, BookingState, Message } from './world.ts';

/** Booking.com as a partner, its hosts and its guests see it. */
export function createBooking(
  clock: SandboxClock,
  random: () => number,
  app: BookingApp,
  send: Send,
): BookingHost {
  const store = new BookingStore();
  const faults = new Faults<BookingFaultKind>(clock, random);
  const pushes = new Pushes({
    clock,
    store,
    faults,
    settings: () => host.settings,
    send,
    write: (message) => pushed(host, message),
    pending: isPending,
    handOut: (message) => handOut(host, message),
    taken: (message) => acknowledge(host, message, 'push'),
    refused: (message) => reject(host, message),
  });
  const host: BookingHost = {
    clock,
    app,
    store,
    faults,
    log: new RequestLog(clock),
    intervals: new Intervals(clock),
    pushes,
    settings: settingsFor(app),
  };
  return host;
}

/** One reservation as it is pushed, in the dialect that is set. */
function pushed(host: BookingHost, message: Message): string | null {
  const reservation = host.store.findReservation(message.reservationId);
  const hotel = host.store.findHotel(message.hotelId);
  if (!reservation || !hotel) return null;
  const { service, list, item } = QUEUES[message.queue];
  const content =
    host.settings.pushDialect === 'ota'
      ? otaOut(host, hotel, reservation, item)
      : bookingOut(host, hotel, reservation, message);
  const items = { xml: `<${list}>${content.xml}</${list}>` };
  const root = otaRoot(host, `${service}RQ`, [items], { EchoToken: message.id });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root.xml}`;
}

/** /booking: the APIs, the consent page, the guest's page. */
export function bookingRoutes(host: BookingHost): Hono {
  const routes = new Hono();
  const api = bookingApi(host);
  routes.route('/oauth/authorize', consentPages(host));
  for (const path of [
    '/token-based-authentication/*',
    '/oauth/*',
    '/connections-api/*',
    '/hotels/*',
    '/read',
  ]) {
    routes.all(path, (c) => api(c.req.raw));
  }
  routes.route('/', guestPages(host));
  return routes;
}

export function resetBooking(host: BookingHost, seeded: boolean): void {
  host.settings = settingsFor(host.app);
  host.faults.clear();
  host.log.clear();
  host.intervals.clear();
  host.store.clear();
  host.store.state.machines.push(demoMachine(host.app));
  if (seeded) seedBooking(host);
}

/** What was kept over a restart, with the machine account that the process is started with now. */
export function restoreBooking(host: BookingHost, state: BookingState): void {
  const own = demoMachine(host.app);
  host.store.replace({ ...state, machines: [own, ...state.machines.filter((one) => one.id !== own.id)] });
}

/** What time alone brings about: messages nobody took, pushes that are due. */
export async function tickBooking(host: BookingHost): Promise<void> {
  mailLate(host);
  await host.pushes.deliverDue();
}
