import { addNights, type Night, type NightRange, nightsBetween } from '#lib/kernel/nights.ts';
import type { NightState } from './schemas.ts';

/** Somebody who sleeps in a unit, or nights a channel closed that may be somebody. */
export type Guest = NightRange & {
  /** Of the stay or the calendar event. */
  readonly id: string;
  readonly kind: 'stay' | 'closure';
  readonly reservationId: string | null;
  /** Null where a calendar closes every unit of the property. */
  readonly unitId: string | null;
  readonly name: string | null;
  readonly channel: string;
  /** The calendar that told us. */
  readonly source: string | null;
  readonly tentative: boolean;
  readonly inConflict: boolean;
  /** How many people come; null where nobody said, or where they share several rooms. */
  readonly party: number | null;
};

/** Nights that a unit is kept free to be made ready. */
export type Preparing = NightRange & { readonly unitId: string };

/** One unit on one day. Both sides filled is a turnover. */
export type Moves = {
  readonly unitId: string | null;
  readonly leaving: readonly Guest[];
  readonly arriving: readonly Guest[];
};
export type Day = {
  readonly night: Night;
  readonly moves: readonly Moves[];
  readonly staying: readonly Guest[];
  /** Units kept free on this night. */
  readonly preparing: readonly Preparing[];
};

/** Longer closures are seasons, not guests. */
const LONGEST_CLOSURE = 31;

export function mayBeGuest(guest: Guest): boolean {
  return guest.kind === 'stay' || nightsBetween(guest.checkIn, guest.checkOut) <= LONGEST_CLOSURE;
}

/**
 * What happens on a date: who leaves and who comes, by unit in the order given, and who stays the whole day. Somebody who
 * leaves on it is not staying, nor is who only comes.
 */
export function dayOf(
  night: Night,
  guests: readonly Guest[],
  unitIds: readonly string[],
  preparing: readonly Preparing[] = [],
): Day {
  const leaving = Map.groupBy(
    guests.filter((guest) => guest.checkOut === night),
    (guest) => guest.unitId,
  );
  const arriving = Map.groupBy(
    guests.filter((guest) => guest.checkIn === night),
    (guest) => guest.unitId,
  );
  return {
    night,
    moves: [...unitIds, null].flatMap((unitId) => {
      const moves = { unitId, leaving: leaving.get(unitId) ?? [], arriving: arriving.get(unitId) ?? [] };
      return moves.leaving.length + moves.arriving.length > 0 ? [moves] : [];
    }),
    staying: guests.filter((guest) => guest.checkIn < night && night < guest.checkOut),
    preparing: preparing.filter((one) => one.checkIn <= night && night < one.checkOut),
  };
}

/** Nights in a row that one thing takes; free nights in a row are one too. */
export type Segment = {
  readonly from: Night;
  readonly nights: number;
  readonly state: NightState['state'] | 'preparation';
  /** The stay, block, event or conflict; null where free. */
  readonly by: string | null;
};

export function segmentsOf(states: readonly NightState[]): Segment[] {
  const segments: { from: Night; nights: number; state: Segment['state']; by: string | null }[] = [];
  for (const { night, state, by } of states) {
    const next = { state: by?.kind === 'preparation' ? ('preparation' as const) : state, by: by?.id ?? null };
    const last = segments.at(-1);
    if (last && last.state === next.state && last.by === next.by) last.nights += 1;
    else segments.push({ from: night, nights: 1, ...next });
  }
  return segments;
}

/**
 * Nights to read so that every zone's yesterday, today and the nights after it are among them: a zone is at most a day
 * away from UTC's date.
 */
export function windowAround(utcToday: Night, nights: number): { from: Night; to: Night } {
  return { from: addNights(utcToday, -2), to: addNights(utcToday, nights + 2) };
}
