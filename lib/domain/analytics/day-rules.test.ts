import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { bucketIndex, bucketsOf, dayOf, GRAINS, grainFor, nightOfDay, yearBefore } from './day-rules.ts';

const days = (from: string, to: string) => ({ from: dayOf(night(from)), to: dayOf(night(to)) });
const said = (spans: readonly { from: number; to: number }[]) =>
  spans.map(({ from, to }) => `${nightOfDay(from)}..${nightOfDay(to)}`);

describe('a window cut into pieces', () => {
  it('of weeks begins them on Monday and cuts the first and the last', () => {
    expect(said(bucketsOf(days('2026-11-01', '2026-11-12'), 'week'))).toEqual([
      '2026-11-01..2026-11-02',
      '2026-11-02..2026-11-09',
      '2026-11-09..2026-11-12',
    ]);
  });

  it('of months follows the calendar over leap days and year ends, before 1970 too', () => {
    expect(said(bucketsOf(days('2027-12-15', '2028-03-02'), 'month'))).toEqual([
      '2027-12-15..2028-01-01',
      '2028-01-01..2028-02-01',
      '2028-02-01..2028-03-01',
      '2028-03-01..2028-03-02',
    ]);
    expect(said(bucketsOf(days('1969-12-28', '1970-01-06'), 'week'))).toEqual([
      '1969-12-28..1969-12-29',
      '1969-12-29..1970-01-05',
      '1970-01-05..1970-01-06',
    ]);
  });

  it('loses no night and counts none twice, and knows the piece of each', () => {
    const window = fc.tuple(fc.integer({ min: 10_000, max: 30_000 }), fc.integer({ min: 1, max: 800 }));
    fc.assert(
      fc.property(window, fc.constantFrom(...GRAINS), ([from, nights], grain) => {
        const pieces = bucketsOf({ from, to: from + nights }, grain);
        expect(pieces[0]?.from).toBe(from);
        expect(pieces.at(-1)?.to).toBe(from + nights);
        pieces.forEach((piece, at) => {
          expect(piece.to).toBeGreaterThan(piece.from);
          expect(piece.to).toBe(pieces[at + 1]?.from ?? from + nights);
        });
        const index = bucketIndex({ from, to: from + nights }, pieces);
        index.forEach((piece, day) => {
          expect(pieces[piece]?.from).toBeLessThanOrEqual(from + day);
          expect(pieces[piece]?.to).toBeGreaterThan(from + day);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('the same time a year before', () => {
  it('has the same weekdays by days and weeks, and the same dates by months', () => {
    const window = days('2026-11-02', '2026-11-30');
    expect(said([yearBefore(window, 'week')])).toEqual(['2025-11-03..2025-12-01']);
    expect(said([yearBefore(window, 'month')])).toEqual(['2025-11-02..2025-11-30']);
    expect(said([yearBefore(days('2028-02-29', '2028-03-01'), 'month')])).toEqual(['2027-02-28..2027-03-01']);
  });

  it('is cut into as many pieces', () => {
    const start = fc.integer({ min: 15_000, max: 30_000 });
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(...GRAINS),
        (from, nights, grain) => {
          const window = { from, to: from + nights };
          const then = yearBefore(window, grain);
          fc.pre(then.to > then.from); // the 29th of February alone has no day a year before
          expect(bucketsOf(then, grain)).toHaveLength(bucketsOf(window, grain).length);
        },
      ),
      { numRuns: 100 },
    );
  });
});

it('a window is cut so that its pieces can be told apart', () => {
  expect([1, 45, 46, 200, 201, 800].map(grainFor)).toEqual(['day', 'day', 'week', 'week', 'month', 'month']);
});
