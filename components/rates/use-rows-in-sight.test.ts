import { describe, expect, it } from 'vitest';
import { topsOf } from '#components/timeline/canvas.ts';
import { between, drawnRows } from './use-rows-in-sight.ts';

const tops = topsOf([29, 53, 53, 29, 53, 53].map((height) => ({ height })));

describe('the rows in sight', () => {
  it('are those that something of stands in the box', () => {
    expect(between(tops, 0, 80)).toEqual({ first: 0, last: 1 });
    expect(between(tops, 30, 140)).toEqual({ first: 1, last: 3 });
    expect(between(tops, -69, 10_000)).toEqual({ first: 0, last: 5 });
  });

  it('are drawn with some to spare, in their order, and never beyond the last', () => {
    expect(drawnRows({ first: 2, last: 3 }, 100, 3)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(drawnRows({ first: 96, last: 99 }, 100, 95)).toEqual([92, 93, 94, 95, 96, 97, 98, 99]);
  });

  it('have the row that Tab reaches with them, before or after', () => {
    expect(drawnRows({ first: 50, last: 50 }, 100, 3)).toEqual([3, 46, 47, 48, 49, 50, 51, 52, 53, 54]);
    expect(drawnRows({ first: 0, last: 0 }, 100, 90)).toEqual([0, 1, 2, 3, 4, 90]);
    expect(drawnRows({ first: 0, last: 0 }, 100, -1)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are none where rows went away under what is in sight', () => {
    expect(drawnRows({ first: 80, last: 90 }, 50, -1)).toEqual([]);
  });
});
