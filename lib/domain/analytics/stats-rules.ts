/** Below this many, the slowest one in twenty is one or none: a p95 would be a story about a single call. */
export const LEAST_FOR_P95 = 20;
/** Below this many a middle says little; it is shown with its number all the same. */
export const LEAST_FOR_QUARTILES = 8;

/**
 * A quantile of values in ascending order, interpolated between the two nearest (as percentile_cont does).
 * @param at 0..1
 * @returns null of none
 */
export function quantile(sorted: readonly number[], at: number): number | null {
  const place = (sorted.length - 1) * at;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) return null;
  return low + (high - low) * (place - Math.floor(place));
}

export type Bin = { readonly from: number; readonly to: number | null };

/** How many values each bin holds: from `from` up to and with `to`; the last one has no end. */
export function countIn<B extends Bin>(
  bins: readonly B[],
  values: readonly number[],
): (B & { count: number })[] {
  return bins.map((bin) => ({
    ...bin,
    count: values.filter((value) => value >= bin.from && (bin.to === null || value <= bin.to)).length,
  }));
}

/** The middle, and the middle half where there are enough to speak of one. */
export function summaryOf(values: readonly number[]): {
  count: number;
  median: number | null;
  low: number | null;
  high: number | null;
  average: number | null;
} {
  const sorted = [...values].sort((a, b) => a - b);
  const hasHalf = sorted.length >= LEAST_FOR_QUARTILES;
  return {
    count: sorted.length,
    median: quantile(sorted, 0.5),
    low: hasHalf ? quantile(sorted, 0.25) : null,
    high: hasHalf ? quantile(sorted, 0.75) : null,
    average: sorted.length > 0 ? sorted.reduce((a, b) => a + b, 0) / sorted.length : null,
  };
}
