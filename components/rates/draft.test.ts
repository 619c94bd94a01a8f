import { describe, expect, it } from 'vitest';
import { bodyOf, type Draft, draftOf } from './draft.ts';

const chosen = { unitIds: ['a'], from: '2026-05-01', last: '2026-05-03' };
const made = (change: Partial<Draft>) => bodyOf({ ...draftOf(chosen), ...change }, 'EUR');

describe('an edit as it is sent', () => {
  it('holds what was chosen, and the night after the last as its end', () => {
    expect(
      made({ priceMode: 'set', price: '120,50', minStay: '2', maxStay: 'none', sale: 'closed' }),
    ).toEqual({
      body: {
        unitIds: ['a'],
        ranges: [{ from: '2026-05-01', to: '2026-05-04' }],
        set: { price: { amount: 12_050, currency: 'EUR' }, minStay: 2, maxStay: null, stopSell: true },
      },
    });
  });

  it('names weekdays only where some are left out', () => {
    expect(made({ priceMode: 'percent', price: '-5', weekdays: [5, 6] })).toEqual({
      body: {
        unitIds: ['a'],
        ranges: [{ from: '2026-05-01', to: '2026-05-04', weekdays: [5, 6] }],
        set: { priceChange: { percentBp: -500 } },
      },
    });
  });

  it.each<[string, Partial<Draft>, string]>([
    ['nothing', {}, 'nothingSet'],
    ['a price that is none', { priceMode: 'set', price: 'much' }, 'badPrice'],
    ['a price of nothing', { priceMode: 'set', price: '0' }, 'badPrice'],
    ['a percent that gives it away', { priceMode: 'percent', price: '-95' }, 'badPercent'],
    ['an end before the beginning', { last: '2026-04-30' }, 'badDates'],
    ['more than two years', { last: '2028-05-01' }, 'badDates'],
    ['weekdays that do not occur', { weekdays: [1], sale: 'open' }, 'noWeekday'],
  ])('is refused with %s', (_, change, error) => {
    expect(made(change)).toMatchObject({ error });
  });
});
