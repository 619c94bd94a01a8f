import { describe, expect, it } from 'vitest';
import { spanOf } from './span.ts';

describe('a bound on a length of time', () => {
  it.each([
    [0, 'minutes', 1],
    [61_000, 'minutes', 2],
    [89 * 60_000, 'minutes', 89],
    [90 * 60_000, 'hours', 2],
    [48 * 3_600_000, 'hours', 48],
    [49 * 3_600_000, 'days', 3],
  ] as const)('of %d ms is never shorter', (ms, unit, count) => {
    expect(spanOf(ms)).toEqual({ unit, count });
  });
});
