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
  /** Units of which any will do, the first one first: which it gets is decided under their lock. Then `unitId` is null. */
  readonly pool?: readonly string[];
  /** `unitId` was chosen from a pool just now: it stands, also where the stay had another. */
  readonly isChosen?: boolean;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly reservationStatus: ReservationRow['status'];
  readonly guest?: {
    readonly name?: string | null;
    readonly email?: string | null;
    readonly phone?: string | null;
    /** The number's last digits, from a source that tells no more of it. */
    readonly phoneTail?: string | null;
  };
  readonly guests?: number | null;
  readonly total?: Money | null;
  readonly note?: string | null;
  /** The external calendar that says so. */
  readonly calendarId?: string | null;
  /** The connection that says so, and what of the following only it can say. */
  readonly connectionId?: string | null;
  readonly listingId?: string | null;
  readonly channelStatus?: string | null;
  readonly hasUnknownStatus?: boolean;
  /** Held for the channel's gate since then. Null: no longer. Undefined: as it was. */
  readonly gateAskedAt?: Temporal.Instant | null;
  readonly adults?: number | null;
  readonly children?: number | null;
  readonly infants?: number | null;
  readonly payout?: Money | null;
  readonly bookedAt?: Temporal.Instant | null;
  readonly channelChangedAt?: Temporal.Instant | null;
  /** Of this room. */
  readonly pricing?: StayRow['pricing'];
  /** What was odd about what was told, without any guest's data: kept in the journal. */
  readonly warnings?: readonly string[];
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
  | 'phoneTail'
  | 'guests'
  | 'totalMinor'
  | 'currency'
  | 'note'
  | 'connectionId'
  | 'channelStatus'
  | 'hasUnknownStatus'
  | 'gateAskedAt'
  | 'adults'
  | 'children'
  | 'infants'
  | 'payoutMinor'
  | 'payoutCurrency'
  | 'bookedAt'
  | 'channelChangedAt'
>;
export type StayFacts = Pick<StayRow, 'unitId' | 'listingId' | 'checkIn' | 'checkOut' | 'status' | 'pricing'>;

/** What names a stay of this organization. A channel's id may hold any character but a line break. */
export function identityOf(stay: { channel: string; externalId: string; roomRef: string }): string {
  return `${reservationKey(stay)}\n${stay.roomRef}`;
}

export function reservationKey(one: { channel: string; externalId: string }): string {
  return `${one.channel}\n${one.externalId}`;
}

/**
 * The last word on each stay: where one batch says something twice, what it says later stands, unless the channel dates
 * it earlier.
 */
export function lastWords(incoming: readonly IncomingStay[]): IncomingStay[] {
  const last = new Map<string, IncomingStay>();
  for (const stay of incoming) {
    const earlier = last.get(identityOf(stay));
    const isLate = earlier && isOutdated({ channelChangedAt: earlier.channelChangedAt ?? null }, stay);
    if (!isLate) last.set(identityOf(stay), stay);
  }
  return [...last.values()];
}

/**
 * What the reservation says once this is told of it. Silence takes nothing away: a source that does not tell the name
 * does not blank the one we know. Only a calendar or a connection that names it makes it followed.
 */
export function mergeReservation(known: ReservationFacts | null, told: IncomingStay): ReservationFacts {
  const total = told.total ?? null;
  return {
    status: told.reservationStatus,
    calendarId: told.calendarId ?? known?.calendarId ?? null,
    followed: told.calendarId || told.connectionId ? 'followed' : (known?.followed ?? 'followed'),
    guestName: told.guest?.name ?? known?.guestName ?? null,
    guestEmail: told.guest?.email ?? known?.guestEmail ?? null,
    guestPhone: told.guest?.phone ?? known?.guestPhone ?? null,
    phoneTail: told.guest?.phoneTail ?? known?.phoneTail ?? null,
    guests: told.guests ?? known?.guests ?? null,
    totalMinor: total ? total.amount : (known?.totalMinor ?? null),
    currency: total ? total.currency : (known?.currency ?? null),
    note: told.note ?? known?.note ?? null,
    connectionId: told.connectionId ?? known?.connectionId ?? null,
    channelStatus: told.channelStatus ?? known?.channelStatus ?? null,
    hasUnknownStatus: told.hasUnknownStatus ?? known?.hasUnknownStatus ?? false,
    gateAskedAt: told.gateAskedAt === undefined ? (known?.gateAskedAt ?? null) : told.gateAskedAt,
    adults: told.adults ?? known?.adults ?? null,
    children: told.children ?? known?.children ?? null,
    infants: told.infants ?? known?.infants ?? null,
    payoutMinor: told.payout ? told.payout.amount : (known?.payoutMinor ?? null),
    payoutCurrency: told.payout ? told.payout.currency : (known?.payoutCurrency ?? null),
    bookedAt: told.bookedAt ?? known?.bookedAt ?? null,
    channelChangedAt: told.channelChangedAt ?? known?.channelChangedAt ?? null,
  };
}

/** Whether something newer is known of it already: what comes late says nothing any more. */
export function isOutdated(known: Pick<ReservationFacts, 'channelChangedAt'>, told: IncomingStay): boolean {
  const { channelChangedAt: at } = told;
  if (!at || !known.channelChangedAt) return false;
  return at.epochMilliseconds < known.channelChangedAt.epochMilliseconds;
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
  return {
    ...mergePlace(known, told, sameCalendar),
    checkIn: told.checkIn,
    checkOut: told.checkOut,
    status: told.reservationStatus === 'cancelled' ? 'cancelled' : 'active',
    pricing: told.pricing ?? known?.pricing ?? null,
  };
}

/**
 * Where it stands. A connection names the listing it sold: as long as that is the same, the unit stands, which a person
 * may have chosen; another listing moves the guest to its unit. Where nobody has said which unit that is, both stay as
 * they are: the nights stay held, and the first word after the mapping moves it.
 */
function mergePlace(
  known: StayFacts | null,
  told: IncomingStay,
  sameCalendar: boolean,
): Pick<StayFacts, 'unitId' | 'listingId'> {
  const listingId = told.listingId ?? known?.listingId ?? null;
  if (told.isChosen) return { unitId: told.unitId, listingId };
  if (told.listingId && known?.unitId) {
    const isOther = known.listingId !== null && known.listingId !== told.listingId;
    if (!isOther) return { unitId: known.unitId, listingId };
    return told.unitId
      ? { unitId: told.unitId, listingId }
      : { unitId: known.unitId, listingId: known.listingId };
  }
  const keepsUnit = told.unitId === null || sameCalendar;
  return { unitId: (keepsUnit ? known?.unitId : null) ?? told.unitId, listingId };
}

/** What a calendar's word is worth where a connection follows the booking: a unit, for one that waits for any. */
export function mergeLedStay(known: StayFacts, told: IncomingStay): StayFacts {
  return known.unitId === null && told.unitId !== null ? { ...known, unitId: told.unitId } : known;
}

/**
 * Kept, but no change that anybody would want to read of: when the channel last touched the booking, and the digits by
 * which it is found.
 */
const QUIET: readonly (keyof ReservationFacts)[] = ['channelChangedAt', 'phoneTail'];

export function loudFields(fields: readonly (keyof ReservationFacts)[]): (keyof ReservationFacts)[] {
  return fields.filter((field) => !QUIET.includes(field));
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

/** Whether the stay stands on other nights than it did, elsewhere, or no more: who sold it for how much moves nobody. */
export function isRestayed(change: { readonly stayFields: readonly (keyof StayFacts)[] }): boolean {
  return change.stayFields.some((field) => field !== 'listingId' && field !== 'pricing');
}

/** Whether the change can be seen in the unit's calendar: only then does that get a new version. */
export function isShown(change: {
  readonly stayFields: readonly (keyof StayFacts)[];
  readonly reservation: { readonly fields: readonly (keyof ReservationFacts)[] };
}): boolean {
  return isRestayed(change) || change.reservation.fields.some((field) => SHOWN.includes(field));
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
