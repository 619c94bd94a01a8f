import { minorDigits } from '#lib/kernel/currency.ts';
import { type Night, nightsOf, toPlainDate } from '#lib/kernel/nights.ts';
import { MAX_PRICE_MINOR, type RateEdit, type RateSet, type Rounding } from './schemas.ts';

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

export type Pricing = {
  /** Hundredths of a percent on top. */
  readonly markupBp: number;
  readonly rounding: Rounding;
  /** The smallest step that the channel takes, in minor units. */
  readonly step: number;
  /** ISO 4217: how many minor units make one to round to. */
  readonly currency: string;
};

const IN_UNITS = { none: null, whole: [1, 0], five: [5, 0], ten: [10, 0], nine: [10, 9] } as const;

/**
 * A price as a channel is told it: marked up, then rounded, then brought to the channel's step, each time upwards, so
 * that nobody is sold a night for less than was asked and marked up. Integers throughout: no cent is lost to a float.
 * Rounding counts in units of the currency: 'nine' makes 109 of 101.20 in euro and of 101 in yen. A step that does not
 * divide what was rounded to has the last word.
 * @param baseMinor minor units, more than 0
 * @returns minor units, a multiple of `step`, more than 0
 */
export function priceFor(baseMinor: number, { markupBp, rounding, step, currency }: Pricing): number {
  const marked = ceilDivide(BigInt(baseMinor) * BigInt(10_000 + markupBp), 10_000n);
  const target = IN_UNITS[rounding];
  const unit = 10n ** BigInt(minorDigits(currency));
  const rounded = target ? upTo(marked, BigInt(target[0]) * unit, BigInt(target[1]) * unit) : marked;
  return Number(upTo(rounded, BigInt(step), 0n));
}

/** The least number at or above `value` that leaves `rest` when divided by `every`. */
function upTo(value: bigint, every: bigint, rest: bigint): bigint {
  return value <= rest ? rest || every : ceilDivide(value - rest, every) * every + rest;
}

function ceilDivide(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

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
