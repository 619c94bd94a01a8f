import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byWeight, shareOf } from './spread-rules.ts';

const MOST = 9_000_000_000_000;
const total = fc.integer({ min: -MOST, max: MOST });

describe('money spread over nights', () => {
  it.each([
    [100, 3, [33, 33, 34]],
    [-100, 3, [-34, -33, -33]],
    [2, 3, [0, 1, 1]],
    [0, 2, [0, 0]],
    [MOST, 4, [2_250_000_000_000, 2_250_000_000_000, 2_250_000_000_000, 2_250_000_000_000]],
  ])('%s over %s nights', (sum, parts, each) => {
    expect(Array.from({ length: parts }, (_, at) => shareOf(sum, parts, at, at + 1))).toEqual(each);
  });

  it('sums to the whole exactly however the nights are cut, and no night differs from another by more than a coin', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: 730 }), { maxLength: 12 });
    fc.assert(
      fc.property(total, fc.integer({ min: 1, max: 730 }), cuts, (sum, nights, places) => {
        const edges = [0, ...places.filter((place) => place < nights).sort((a, b) => a - b), nights];
        const parts = edges.slice(1).map((to, at) => shareOf(sum, nights, edges[at] ?? 0, to));
        expect(parts.reduce((a, b) => a + b, 0)).toBe(sum);
        const [one, other] = [shareOf(sum, nights, 0, 1), shareOf(sum, nights, nights - 1, nights)];
        expect(Math.abs(one - other)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('money shared by weight', () => {
  it.each([
    [100, [1, 1, 1], [33, 33, 34]],
    [100, [0, 0], [50, 50]],
    [100, [3, 1], [75, 25]],
    [1001, [5000, 0, 5000], [500, 0, 501]],
    [7, [1], [7]],
  ])('%s by %j', (sum, weights, shares) => {
    expect(byWeight(sum, weights)).toEqual(shares);
  });

  it('sums to the whole exactly', () => {
    const weights = fc.array(fc.integer({ min: 0, max: MOST }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(total, weights, (sum, each) => {
        expect(byWeight(sum, each).reduce((a, b) => a + b, 0)).toBe(sum);
      }),
    );
  });
});
