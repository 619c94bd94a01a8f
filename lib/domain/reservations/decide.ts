import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { KnownReservation } from './known.ts';
import {
  type AppliedStay,
  changedKeys,
  endsWhatAnotherFollows,
  type IncomingStay,
  identityOf,
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
  known: ReadonlyMap<string, KnownReservation>,
): StayChange[] {
  return [...Map.groupBy(told, reservationKey)].flatMap(([key, rooms]) => {
    const reservation = known.get(key);
    invariant(reservation, 'a reservation is locked before it is decided on');
    return decideOne(rooms, reservation);
  });
}

function decideOne(told: readonly IncomingStay[], { row, stays }: KnownReservation): StayChange[] {
  const rooms = told.map((room) => {
    const before = stays.find((stay) => stay.roomRef === room.roomRef) ?? null;
    const sameCalendar = row.calendarId !== null && row.calendarId === room.calendarId;
    const isDeaf = before && endsWhatAnotherFollows(row, room);
    return { room, before, after: isDeaf ? before : mergeStay(before, room, sameCalendar) };
  });
  const heard = rooms.filter((one) => one.after !== one.before).map((one) => one.room);
  const untold = stays.filter((stay) => !told.some((room) => room.roomRef === stay.roomRef));
  const merged = heard.reduce<ReservationFacts>(mergeReservation, row);
  const after = {
    ...merged,
    status: reservationStatus(row, heard, [...untold, ...rooms.map((one) => one.after)]),
  };
  const reservation = { before: row, after, fields: changedKeys<ReservationFacts>(row, after) };
  return rooms.map(({ room, before, after: stay }) => {
    const stayFields = changedKeys<StayFacts>(before, stay);
    return {
      identity: identityOf(room),
      reservationId: row.id,
      stayId: before?.id ?? newId('stay'),
      channel: room.channel,
      roomRef: room.roomRef,
      outcome: outcomeOf(before, stay, stayFields.length + reservation.fields.length > 0),
      before,
      after: stay,
      stayFields,
      reservation,
    };
  });
}
