import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { edited, NO_RATE, nightsMeant } from './rules.ts';
import { RateEdit, type RateSet } from './schemas.ts';

describe('an edit', () => {
  it('means each night once, on the weekdays that it names', () => {
    const range = (from: string, to: string, weekdays?: number[]) => ({
      from: night(from),
      to: night(to),
      ...(weekdays ? { weekdays } : {}),
    });
    expect(
      nightsMeant([range('2026-05-01', '2026-05-11', [5, 6]), range('2026-05-02', '2026-05-04')]),
    ).toEqual(['2026-05-01', '2026-05-02', '2026-05-03', '2026-05-08', '2026-05-09']);
  });

  it.each<[string, Partial<typeof NO_RATE>, RateSet, unknown]>([
    [
      'sets what it names and leaves the rest',
      { minStay: 2 },
      { price: { amount: 100, currency: 'EUR' } },
      { priceMinor: 100, minStay: 2 },
    ],
    ['clears with null', { priceMinor: 100, minStay: 2 }, { price: null }, { minStay: 2 }],
    [
      'raises by a share, half a cent up',
      { priceMinor: 105 },
      { priceChange: { percentBp: 1000 } },
      { priceMinor: 116 },
    ],
    [
      'lowers by an amount',
      { priceMinor: 105 },
      { priceChange: { amount: -5, currency: 'EUR' } },
      { priceMinor: 100 },
    ],
    ['changes no price that is not there', {}, { priceChange: { percentBp: 1000 } }, {}],
  ])('%s', (_, before, set, expected) => {
    expect(edited({ ...NO_RATE, ...before }, set)).toEqual({ ...NO_RATE, ...(expected as object) });
  });

  it.each<[string, Partial<typeof NO_RATE>, RateSet, string]>([
    ['a shortest stay above the longest that stands', { maxStay: 3 }, { minStay: 4 }, 'stays_cross'],
    ['a longest stay below the shortest that stands', { minStay: 3 }, { maxStay: 2 }, 'stays_cross'],
    [
      'a price brought to nothing',
      { priceMinor: 100 },
      { priceChange: { amount: -100, currency: 'EUR' } },
      'price_too_low',
    ],
    [
      'a price beyond all prices',
      { priceMinor: 99_000_000_000 },
      { priceChange: { percentBp: 10_000 } },
      'price_too_high',
    ],
  ])('refuses %s', (_, before, set, expected) => {
    expect(edited({ ...NO_RATE, ...before }, set)).toBe(expected);
  });

  const valid = {
    unitIds: ['unt_000000000000000000000000'],
    ranges: [{ from: '2026-05-01', to: '2026-05-02' }],
  };
  it.each<[string, object]>([
    ['nothing to set', { ...valid, set: {} }],
    ['a price and a change of it', { ...valid, set: { price: null, priceChange: { percentBp: 1 } } }],
    ['a price of nothing', { ...valid, set: { price: { amount: 0, currency: 'EUR' } } }],
    ['a fraction of a cent', { ...valid, set: { price: { amount: 1.5, currency: 'EUR' } } }],
    ['a shortest stay above the longest', { ...valid, set: { minStay: 3, maxStay: 2 } }],
    ['a stay of no nights', { ...valid, set: { minStay: 0 } }],
    ['a field that nobody knows', { ...valid, set: { minstay: 2 } }],
    ['no units', { ...valid, unitIds: [], set: { stopSell: true } }],
    [
      'a range that ends where it begins',
      { ...valid, ranges: [{ from: '2026-05-01', to: '2026-05-01' }], set: { stopSell: true } },
    ],
    [
      'a day of the week that is none',
      {
        ...valid,
        ranges: [{ from: '2026-05-01', to: '2026-05-02', weekdays: [0] }],
        set: { stopSell: true },
      },
    ],
    [
      'more than two years',
      { ...valid, ranges: [{ from: '2026-05-01', to: '2028-05-02' }], set: { stopSell: true } },
    ],
  ])('is not read with %s', (_, body) => {
    expect(RateEdit.safeParse(body).success).toBe(false);
  });
});
