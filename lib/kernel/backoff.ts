/**
 * Clamped exponential delay with full jitter over its upper half.
 * attempt 1 → about baseMs, doubling each time, never over maxMs.
 * @param attempt how many attempts have failed, from 1
 * @param random a number in [0, 1)
 * @returns milliseconds
 * @example backoffMs(1, { baseMs: 1000, maxMs: 60000 }, 1) // 1000
 * @example backoffMs(4, { baseMs: 1000, maxMs: 60000 }, 0) // 4000
 */
export function backoffMs(
  attempt: number,
  bounds: { baseMs: number; maxMs: number },
  random: number,
): number {
  const exponent = Math.min(Math.max(attempt, 1) - 1, 30);
  const full = Math.min(bounds.baseMs * 2 ** exponent, bounds.maxMs);
  return Math.round(full / 2 + (full / 2) * random);
}
