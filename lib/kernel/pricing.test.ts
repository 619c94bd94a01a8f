import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Pricing, priceFor } from './pricing.ts';

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
