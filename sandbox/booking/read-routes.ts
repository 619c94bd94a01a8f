import type { Context } from 'hono';
import { parseNight } from '#lib/kernel/nights.ts';
import { all, type Element, el, first, type Xml } from '../core/xml.ts';
import { otaRoot, SUCCESS, xmlResponse } from './answers.ts';
import type { BookingHost } from './host.ts';
import { acknowledge, isAttached, isPending, latestOf } from './messages.ts';
import { otaOut } from './ota-dialect.ts';
import { readOta } from './ota-in.ts';
import { ApiError, PROBLEMS } from './problems.ts';
import { refuseForeign } from './queue-routes.ts';
import { machineOf } from './tokens.ts';
import type { Machine, Reservation } from './world.ts';

/*
 * The textbook's pull: OTA_ReadRQ is answered by OTA_ResRetrieveRS, and OTA_NotifReportRQ says what was taken.
 * Booking.com has no such thing.
 */

const SELECTIONS = ['All', 'PreviouslyDelivered', 'Undelivered'];
const KEYS = {
  ArrivalDate: (one: Reservation) => one.stays.map((stay) => stay.checkIn).sort()[0] ?? '',
  DepartureDate: (one: Reservation) =>
    one.stays
      .map((stay) => stay.checkOut)
      .sort()
      .at(-1) ?? '',
  CreateDate: (one: Reservation) => one.createdAt,
  LastUpdateDate: (one: Reservation) => one.updatedAt,
} satisfies Record<string, (one: Reservation) => string>;

export function answerRead(host: BookingHost) {
  return async (c: Context): Promise<Response> => {
    const machine = machineOf(host, c);
    const root = readOta(await c.req.text(), 'OTA_ReadRQ', 'OTA_NotifReportRQ');
    if (root.name === 'OTA_NotifReportRQ') return takeReport(host, machine, root);
    const unique = first(root, 'ReadRequests', 'ReadRequest', 'UniqueID');
    const asked = all(root, 'ReadRequests', 'HotelReadRequest');
    if (!unique && asked.length === 0) throw new ApiError(400, PROBLEMS.missing, 'ReadRequests');
    const found = unique
      ? [oneBy(host, machine, unique.attributes.ID ?? '')]
      : asked.flatMap((request) => selected(host, machine, request));
    return retrieved(host, found);
  };
}

function retrieved(host: BookingHost, found: readonly Reservation[]): Response {
  const { readMost } = host.settings;
  const items: Xml[] = found.slice(0, readMost).flatMap((one) => {
    const hotel = host.store.findHotel(one.hotelId);
    return hotel ? [otaOut(host, hotel, one, 'HotelReservation')] : [];
  });
  const more = { Type: 11, Code: 450, Status: 'Incomplete', ShortText: 'MORE_RESERVATIONS' };
  return xmlResponse(
    otaRoot(host, 'OTA_ResRetrieveRS', [
      SUCCESS,
      ...(found.length > readMost ? [el('Warnings', {}, el('Warning', more))] : []),
      el('ReservationsList', {}, items),
    ]),
  );
}

function oneBy(host: BookingHost, machine: Machine, id: string): Reservation {
  const found = host.store.findReservation(id);
  if (found && isAttached(host, machine, found.hotelId)) return found;
  throw new ApiError(404, { type: 3, code: 284, word: 'NO_RESERVATION' }, id);
}

function selected(host: BookingHost, machine: Machine, request: Element): Reservation[] {
  const hotelCode = request.attributes.HotelCode;
  if (hotelCode) refuseForeign(host, machine, hotelCode);
  const {
    Start,
    End,
    SelectionType,
    DateType = 'ArrivalDate',
  } = first(request, 'SelectionCriteria')?.attributes ?? {};
  const selection = SelectionType ?? (Start || End ? 'All' : 'Undelivered');
  if (!SELECTIONS.includes(selection)) throw new ApiError(400, PROBLEMS.value, `SelectionType ${selection}`);
  const key = KEYS[DateType as keyof typeof KEYS]; // undefined for any other
  if (!key) throw new ApiError(400, PROBLEMS.value, `DateType ${DateType}`);
  const [from, until] = [edge(Start, 'start'), edge(End, 'end')];
  return host.store.state.reservations
    .filter((one) => isAttached(host, machine, one.hotelId) && (!hotelCode || one.hotelId === hotelCode))
    .filter((one) => selection === 'All' || (selection === 'Undelivered') === isUndelivered(host, one))
    .filter((one) => {
      const at = instantOf(key(one));
      return at >= from && at <= until;
    })
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

function isUndelivered(host: BookingHost, reservation: Reservation): boolean {
  const message = latestOf(host, reservation.id);
  return message !== null && isPending(message);
}

const DAY_MS = 24 * 3_600_000;

/** Milliseconds; a date as an end means its whole day. */
function edge(text: string | undefined, side: 'start' | 'end'): number {
  if (!text) return side === 'start' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (parseNight(text)) return instantOf(text) + (side === 'end' ? DAY_MS - 1 : 0);
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new ApiError(400, PROBLEMS.date, text);
  }
}

const instantOf = (text: string) =>
  Temporal.Instant.from(text.includes('T') ? text : `${text}T00:00:00Z`).epochMilliseconds;

function takeReport(host: BookingHost, machine: Machine, root: Element): Response {
  const path = ['NotifDetails', 'HotelNotifReport', 'HotelReservations', 'HotelReservation', 'UniqueID'];
  const ids = all(root, ...path).map((one) => one.attributes.ID ?? '');
  if (ids.length === 0) throw new ApiError(400, PROBLEMS.missing, 'UniqueID');
  const messages = ids.map((id) => latestOf(host, oneBy(host, machine, id).id));
  for (const message of messages) if (message && isPending(message)) acknowledge(host, message, 'read');
  return xmlResponse(otaRoot(host, 'OTA_NotifReportRS', [SUCCESS]));
}
