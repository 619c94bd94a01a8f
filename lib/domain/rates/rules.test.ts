import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { edited, NO_RATE, nightsMeant, type Pricing, priceFor } from './rules.ts';
import { RateEdit, type RateSet } from './schemas.ts';

const plain: Pricing = { markupBp: 0, rounding: 'none', step: 1, currency: 'EUR' };

describe('priceFor', () => {
  it.each<[string, number, Partial<Pricing>, number]>([
    ['leaves a price alone where nothing is asked', 10_120, {}, 10_120],
    ['adds a markup, and rounds the fraction of a cent up', 10_001, { markupBp: 1500 }, 11_502],
    ['takes a discount off', 10_000, { markupBp: -1000 }, 9000],
    ['goes up to whole units', 10_101, { rounding: 'whole' }, 10_200],
    ['leaves what is whole already', 10_100, { rounding: 'whole' }, 10_100],
    ['goes up to fives', 10_101, { rounding: 'five' }, 10_500],
    ['goes up to tens', 10_101, { rounding: 'ten' }, 11_000],
    ['goes up to what ends in nine', 10_120, { rounding: 'nine' }, 10_900],
    ['leaves what ends in nine already', 10_900, { rounding: 'nine' }, 10_900],
    ['a cent above a nine goes to the next one', 10_901, { rounding: 'nine' }, 11_900],
    ['the cheapest nine is nine', 100, { rounding: 'nine' }, 900],
    ['a yen has no decimals', 10_101, { rounding: 'nine', currency: 'JPY' }, 10_109],
    ['a dinar has three', 10_101, { rounding: 'five', currency: 'KWD' }, 15_000],
    ["goes up to the channel's step at last", 10_101, { step: 100 }, 10_200],
    [
      'a step has the last word over a rounding that it does not divide',
      10_120,
      { rounding: 'nine', step: 1000 },
      11_000,
    ],
    ['a cent stays a cent after every discount', 1, { markupBp: -9000 }, 1],
  ])('%s', (_, base, asked, expected) => {
    expect(priceFor(base, { ...plain, ...asked })).toBe(expected);
  });

  const pricing: fc.Arbitrary<Pricing> = fc.record({
    markupBp: fc.integer({ min: -9000, max: 30_000 }),
    rounding: fc.constantFrom('none', 'whole', 'five', 'ten', 'nine'),
    step: fc.constantFrom(1, 5, 50, 100, 1000),
    currency: fc.constantFrom('EUR', 'JPY', 'KWD'),
  });
  const price = fc.integer({ min: 1, max: 100_000_000_000 });

  it('never asks for less than the marked-up price, nor for a coarsest step more', () => {
    fc.assert(
      fc.property(price, pricing, (base, asked) => {
        const got = priceFor(base, asked);
        const exact = BigInt(base) * BigInt(10_000 + asked.markupBp);
        const coarsest = BigInt(10_000 + asked.step);
        expect(BigInt(got) * 10_000n).toBeGreaterThanOrEqual(exact);
        expect(BigInt(got) * 10_000n).toBeLessThan(exact + coarsest * 10_000n + 10_000n);
      }),
    );
  });

  it("is a multiple of the channel's step, and rounding once more changes nothing", () => {
    fc.assert(
      fc.property(price, pricing, (base, asked) => {
        const got = priceFor(base, asked);
        expect(got % asked.step).toBe(0);
        // A step that does not divide the rounding may have moved it off: then only the step is kept.
        const keepsBoth =
          asked.step <= 1 || asked.rounding === 'none' || (asked.step <= 100 && asked.currency === 'EUR');
        if (keepsBoth) expect(priceFor(got, { ...asked, markupBp: 0 })).toBe(got);
      }),
    );
  });

  it('a dearer night is never told as a cheaper one', () => {
    fc.assert(
      fc.property(price, price, pricing, (a, b, asked) => {
        const [less, more] = a < b ? [a, b] : [b, a];
        expect(priceFor(less, asked)).toBeLessThanOrEqual(priceFor(more, asked));
      }),
    );
  });
});

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
