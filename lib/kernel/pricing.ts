import { minorDigits } from './currency.ts';

export const ROUNDINGS = ['none', 'whole', 'five', 'ten', 'nine'] as const;
export type Rounding = (typeof ROUNDINGS)[number];

export type Pricing = {
  /** Hundredths of a percent on top. */
  readonly markupBp: number;
  readonly rounding: Rounding;
  /** The smallest step that the channel takes, in minor units. */
  readonly step: number;
  /** ISO 4217: how many minor units make one to round to. */
  readonly currency: string;
};

/** Of what a price is made a multiple, and what it leaves: 'nine' ends in nine. */
const IN_UNITS: Readonly<Record<Rounding, readonly [every: number, rest: number] | null>> = {
  none: null,
  whole: [1, 0],
  five: [5, 0],
  ten: [10, 0],
  nine: [10, 9],
};

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
