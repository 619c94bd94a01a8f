import { describe, expect, it } from 'vitest';
import { addDays, dayNumber } from '#components/format/days.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { TILE } from './canvas.ts';
import { blocksOf, firstProperties, frameOf, merger, runsOf, sliceOf, tilesOf } from './tiles.ts';

function bar(checkIn: string, checkOut: string, more: Partial<Bar> = {}): Bar {
  return {
    kind: 'stay',
    id: `sty_${checkIn}`,
    unitId: 'unt_1',
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    channel: 'airbnb',
    label: 'Guest',
    reservationId: 'rsv_1',
    inConflict: false,
    parked: false,
    tentative: false,
    ...more,
  };
}

const property = (id: string, units: number, bars: Bar[] = []) => ({
  id,
  name: id,
  timezone: 'Europe/Paris',
  units: Array.from({ length: units }, (_, index) => ({
    id: `${id}_${index}`,
    name: `${index}`,
    parts: [],
    bars: index === 0 ? bars : [],
    openConflicts: 0,
  })),
});
const PORTFOLIO: Timeline = {
  properties: [12, 12, 12, 12, 50, 1, 1].map((units, index) => property(`p${index}`, units)),
};

describe('blocksOf', () => {
  it('cuts the properties into blocks of about 40 units, and never a property', () => {
    const blocks = blocksOf(PORTFOLIO.properties);
    expect(blocks.map((block) => block.propertyIds)).toEqual([
      ['p0', 'p1', 'p2'],
      ['p3'],
      ['p4'],
      ['p5', 'p6'],
    ]);
    expect(new Set(blocks.map((block) => block.key)).size).toBe(4);
  });

  it('reads for the first paint whole blocks around the row that is uppermost', () => {
    const first = (row: string | null, only: string | null = null) =>
      firstProperties(PORTFOLIO, { property: only, row, units: 20 });
    expect(first(null)).toEqual(['p0', 'p1', 'p2']);
    expect(first('p2_5')).toEqual(['p0', 'p1', 'p2', 'p3']);
    expect(first('gone')).toEqual(['p0', 'p1', 'p2']);
    expect(first(null, 'p4')).toEqual(['p4']);
  });
});

describe('tiles', () => {
  it('cover a span and a week around it, from a fixed grid of four weeks', () => {
    const span = { from: '2026-11-21', days: 31 };
    const starts = tilesOf(span);
    expect(starts.every((start) => start % TILE === 0)).toBe(true);
    expect(starts[0]).toBeLessThanOrEqual(dayNumber(span.from) - 7);
    expect((starts.at(-1) ?? 0) + TILE).toBeGreaterThanOrEqual(dayNumber(span.from) + 38);
    expect(tilesOf({ from: '1970-01-01', days: 7 })).toEqual([0]);
  });

  it('that lie next to each other are one question, up to a length', () => {
    const [a, b, c, e] = [0, 1, 2, 4].map((index) => index * TILE);
    expect(runsOf([c ?? 0, a ?? 0, b ?? 0, e ?? 0, a ?? 0], 7)).toEqual([
      { start: 0, end: 3 * TILE },
      { start: 4 * TILE, end: 5 * TILE },
    ]);
    expect(runsOf([0, TILE, 2 * TILE], 2)).toHaveLength(2);
  });

  it('get of an answer what touches them', () => {
    const start = dayNumber('2026-11-05'); // any day serves
    const edge = addDays('2026-11-05', TILE);
    const before = bar('2026-11-01', '2026-11-05');
    const over = bar('2026-11-04', '2026-11-06');
    const after = bar(edge, addDays(edge, 2));
    const last = bar(addDays(edge, -1), addDays(edge, 3));
    const slice = sliceOf({ properties: [property('p', 1, [before, over, last, after])] }, start);
    expect(slice.properties[0]?.units[0]?.bars).toEqual([over, last]);
  });
});

describe('merger', () => {
  const bare = frameOf({ properties: [property('p', 2), property('q', 1)] }, '2026-11-21').timeline;
  const over = bar('2026-11-04', '2026-12-06');
  const start = dayNumber('2026-11-04'); // any day serves
  const one = { start, timeline: { properties: [property('p', 2, [over])] } };
  const two = {
    start: start + TILE,
    timeline: { properties: [property('p', 2, [{ ...over }, bar('2026-12-10', '2026-12-12')])] },
  };

  it('joins what was read of a unit, a bar over an edge once', () => {
    const merged = merger()(bare, (id) => (id === 'p' ? [one, two] : []));
    expect(merged.properties[0]?.units[0]?.bars.map((each) => each.checkIn)).toEqual([
      '2026-11-04',
      '2026-12-10',
    ]);
    expect(merged.properties[1]?.units[0]?.bars).toEqual([]);
  });

  it('leaves as it is whatever an answer does not change', () => {
    const merge = merger();
    const before = merge(bare, (id) => (id === 'p' ? [one] : []));
    expect(merge(bare, (id) => (id === 'p' ? [one] : []))).toBe(before);
    const after = merge(bare, (id) => (id === 'p' ? [one, two] : []));
    expect(after.properties[0]).not.toBe(before.properties[0]);
    expect(after.properties[1]).toBe(before.properties[1]);
  });
});

it('counts today in the frame, and keeps no bar in it', () => {
  const OWN = { unitId: 'p_0' };
  const read: Timeline = {
    properties: [
      property('p', 2, [bar('2026-11-20', '2026-11-21', OWN), bar('2026-11-21', '2026-11-23', OWN)]),
    ],
  };
  const frame = frameOf(read, '2026-11-21');
  expect(frame.numbers).toMatchObject({ arrivals: 1, departures: 1, taken: 1, units: 2 });
  expect(frame.timeline.properties[0]?.units.every((unit) => unit.bars.length === 0)).toBe(true);
});
