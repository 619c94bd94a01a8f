import type { ChannelReservation, ChannelStatus, WholeReservation } from '#lib/providers/sales-contract.ts';
import type { IncomingStay, StayRow } from '../reservations/rules.ts';
import { isChannelId, keptText, type Place, refuseReservation, toIncoming } from './incoming.ts';

/** Why a reservation is not taken as it is told. A code for programs, a sentence for people: no guest's data in it. */
export type WholeRefusal = {
  readonly code:
    | 'bad_code'
    | 'bad_room'
    | 'no_nights'
    | 'too_long'
    | 'room_twice'
    | 'no_rooms'
    | 'other_property';
  readonly message: string;
};

const WARNINGS_MAX = 20;
const WARNING_MAX = 300;

const SENTENCES: Record<WholeRefusal['code'], string> = {
  bad_code: 'The reservation has no id that can be one.',
  bad_room: 'A room of the reservation has no id that can be one.',
  no_nights: 'A room of the reservation leaves before it arrives, or on the same day.',
  too_long: 'A room of the reservation stays longer than any can be booked here.',
  room_twice: 'Two rooms of the reservation have one id.',
  no_rooms: 'The reservation has a status that is not known and names no room.',
  other_property: 'A reservation with this id is known of another property.',
};

export function refusalOf(code: WholeRefusal['code']): WholeRefusal {
  return { code, message: SENTENCES[code] };
}

/** Why the whole cannot be kept as a booking; null where it can. One bad room is enough: which of it stood is not known. */
export function refuseWhole(told: WholeReservation): WholeRefusal | null {
  if (!isChannelId(told.externalId)) return refusalOf('bad_code');
  for (const room of told.rooms) {
    const code = refuseReservation({ ...room, externalId: told.externalId });
    if (code !== null) return refusalOf(CODES[code] ?? 'bad_room');
  }
  const refs = new Set(told.rooms.map((room) => room.roomRef));
  return refs.size < told.rooms.length ? refusalOf('room_twice') : null;
}

const CODES: Readonly<Record<string, WholeRefusal['code']>> = {
  bad_room: 'bad_room',
  no_nights: 'no_nights',
  too_long: 'too_long',
};

/** The newest of what its rooms say; null where none is dated. */
export function changedAtOf(told: WholeReservation): Temporal.Instant | null {
  return told.rooms.reduce<Temporal.Instant | null>((newest, { changedAt }) => {
    if (!changedAt) return newest;
    return newest && newest.epochMilliseconds >= changedAt.epochMilliseconds ? newest : changedAt;
  }, null);
}

/** What it comes to: without a room it is cancelled, unless nobody knows what its status means. */
export function statusOf(told: WholeReservation): ChannelStatus {
  return told.rooms.length === 0 && told.status !== 'unknown' ? 'cancelled' : told.status;
}

/**
 * Its rooms as each is to be told on its own. The status of the whole goes before a room's where it ends or is unknown;
 * how many sleep in it, and what it costs where only its rooms say so, are added up; of several guests the first one books.
 */
export function roomsOf(told: WholeReservation): ChannelReservation[] {
  const status = statusOf(told);
  const isOverriding = status === 'cancelled' || status === 'unknown';
  const { rooms } = told;
  const changedAt = changedAtOf(told);
  const booker = rooms.find((room) => room.guest.name !== null)?.guest;
  const shared = {
    externalId: told.externalId,
    channelStatus: told.channelStatus,
    changedAt,
    guests: sumOf(rooms.map((room) => room.guests)),
    adults: sumOf(rooms.map((room) => room.adults)),
    children: sumOf(rooms.map((room) => room.children)),
    infants: sumOf(rooms.map((room) => room.infants)),
    total: totalOf(rooms),
    ...(booker ? { guest: booker } : {}),
  };
  return rooms.map((room) => ({ ...room, ...shared, status: isOverriding ? status : room.status }));
}

function sumOf(counts: readonly (number | null)[]): number | null {
  const known = counts.filter((count) => count !== null);
  return known.length > 0 ? known.reduce((sum, count) => sum + count, 0) : null;
}

/** A room's `total` is that of the whole reservation; where none says it, what its rooms cost, all told in one currency. */
function totalOf(rooms: readonly ChannelReservation[]): ChannelReservation['total'] {
  const told = rooms.findLast((room) => room.total !== null)?.total;
  if (told) return told;
  const parts = rooms.map((room) => room.pricing ?? null);
  const currency = parts[0]?.currency;
  let amount = 0;
  for (const part of parts) {
    if (!part || part.totalMinor === null || part.currency !== currency) return null;
    amount += part.totalMinor;
  }
  return currency ? { amount, currency } : null;
}

/** What is odd about it, cut to what a journal row can bear. */
export function keptWarnings(told: WholeReservation): string[] {
  return told.warnings.slice(0, WARNINGS_MAX).flatMap((one) => keptText(one, WARNING_MAX) ?? []);
}

type Known = Parameters<typeof toIncoming>[2];

/** A told room as the one place where stays change takes it; null where it changes nothing. */
export function roomIncoming(
  room: ChannelReservation,
  place: Place,
  known: Known,
  warnings: readonly string[],
): IncomingStay | null {
  const stay = toIncoming(room, place, known);
  return stay && warnings.length > 0 ? { ...stay, warnings } : stay;
}

/** A room of ours that the whole no longer lists. */
export function endedRoom(
  stay: Pick<StayRow, 'roomRef' | 'checkIn' | 'checkOut'>,
  of: Pick<IncomingStay, 'channel' | 'externalId' | 'connectionId' | 'channelChangedAt'>,
): IncomingStay {
  const { roomRef, checkIn, checkOut } = stay;
  return { ...of, roomRef, checkIn, checkOut, unitId: null, reservationStatus: 'cancelled' };
}
