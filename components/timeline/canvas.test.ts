import { describe, expect, it } from 'vitest';
import { addDays, dayNumber, weekdayOf } from '#components/format/days.ts';
import {
  CANVAS_WEEKDAY,
  canvasOf,
  dayPixels,
  drawnDays,
  holds,
  rowAt,
  TILE,
  topsOf,
  wholeHeight,
} from './canvas.ts';
import { spanOf, ZOOMS } from './position.ts';

const TODAY = '2026-11-21';

describe('canvasOf', () => {
  it('reaches from about half a year before today to a year and a half after', () => {
    const canvas = canvasOf({ from: TODAY, zoom: 'month' }, TODAY);
    expect(dayNumber(TODAY) - dayNumber(canvas.from)).toBeGreaterThanOrEqual(168);
    expect(dayNumber(addDays(canvas.from, canvas.days)) - dayNumber(TODAY)).toBeGreaterThan(530);
  });

  it('is the same one for any day with room on both sides, and another one beyond', () => {
    const home = canvasOf({ from: TODAY, zoom: 'month' }, TODAY);
    expect(canvasOf({ from: '2027-06-01', zoom: 'year' }, TODAY)).not.toEqual(home);
    expect(canvasOf({ from: '2027-06-01', zoom: 'month' }, TODAY)).toEqual(home);
    expect(canvasOf({ from: '2024-06-01', zoom: 'month' }, TODAY).from < '2024-01-01').toBe(true);
  });

  it.each(ZOOMS)('holds what it was made for, at the ends of time too (%s)', (zoom) => {
    for (const from of [
      '1970-01-01',
      '1970-03-01',
      TODAY,
      '2199-01-01',
      addDays('2199-12-31', -spanOf({ from: TODAY, zoom }).days - TILE),
    ]) {
      const canvas = canvasOf({ from, zoom }, TODAY);
      expect([from, holds(canvas, { from, zoom })]).toEqual([from, true]);
      expect(weekdayOf(dayNumber(canvas.from))).toBe(CANVAS_WEEKDAY);
      expect(addDays(canvas.from, canvas.days) <= '2199-12-31').toBe(true);
    }
  });
});

it('draws whole steps around what is in sight, and nothing beyond the canvas', () => {
  const canvas = { from: TODAY, days: 728 };
  expect(drawnDays({ start: 10.4, end: 41.2 }, 'month', canvas)).toEqual({ start: 0, end: 49 });
  expect(drawnDays({ start: 700, end: 728 }, 'month', canvas)).toEqual({ start: 693, end: 728 });
});

it('finds the row at any height', () => {
  const tops = topsOf([{ height: 33 }, { height: 38 }, { height: 70 }]);
  expect(tops).toEqual([0, 33, 71, 141]);
  expect([-5, 0, 32.9, 33, 70, 71, 140, 999].map((y) => rowAt(tops, y))).toEqual([0, 0, 0, 1, 1, 2, 2, 2]);
  expect(rowAt(topsOf([]), 10)).toBe(0);
});

describe('dayPixels', () => {
  it('shares the room among the days in sight, in whole pixels', () => {
    expect(dayPixels('2w', 980)).toBe(70);
    expect(dayPixels('2w', 979)).toBe(69);
  });

  it('is halves of a pixel in a year, and never less than can be read', () => {
    expect(dayPixels('year', 1100)).toBe(3);
    expect(dayPixels('year', 950)).toBe(2.5);
    expect(dayPixels('2w', 100)).toBe(dayPixels('2w', 0));
    expect(dayPixels('2w', 0)).toBeGreaterThan(10);
  });
});

it('is as high as its header, its rows and its edges', () => {
  const tops = topsOf([{ height: 33 }, { height: 38 }]);
  expect(wholeHeight(tops)).toBe(69 + 71 + 2);
  expect(wholeHeight(tops, 17)).toBe(69 + 71 + 17);
  expect(wholeHeight(topsOf([]), 2)).toBe(71);
});
