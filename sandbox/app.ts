/**
 * The sandbox: the outside world, runnable. It hosts iCal calendars as Airbnb, Booking.com, Vrbo and Google write
 * them, and plays Airbnb (consent, the partner API, webhooks, the gate, guests) and Booking.com (consent, tokens,
 * reservation queues, rates and availability, push, guests) and Avito (consent, tokens, adverts, bookings, calendars,
 * prices, guests). It misbehaves on demand.
 *
 * Written from what is known of the platforms, never from the code that reads them. It does not simulate: how long a
 * platform caches its own export, its import of our feed (it never fetches us), limits per address, sign-in, and
 * Airbnb's rebuilding of calendar links. What the simulators leave out stands on
 * their pages (airbnb/layout.ts, booking/notes.ts, avito/notes.ts).
 */
import { Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { Clock } from '#lib/kernel/clock.ts';
import { airbnbControl } from './airbnb/control.ts';
import { listingCalendar } from './airbnb/ical.ts';
import { airbnbOverview } from './airbnb/overview.ts';
import { type AirbnbApp, DEMO_APP } from './airbnb/settings.ts';
import { airbnbRoutes, createAirbnb, resetAirbnb, tickAirbnb } from './airbnb/simulator.ts';
import type { AirbnbState } from './airbnb/world.ts';
import { avitoControl } from './avito/control.ts';
import { avitoOverview } from './avito/overview.ts';
import { DEMO_APP as AVITO_APP, type AvitoApp } from './avito/settings.ts';
import { avitoRoutes, createAvito, resetAvito } from './avito/simulator.ts';
import type { AvitoState } from './avito/world.ts';
import { bookingControl } from './booking/control.ts';
import { bookingOverview } from './booking/overview.ts';
import { DEMO_APP as BOOKING_APP, type BookingApp } from './booking/settings.ts';
import {
  bookingRoutes,
  createBooking,
  resetBooking,
  restoreBooking,
  tickBooking,
} from './booking/simulator.ts';
import type { BookingState } from './booking/world.ts';
import { sandboxClock } from './core/clock.ts';
import { Faults } from './core/faults.ts';
import { ControlError, readBody } from './core/problems.ts';
import { RequestLog } from './core/request-log.ts';
import type { Send } from './core/send.ts';
import { answerCalendar, type IcalHost } from './ical/answer.ts';
import type { Calendar } from './ical/calendar.ts';
import { icalControl } from './ical/control.ts';
import { icalPage } from './ical/page.ts';
import { seedCalendars } from './ical/seeds.ts';
import { CalendarStore } from './ical/store.ts';

/** What outlives a restart: what the platforms believe. Logs, faults and the clock do not. */
export type Snapshot = {
  readonly calendars: readonly Calendar[];
  /** Absent in a snapshot older than the simulator. */
  readonly airbnb?: AirbnbState;
  readonly booking?: BookingState;
  readonly avito?: AvitoState;
};

export type Sandbox = {
  /** Rejects with DroppedConnection where a fault hangs up. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Back to how it began: the seeds or what was restored last, the clock it was given, no faults, empty logs. */
  readonly reset: () => void;
  readonly snapshot: () => Snapshot;
  readonly restore: (snapshot: Snapshot) => void;
  /** What is due by the clock happens: webhooks are sent, requests run out. Resolves when all have their answer. */
  readonly tick: () => Promise<void>;
  /** Resolves when no webhook is in the air. */
  readonly settle: () => Promise<void>;
};

export type SandboxOptions = {
  readonly clock: Clock;
  /** Whether the demo's calendars are there from the start. */
  readonly seeded?: boolean;
  /** Numbers in [0, 1) that decide which requests a fault with a rate strikes. */
  readonly random?: () => number;
  /** The partner's app at Airbnb, and where its webhooks go. */
  readonly airbnb?: Partial<AirbnbApp>;
  /** The partner's machine account at Booking.com, and where reservations are pushed to. */
  readonly booking?: Partial<BookingApp>;
  /** The partner's app at Avito, and the address it is registered with. */
  readonly avito?: Partial<AvitoApp>;
  /** How webhooks leave; the network where nothing is said. */
  readonly send?: Send;
};

const ClockSchema = z.union([
  z.strictObject({ now: z.string().nullable() }),
  z.strictObject({ advance: z.string() }),
]);

function secureRandom(): number {
  return (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) / 2 ** 32;
}

export function createSandbox(options: SandboxOptions): Sandbox {
  const clock = sandboxClock(options.clock);
  const random = options.random ?? secureRandom;
  const app = { ...DEMO_APP, ...options.airbnb };
  const send = options.send ?? globalThis.fetch;
  const airbnb = createAirbnb(clock, random, app, send);
  const booking = createBooking(clock, random, { ...BOOKING_APP, ...options.booking }, send);
  const avito = createAvito(clock, random, { ...AVITO_APP, ...options.avito });
  const tick = async () => {
    await Promise.all([tickAirbnb(airbnb), tickBooking(booking)]);
  };
  const ical: IcalHost = {
    clock,
    store: new CalendarStore(clock),
    faults: new Faults(clock, random),
    log: new RequestLog(clock),
    elsewhere: (name) => listingCalendar(airbnb, name),
  };
  const reset = () => {
    clock.reset();
    ical.faults.clear();
    ical.log.clear();
    ical.store.replaceAll([]);
    if (options.seeded) seedCalendars(ical.store, clock.now());
    resetAirbnb(airbnb, options.seeded ?? false);
    resetBooking(booking, options.seeded ?? false);
    resetAvito(avito, options.seeded ?? false);
  };
  reset();

  const routes = new Hono();
  routes.onError((error) => {
    // Anything else is the sandbox's own fault, or a connection to drop: the server decides.
    if (error instanceof ControlError)
      return Response.json({ error: error.message }, { status: error.status });
    throw error;
  });
  routes.on(['GET', 'HEAD'], '/ical/:file{.+\\.ics}', (c) =>
    answerCalendar(ical, c.req.param('file').slice(0, -'.ics'.length), c.req.raw),
  );
  routes.route('/control/ical', icalControl(ical));
  routes.route('/control/airbnb', airbnbControl(airbnb));
  routes.route('/control/booking', bookingControl(booking));
  routes.route('/control/avito', avitoControl(avito));
  routes.get('/control/clock', (c) => c.json({ now: clock.now().toString() }));
  routes.put('/control/clock', async (c) => {
    moveClock(clock, await readBody(c, ClockSchema));
    void tick();
    return c.json({ now: clock.now().toString() });
  });
  routes.post('/control/reset', (c) => {
    reset();
    return c.json({ now: clock.now().toString() });
  });
  routes.route('/airbnb', airbnbRoutes(airbnb));
  routes.route('/booking', bookingRoutes(booking));
  routes.route('/avito', avitoRoutes(avito));
  routes.route(
    '/',
    icalPage(ical, () => html`${airbnbOverview(airbnb)}${bookingOverview(booking)}${avitoOverview(avito)}`),
  );
  return {
    fetch: async (request) => await routes.fetch(request),
    reset,
    snapshot: () =>
      structuredClone({
        calendars: ical.store.list(),
        airbnb: airbnb.store.state,
        booking: booking.store.state,
        avito: avito.store.state,
      }),
    restore: (snapshot) => {
      ical.store.replaceAll(snapshot.calendars);
      if (snapshot.airbnb) airbnb.store.replace(snapshot.airbnb);
      if (snapshot.booking) restoreBooking(booking, snapshot.booking);
      if (snapshot.avito) avito.store.replace(snapshot.avito);
    },
    tick,
    settle: async () => {
      await Promise.all([airbnb.webhooks.settle(), booking.pushes.settle()]);
    },
  };
}

/** `{now: instant}` sets it, `{now: null}` gives it back to the real time, `{advance: "PT15M"}` moves it on. */
function moveClock(clock: ReturnType<typeof sandboxClock>, wish: z.infer<typeof ClockSchema>): void {
  try {
    if ('advance' in wish) clock.advance(Temporal.Duration.from(wish.advance));
    else if (wish.now === null) clock.reset();
    else clock.set(Temporal.Instant.from(wish.now));
  } catch (cause) {
    if (cause instanceof RangeError) throw new ControlError(400, cause.message);
    throw cause;
  }
}
