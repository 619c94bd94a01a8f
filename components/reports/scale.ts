/** Round numbers from nothing to just above the highest value: what an axis says. At most about five. */
export function ticksFor(highest: number, least = 1): number[] {
  const top = Math.max(highest, least);
  const rough = top / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough) ?? 10) * power;
  const count = Math.ceil(top / step - 1e-9);
  // Multiplied, not added up: 0.1 + 0.2 is no number for an axis.
  return Array.from({ length: count + 1 }, (_, at) => Number((at * step).toPrecision(12)));
}

/** Which of so many labels fit, spread evenly from the first. */
export function everyNth(count: number, fit: number): number {
  return Math.max(1, Math.ceil(count / fit));
}

/** Where a duration stands between 10 ms and an hour, each step ten times the one before: 0..1. */
export function logPlace(ms: number, [low, high]: readonly [number, number] = [10, 3_600_000]): number {
  const place = (Math.log10(Math.max(ms, 1)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
  return Math.min(1, Math.max(0, place));
}
