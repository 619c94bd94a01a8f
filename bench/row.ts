/** One line of the table: milliseconds. */
export type BenchRow = {
  name: string;
  unit: string;
  value: number;
  n: number;
  p50: number;
  p95: number;
  p99: number;
};

/** Sorts `times` (ms) and tells what 50, 95 and 99 of 100 were not above. */
export function row(name: string, times: number[]): BenchRow {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
  return {
    name,
    unit: 'ms (p99)',
    value: at(0.99),
    n: times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}
