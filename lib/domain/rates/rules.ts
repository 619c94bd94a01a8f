import { type Night, nightsOf, toPlainDate } from '#lib/kernel/nights.ts';
import { MAX_PRICE_MINOR, type RateEdit, type RateSet } from './schemas.ts';

/** What is asked for a night of a unit: what nobody set is null, but that it is not to be sold, which is false. */
export type Rate = {
  readonly priceMinor: number | null;
  readonly minStay: number | null;
  readonly maxStay: number | null;
  readonly closedToArrival: boolean | null;
  readonly closedToDeparture: boolean | null;
  readonly stopSell: boolean;
};

export const NO_RATE: Rate = {
  priceMinor: null,
  minStay: null,
  maxStay: null,
  closedToArrival: null,
  closedToDeparture: null,
  stopSell: false,
};

/** The nights that an edit means, each once, in order. */
export function nightsMeant(ranges: RateEdit['ranges']): Night[] {
  const meant = new Set<Night>();
  for (const { from, to, weekdays } of ranges) {
    for (const night of nightsOf({ checkIn: from, checkOut: to })) {
      if (!weekdays || weekdays.includes(toPlainDate(night).dayOfWeek)) meant.add(night);
    }
  }
  return [...meant].sort();
}

export type Refusal = 'stays_cross' | 'price_too_low' | 'price_too_high';

/** What a night asks for after an edit, or why it cannot be. A change of a price that is not there changes nothing. */
export function edited(before: Rate, set: RateSet): Rate | Refusal {
  const after: Rate = {
    priceMinor: set.priceChange
      ? changed(before.priceMinor, set.priceChange)
      : chosen(set.price === undefined ? undefined : (set.price?.amount ?? null), before.priceMinor),
    minStay: chosen(set.minStay, before.minStay),
    maxStay: chosen(set.maxStay, before.maxStay),
    closedToArrival: chosen(set.closedToArrival, before.closedToArrival),
    closedToDeparture: chosen(set.closedToDeparture, before.closedToDeparture),
    stopSell: set.stopSell ?? before.stopSell,
  };
  if (after.minStay !== null && after.maxStay !== null && after.minStay > after.maxStay) return 'stays_cross';
  if (after.priceMinor !== null && after.priceMinor <= 0) return 'price_too_low';
  if (after.priceMinor !== null && after.priceMinor > MAX_PRICE_MINOR) return 'price_too_high';
  return after;
}

function chosen<T>(asked: T | undefined, before: T): T {
  return asked === undefined ? before : asked;
}

/** Half a minor unit rounds up. */
function changed(before: number | null, change: NonNullable<RateSet['priceChange']>): number | null {
  if (before === null) return null;
  if ('amount' in change) return before + change.amount;
  return Number((BigInt(before) * BigInt(10_000 + change.percentBp) + 5_000n) / 10_000n);
}

export function sameRate(a: Rate, b: Rate): boolean {
  return RATE_FIELDS.every((field) => a[field] === b[field]);
}

export const RATE_FIELDS = [
  'priceMinor',
  'minStay',
  'maxStay',
  'closedToArrival',
  'closedToDeparture',
  'stopSell',
] as const satisfies readonly (keyof Rate)[];
