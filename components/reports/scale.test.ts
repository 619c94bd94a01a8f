import { describe, expect, it } from 'vitest';
import { everyNth, logPlace, ticksFor } from './scale.ts';

describe('the ticks of an axis', () => {
  it.each([
    [0, [0, 0.25, 0.5, 0.75, 1]],
    [1, [0, 0.25, 0.5, 0.75, 1]],
    [7, [0, 2, 4, 6, 8]],
    [100, [0, 25, 50, 75, 100]],
    [101, [0, 50, 100, 150]],
    [496_000, [0, 200_000, 400_000, 600_000]],
  ])('up to %s are round and reach it', (highest, ticks) => {
    expect(ticksFor(highest)).toEqual(ticks);
  });

  it('reach every value with at most six', () => {
    for (let value = 1; value < 1e9; value = Math.ceil(value * 1.37)) {
      const ticks = ticksFor(value);
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(value);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});

it('labels are thinned out to what fits', () => {
  expect([everyNth(30, 8), everyNth(8, 8), everyNth(0, 8)]).toEqual([4, 1, 1]);
});

it('a duration stands by its power of ten, and never outside', () => {
  expect([1, 10, 3_600_000, 1e12].map((ms) => logPlace(ms))).toEqual([0, 0, 1, 1]);
  expect(logPlace(1000, [10, 100_000])).toBe(0.5);
});
