import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { changedKeys } from './changed-keys.ts';
import type { LockedReservation } from './known.ts';
import {
  type AppliedStay,
  endsWhatAnotherFollows,
  type IncomingStay,
  identityOf,
  isOutdated,
  loudFields,
  mergeLedStay,
  mergeReservation,
  mergeStay,
  outcomeOf,
  type ReservationFacts,
  reservationKey,
  reservationStatus,
  type StayFacts,
  type StayRow,
} from './rules.ts';

export type StayChange = {
  readonly identity: string;
  readonly reservationId: string;
  readonly stayId: string;
  readonly channel: IncomingStay['channel'];
  readonly roomRef: string;
  readonly outcome: AppliedStay['outcome'];
  readonly warnings: readonly string[];
  readonly before: StayRow | null;
  readonly after: StayFacts;
  /** Names of the stay's fields that change: where there are any, its nights are held anew. */
  readonly stayFields: readonly (keyof StayFacts)[];
  /** Shared by all rooms of one reservation. */
  readonly reservation: {
    readonly before: ReservationFacts;
    readonly after: ReservationFacts;
    readonly fields: readonly (keyof ReservationFacts)[];
  };
};

/** What each stay becomes, reservation by reservation. `told` holds each stay once. */
export function decide(
  told: readonly IncomingStay[],
  known: ReadonlyMap<string, LockedReservation>,
): StayChange[] {
  return [...Map.groupBy(told, reservationKey)].flatMap(([key, rooms]) => {
    const reservation = known.get(key);
    invariant(reservation, 'a reservation is locked before it is decided on');
    return decideOne(rooms, reservation);
  });
}

/** Of two accounts that both have the listing the first stays the one that brings it: they would take turns for ever. */
function asTheFirst(room: IncomingStay, before: StayRow | null, row: LockedReservation['row']): IncomingStay {
  const place = before?.unitId ? { unitId: null, listingId: null } : {};
  return { ...room, connectionId: row.connectionId, ...place };
}

/**
 * Whether this word says anything of a room where it stands or what it is: not where something newer is known, another
 * calendar follows it, or another account or channel leads it.
 */
export function hears(
  { row, isLed }: Pick<LockedReservation, 'row' | 'isLed'>,
  told: IncomingStay,
  before: StayRow | null,
): boolean {
  if (!before) return true;
  if (isLed && told.calendarId) return false;
  if (isLed && told.connectionId && told.connectionId !== row.connectionId && before.unitId) return false;
  return !isOutdated(row, told) && !endsWhatAnotherFollows(row, told);
}

function decideOne(told: readonly IncomingStay[], { row, stays, isLed }: LockedReservation): StayChange[] {
  const rooms = told.map((said) => {
    const before = stays.find((stay) => stay.roomRef === said.roomRef) ?? null;
    const isAnother = isLed && said.connectionId && said.connectionId !== row.connectionId;
    const room = isAnother ? asTheFirst(said, before, row) : said;
    return { room, before, after: before && isLed && room.calendarId ? mergeLedStay(before, room) : null };
  });
  const heard: IncomingStay[] = [];
  const decided = rooms.map(({ room, before, after }) => {
    if (after) return { room, before, after };
    const isDeaf = isOutdated(row, room) || endsWhatAnotherFollows(row, room);
    if (before && isDeaf) return { room, before, after: before };
    heard.push(room);
    const sameCalendar = row.calendarId !== null && row.calendarId === room.calendarId;
    return { room, before, after: mergeStay(before, room, sameCalendar) };
  });
  const untold = stays.filter((stay) => !told.some((room) => room.roomRef === stay.roomRef));
  const merged = heard.reduce<ReservationFacts>(mergeReservation, row);
  const after = {
    ...merged,
    status: reservationStatus(row, heard, [...untold, ...decided.map((one) => one.after)]),
  };
  const reservation = { before: row, after, fields: changedKeys<ReservationFacts>(row, after) };
  const isLoud = loudFields(reservation.fields).length > 0;
  return decided.map(({ room, before, after: stay }) => {
    const stayFields = changedKeys<StayFacts>(before, stay);
    return {
      identity: identityOf(room),
      reservationId: row.id,
      stayId: before?.id ?? newId('stay'),
      channel: room.channel,
      roomRef: room.roomRef,
      outcome: outcomeOf(before, stay, stayFields.length > 0 || isLoud),
      warnings: room.warnings ?? [],
      before,
      after: stay,
      stayFields,
      reservation,
    };
  });
}
