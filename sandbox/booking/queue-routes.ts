import { type Context, Hono } from 'hono';
import { all, type Element, first } from '../core/xml.ts';
import { otaRoot, SUCCESS, xmlResponse } from './answers.ts';
import { bookingOut } from './booking-dialect.ts';
import type { ApiEnv } from './call.ts';
import type { BookingHost } from './host.ts';
import { acknowledge, handOut, isAttached, isPending, latestOf, pendingFor, reject } from './messages.ts';
import { demand, readOta } from './ota-in.ts';
import { ApiError, PROBLEMS } from './problems.ts';
import { machineOf } from './tokens.ts';
import type { Machine, Message } from './world.ts';

type Queue = Message['queue'];
const LIMIT_LEAST = 10;
const LIMIT_MOST = 200;

export const QUEUES = {
  new: { service: 'OTA_HotelResNotif', list: 'HotelReservations', item: 'HotelReservation' },
  modify: { service: 'OTA_HotelResModifyNotif', list: 'HotelResModifies', item: 'HotelResModify' },
} as const;

/** Both queues: a GET answers an RQ, a POST takes an RS. */
export function queueRoutes(host: BookingHost): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  for (const queue of ['new', 'modify'] as const) {
    const { service, list } = QUEUES[queue];
    routes.get(`/${service}`, (c) => {
      const machine = machineOf(host, c);
      refuseTooEarly(host, machine, service);
      const messages = asked(host, c, machine, queue);
      const items = messages.flatMap((message) => written(host, message) ?? []);
      for (const message of messages) if (isPending(message)) handOut(host, message);
      host.intervals.count(`${machine.id} ${service}`, 3600);
      return xmlResponse(otaRoot(host, `${service}RQ`, [{ xml: `<${list}>${items.join('')}</${list}>` }]));
    });
    routes.post(`/${service}`, async (c) => {
      const machine = machineOf(host, c);
      const root = readOta(await c.req.text(), `${service}RS`);
      demand(root, 'TimeStamp', 'Target');
      host.intervals.count(`${machine.id} ${service} ack`, 3600);
      const done = c.env.fault?.kind === 'silent_non_application' ? () => {} : undefined;
      if (first(root, 'Errors')) takeRejection(host, machine, queue, root, done);
      else takeAcknowledgement(host, machine, queue, root, done);
      return xmlResponse(otaRoot(host, `${service}RS`, [SUCCESS]));
    });
  }
  return routes;
}

function written(host: BookingHost, message: Message): string | null {
  const reservation = host.store.findReservation(message.reservationId);
  const hotel = host.store.findHotel(message.hotelId);
  return reservation && hotel ? bookingOut(host, hotel, reservation, message).xml : null;
}

function refuseTooEarly(host: BookingHost, machine: Machine, service: string): void {
  const { intervals, pollSeconds, ackPauseSeconds } = host.settings;
  if (!intervals) return;
  const wait = Math.max(
    host.intervals.wait(`${machine.id} ${service}`, 1, pollSeconds),
    host.intervals.wait(`${machine.id} ${service} ack`, 1, ackPauseSeconds),
  );
  if (wait > 0) throw new ApiError(429, PROBLEMS.tooBusy, `again in ${wait} seconds`, wait);
}

function asked(host: BookingHost, c: Context, machine: Machine, queue: Queue): Message[] {
  const [id, since] = [c.req.query('id'), c.req.query('last_change')];
  const hotelIds = (c.req.query('hotel_ids') ?? '').split(',').filter((one) => one !== '');
  for (const hotelId of hotelIds) refuseForeign(host, machine, hotelId);
  const limit = Number(c.req.query('limit') ?? LIMIT_MOST);
  if (!Number.isInteger(limit)) throw new ApiError(400, PROBLEMS.value, 'limit must be a number');
  const reservation = id ? host.store.findReservation(id) : null;
  if (id && (!reservation || !isAttached(host, machine, reservation.hotelId))) {
    throw new ApiError(404, { type: 3, code: 284, word: 'NO_RESERVATION' }, id);
  }
  const found =
    id || since ? everTold(host, machine, since ? readChange(since) : null) : pendingFor(host, machine);
  return found
    .filter((one) => one.queue === queue)
    .filter((one) => !id || one.reservationId === id)
    .filter((one) => hotelIds.length === 0 || hotelIds.includes(one.hotelId))
    .slice(0, Math.min(LIMIT_MOST, Math.max(LIMIT_LEAST, limit)));
}

/** The newest message of each reservation, taken or not; what was mailed to the host is gone. */
function everTold(host: BookingHost, machine: Machine, since: Temporal.Instant | null): Message[] {
  return host.store.state.messages.filter(
    (one) =>
      !one.mailedAt &&
      isAttached(host, machine, one.hotelId) &&
      latestOf(host, one.reservationId) === one &&
      (!since || Temporal.Instant.compare(Temporal.Instant.from(one.createdAt), since) >= 0),
  );
}

/** `YYYY-MM-DD HH:MM:SS`, taken for UTC. Throws ApiError 400. */
export function readChange(text: string): Temporal.Instant {
  if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text)) {
    try {
      return Temporal.Instant.from(`${text.replace(' ', 'T')}Z`);
    } catch {
      // Falls through: a date that does not exist.
    }
  }
  throw new ApiError(400, PROBLEMS.date, 'last_change must be YYYY-MM-DD HH:MM:SS');
}

export function refuseForeign(host: BookingHost, machine: Machine, hotelId: string): void {
  if (!isAttached(host, machine, hotelId)) throw new ApiError(403, PROBLEMS.access, hotelId);
}

type Done = ((message: Message) => void) | undefined;

function takeAcknowledgement(
  host: BookingHost,
  machine: Machine,
  queue: Queue,
  root: Element,
  done: Done,
): void {
  const { list, item } = QUEUES[queue];
  if (!first(root, 'Success')) throw new ApiError(400, PROBLEMS.schema, 'Success or Errors is missing');
  const messages = all(root, list, item, 'ResGlobalInfo', 'HotelReservationIDs').flatMap((ids) => {
    const named = all(ids, 'HotelReservationID').map((one) => one.attributes);
    const tokens = named.filter((one) => one.ResID_Type === '18').map((one) => one.ResID_Value);
    return named
      .filter((one) => one.ResID_Type !== '18' && (one.ResID_Source ?? 'BOOKING.COM') === 'BOOKING.COM')
      .map((one) => checked(host, machine, queue, one.ResID_Value ?? '', tokens));
  });
  if (messages.length === 0) throw new ApiError(400, PROBLEMS.missing, 'no HotelReservationID');
  for (const message of messages) {
    if (done) done(message);
    else acknowledge(host, message, 'poll');
  }
}

/** The message that the id acknowledges. Throws ApiError 400, 403 or 409. */
function checked(
  host: BookingHost,
  machine: Machine,
  queue: Queue,
  id: string,
  tokens: readonly (string | undefined)[],
): Message {
  const wrong = (why: string) =>
    new ApiError(400, { type: 3, code: 450, word: 'transaction message of the wrong type' }, why);
  const reservation = host.store.findReservation(id);
  if (!reservation) throw new ApiError(400, { type: 3, code: 284, word: 'NO_RESERVATION' }, id);
  refuseForeign(host, machine, reservation.hotelId);
  const message = latestOf(host, id);
  if (!message || message.queue !== queue) throw wrong(id);
  if (host.settings.responseTokens && !tokens.includes(message.token)) {
    throw new ApiError(409, { type: 3, code: 450, word: 'RESPONSE_TOKEN_MISMATCH' }, id);
  }
  if (message.deliveredAt === null) throw wrong(id);
  return message;
}

function takeRejection(host: BookingHost, machine: Machine, queue: Queue, root: Element, done: Done): void {
  const errors = all(root, 'Errors', 'Error');
  const ids = errors.flatMap((one) => one.attributes.RecordID ?? []);
  if (ids.length === 0) throw new ApiError(400, PROBLEMS.missing, 'Error/@RecordID: which reservation');
  const messages = ids.map((id) => {
    const token = latestOf(host, id)?.token;
    return checked(host, machine, queue, id, [token]);
  });
  for (const message of messages) {
    if (done) done(message);
    else if (isPending(message)) reject(host, message);
  }
}
