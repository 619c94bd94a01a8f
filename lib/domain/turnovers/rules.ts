import { addNights, type Night, nightsBetween } from '#lib/kernel/nights.ts';
import { dayOf, type Guest, type Preparing } from '../availability/today-rules.ts';
import { firstName } from '../feeds/rules.ts';

/** Somebody who comes or goes, as far as whoever cleans needs to know. */
export type Visitor = {
  /** The first word of the name at most. */
  readonly name: string | null;
  /** How many people; null where nobody said. */
  readonly party: number | null;
  readonly nights: number;
  /** A calendar closed these nights, and does not say whether somebody sleeps there. */
  readonly maybe: boolean;
  readonly tentative: boolean;
};

export type TurnoverRow = {
  readonly unit: string;
  readonly leaving: readonly Visitor[];
  readonly arriving: readonly Visitor[];
  /** Whole minutes between check-out and check-in where both happen; 0 where there are none. */
  readonly windowMinutes: number | null;
  /** Kept free to be made ready, until that date. */
  readonly preparingUntil: Night | null;
  /** After a departure: when the next guest comes, as far as it is near. */
  readonly next: Night | null;
};

export type TurnoverDay = { readonly night: Night; readonly rows: readonly TurnoverRow[] };

/** The days of one property from its today on: every unit that somebody leaves, comes to, or that is made ready. */
export function turnoverDays(
  property: {
    readonly name: string;
    readonly checkInTime: string;
    readonly checkOutTime: string;
    readonly units: readonly { readonly id: string; readonly name: string }[];
  },
  guests: readonly Guest[],
  preparing: readonly Preparing[],
  today: Night,
  days: number,
): TurnoverDay[] {
  const ids = property.units.map((unit) => unit.id);
  const nameOf = (id: string | null) =>
    (property.units.length > 1 && property.units.find((unit) => unit.id === id)?.name) || property.name;
  const windowMinutes = Math.max(0, minutesOf(property.checkInTime) - minutesOf(property.checkOutTime));
  return Array.from({ length: days }, (_, index) => {
    const night = addNights(today, index);
    const day = dayOf(night, guests, ids, preparing);
    const untilOf = (unitId: string | null) =>
      day.preparing.find((one) => one.unitId === unitId)?.checkOut ?? null;
    const moving = day.moves.map(({ unitId, leaving, arriving }): TurnoverRow => {
      const isTurnover = leaving.length > 0 && arriving.length > 0;
      return {
        unit: nameOf(unitId),
        leaving: leaving.map(visitorOf),
        arriving: arriving.map(visitorOf),
        windowMinutes: isTurnover ? windowMinutes : null,
        preparingUntil: untilOf(unitId),
        next:
          leaving.length > 0 && !isTurnover
            ? (guests.find((guest) => guest.unitId === unitId && guest.checkIn > night)?.checkIn ?? null)
            : null,
      };
    });
    const isMoving = new Set(day.moves.map((one) => one.unitId));
    const resting = ids
      .filter((id) => !isMoving.has(id) && untilOf(id) !== null)
      .map(
        (id): TurnoverRow => ({
          unit: nameOf(id),
          leaving: [],
          arriving: [],
          windowMinutes: null,
          preparingUntil: untilOf(id),
          next: null,
        }),
      );
    return { night, rows: [...moving, ...resting] };
  });
}

function visitorOf(guest: Guest): Visitor {
  return {
    name: firstName(guest.name),
    party: guest.party,
    nights: nightsBetween(guest.checkIn, guest.checkOut),
    maybe: guest.kind === 'closure',
    tentative: guest.tentative,
  };
}

/** Minutes since midnight of HH:MM. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}
