import type { reservations, stays } from '#db/schema/reservations.ts';
import type { Money } from '#lib/kernel/money.ts';
import { type Night, type NightRange, toPlainDate } from '#lib/kernel/nights.ts';

export type ReservationRow = typeof reservations.$inferSelect;
export type StayRow = typeof stays.$inferSelect;

/** One room of a booking, as a channel or a person says it is now. */
export type IncomingStay = {
  readonly channel: ReservationRow['channel'];
  /** With the channel and the room, the identity. A direct booking's is the reservation's own id. */
  readonly externalId: string;
  readonly roomRef: string;
  /** Null: the unit it has, or none yet. */
  readonly unitId: string | null;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly reservationStatus: ReservationRow['status'];
  readonly guest?: {
    readonly name?: string | null;
    readonly email?: string | null;
    readonly phone?: string | null;
  };
  readonly guests?: number | null;
  readonly total?: Money | null;
  readonly note?: string | null;
  /** The external calendar that says so. */
  readonly calendarId?: string | null;
};

export type AppliedStay = {
  readonly reservationId: string;
  readonly stayId: string;
  readonly outcome: 'created' | 'updated' | 'cancelled' | 'revived' | 'unchanged';
  /** The open conflicts it stands in now. */
  readonly conflictIds: string[];
};

export type ReservationFacts = Pick<
  ReservationRow,
  | 'status'
  | 'calendarId'
  | 'followed'
  | 'guestName'
  | 'guestEmail'
  | 'guestPhone'
  | 'guests'
  | 'totalMinor'
  | 'currency'
  | 'note'
>;
export type StayFacts = Pick<StayRow, 'unitId' | 'checkIn' | 'checkOut' | 'status'>;

/** What names a stay of this organization. A channel's id may hold any character but a line break. */
export function identityOf(stay: { channel: string; externalId: string; roomRef: string }): string {
  return `${reservationKey(stay)}\n${stay.roomRef}`;
}

export function reservationKey(one: { channel: string; externalId: string }): string {
  return `${one.channel}\n${one.externalId}`;
}

/** The last word on each stay: where one batch says something twice, what it says later stands. */
export function lastWords(incoming: readonly IncomingStay[]): IncomingStay[] {
  return [...new Map(incoming.map((stay) => [identityOf(stay), stay])).values()];
}

/**
 * What the reservation says once this is told of it. Silence takes nothing away: a source that does not tell the name
 * does not blank the one we know. Only a calendar that names it makes it followed.
 */
export function mergeReservation(known: ReservationFacts | null, told: IncomingStay): ReservationFacts {
  const total = told.total ?? null;
  return {
    status: told.reservationStatus,
    calendarId: told.calendarId ?? known?.calendarId ?? null,
    followed: told.calendarId ? 'followed' : (known?.followed ?? 'followed'),
    guestName: told.guest?.name ?? known?.guestName ?? null,
    guestEmail: told.guest?.email ?? known?.guestEmail ?? null,
    guestPhone: told.guest?.phone ?? known?.guestPhone ?? null,
    guests: told.guests ?? known?.guests ?? null,
    totalMinor: total ? total.amount : (known?.totalMinor ?? null),
    currency: total ? total.currency : (known?.currency ?? null),
    note: told.note ?? known?.note ?? null,
  };
}

/** Whether a calendar says "cancelled" of what another one has brought since: it has only lost sight of it. */
export function endsWhatAnotherFollows(known: ReservationFacts, told: IncomingStay): boolean {
  return (
    told.reservationStatus === 'cancelled' &&
    known.followed === 'followed' &&
    known.calendarId !== null &&
    (told.calendarId ?? known.calendarId) !== known.calendarId
  );
}

/**
 * A reservation of several rooms is cancelled when its last room is.
 * @param rooms every stay of it, as they will stand
 */
export function reservationStatus(
  known: ReservationFacts | null,
  told: readonly IncomingStay[],
  rooms: readonly StayFacts[],
): ReservationFacts['status'] {
  if (rooms.every((room) => room.status === 'cancelled')) return 'cancelled';
  const said = told.map((one) => one.reservationStatus).filter((status) => status !== 'cancelled');
  return said.at(-1) ?? (known && known.status !== 'cancelled' ? known.status : 'confirmed');
}

/**
 * What the stay is once this is told of it.
 * @param sameCalendar the calendar that brought it says so again. A calendar knows one unit and never moves a guest to
 *   another: the unit it has, perhaps by a person's hand, stands.
 */
export function mergeStay(known: StayFacts | null, told: IncomingStay, sameCalendar: boolean): StayFacts {
  const keepsUnit = told.unitId === null || sameCalendar;
  return {
    unitId: (keepsUnit ? known?.unitId : null) ?? told.unitId,
    checkIn: told.checkIn,
    checkOut: told.checkOut,
    status: told.reservationStatus === 'cancelled' ? 'cancelled' : 'active',
  };
}

export function changedKeys<T extends object>(before: T | null, after: T): (keyof T)[] {
  // Object.keys of a type with exactly these keys: both sides are made by the merges above.
  return (Object.keys(after) as (keyof T)[]).filter((key) => !before || before[key] !== after[key]);
}

export function outcomeOf(
  known: StayFacts | null,
  next: StayFacts,
  isChanged: boolean,
): AppliedStay['outcome'] {
  if (next.status === 'cancelled' && known?.status !== 'cancelled') return 'cancelled';
  if (!known) return 'created';
  if (next.status === 'active' && known.status === 'cancelled') return 'revived';
  return isChanged ? 'updated' : 'unchanged';
}

/** Fields of a reservation that a feed of ours may show. */
const SHOWN: readonly (keyof ReservationFacts)[] = ['status', 'guestName'];

/** Whether the change can be seen in the unit's calendar: only then does that get a new version. */
export function isShown(change: {
  readonly stayFields: readonly string[];
  readonly reservation: { readonly fields: readonly (keyof ReservationFacts)[] };
}): boolean {
  return change.stayFields.length > 0 || change.reservation.fields.some((field) => SHOWN.includes(field));
}

/** A stay told again exactly as it stands, to be changed in one respect. */
export function restate(row: ReservationRow, stay: StayRow): IncomingStay {
  return {
    channel: row.channel,
    externalId: row.externalId,
    roomRef: stay.roomRef,
    unitId: stay.unitId,
    checkIn: stay.checkIn,
    checkOut: stay.checkOut,
    reservationStatus: stay.status === 'cancelled' ? 'cancelled' : row.status,
  };
}

/** Why nobody books these nights by hand: so far away they are a slip of the finger. Null where they are near enough. */
export function refuseDates(nights: NightRange, today: Night): { path: string; message: string } | null {
  const now = toPlainDate(today);
  if (nights.checkIn >= nights.checkOut)
    return { path: 'checkOut', message: 'The departure must be after the arrival.' };
  if (nights.checkIn < now.subtract({ years: 2 }).toString())
    return { path: 'checkIn', message: 'The arrival is more than 2 years ago.' };
  if (nights.checkOut > now.add({ years: 3 }).toString())
    return { path: 'checkOut', message: 'The departure is more than 3 years ahead.' };
  return null;
}
