import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leaf, ledgerOf, stay } from '#tests/support/ledger.ts';
import { earn, revenueOf } from './revenue-rules.ts';

const asked = { grain: 'day', money: 'total' } as const;
const house = {
  leaves: [leaf('a'), leaf('b')],
  parts: [
    ['h', 'a'],
    ['h', 'b'],
  ] as const,
};

describe('revenue', () => {
  it('is earned by the night that is slept: a stay over the edge brings the nights inside', () => {
    const report = revenueOf(
      ledgerOf({ stays: [stay('a', -2, 2, { total: 1001 }), stay('a', 9, 12, { total: 100 })] }),
      null,
      asked,
    );
    expect(report.currencies).toMatchObject([{ currency: 'EUR', total: 501 + 33, nights: 3, bookings: 2 }]);
    expect(report.currencies[0]?.points.map((point) => point.total)).toEqual([
      250, 251, 0, 0, 0, 0, 0, 0, 0, 33,
    ]);
  });

  it('is never added up over currencies', () => {
    const stays = [
      stay('a', 0, 2, { total: 200 }),
      stay('a', 2, 3, { total: 5000, currency: 'JPY' }),
      stay('a', 3, 4, { total: 700, currency: 'GBP' }),
    ];
    const { currencies } = revenueOf(ledgerOf({ stays }), null, asked);
    expect(currencies.map(({ currency, total }) => `${total} ${currency}`)).toEqual([
      '200 EUR',
      '700 GBP',
      '5000 JPY',
    ]);
  });

  it('counts a house that is sold whole by its rooms, and its money once', () => {
    const { currencies } = revenueOf(
      ledgerOf({ ...house, stays: [stay('h', 0, 3, { total: 1000 })] }),
      null,
      asked,
    );
    expect(currencies).toMatchObject([{ total: 1000, nights: 6, adr: 167, revpar: 50 }]);
    const one = ledgerOf({
      leaves: [leaf('b')],
      parts: house.parts,
      stays: [stay('h', 0, 3, { total: 1001 })],
    });
    expect(revenueOf(one, null, asked).currencies[0]?.total).toBe(501);
  });

  it('shares a booking of several rooms by what each costs, or by nights where that is not told of each', () => {
    const stays = [
      stay('a', 0, 2, { id: 's1', reservation: 'r', total: 900 }),
      stay('b', 0, 1, { id: 's2', reservation: 'r', total: 900 }),
    ];
    const of = (prices: [number | null, number | null]) => {
      const rooms = [
        ['r', 's1', 2, prices[0], 'EUR'],
        ['r', 's2', 1, prices[1], 'EUR'],
      ] as const;
      const { purses } = earn(ledgerOf({ ...house, stays, rooms }), 'total', 'day');
      return [0, 1].map((unit) => purses.get('EUR')?.byUnit.get(unit)?.total);
    };
    expect(of([300, 600])).toEqual([300, 600]);
    expect(of([null, 600])).toEqual([600, 300]);
  });

  it('says what has no price, and leaves it out of every sum and every price of a night', () => {
    const leaves = [leaf('a'), leaf('b', { property: 'calendar only' })];
    const stays = [stay('a', 0, 2, { total: 200 }), stay('a', 4, 6), stay('b', 0, 5)];
    const report = revenueOf(ledgerOf({ leaves, stays }), null, asked);
    expect(report.bookings).toEqual({ all: 3, priced: 1 });
    expect(report.unpriced).toEqual({
      bookings: 2,
      nights: 7,
      properties: [{ id: 'calendar only', name: 'calendar only' }],
    });
    expect(report.currencies).toMatchObject([
      { total: 200, nights: 2, adr: 100, revpar: 10, isRevparAtLeast: true },
    ]);
  });

  it('is of what guests pay or of what the host gets, and a cancelled booking brings nothing', () => {
    const stays = [
      stay('a', 0, 2, { total: 200, payout: 170 }),
      stay('a', 4, 6, { total: 300 }),
      stay('a', 6, 8, { total: 999, payout: 999, status: 'cancelled' }),
    ];
    expect(revenueOf(ledgerOf({ stays }), null, asked).currencies[0]?.total).toBe(500);
    const paid = revenueOf(ledgerOf({ stays }), null, { ...asked, money: 'payout' });
    expect(paid.currencies[0]?.total).toBe(170);
    expect(paid.bookings).toEqual({ all: 2, priced: 1 });
  });

  it('stands beside the year before piece by piece, and beside nothing where that had none of the currency', () => {
    const then = ledgerOf({
      window: { from: -364, to: -354 },
      stays: [stay('a', -364, -363, { total: 90 })],
    });
    const now = ledgerOf({
      stays: [stay('a', 0, 1, { total: 100 }), stay('a', 1, 2, { total: 1, currency: 'GBP' })],
    });
    const [eur, gbp] = revenueOf(now, then, asked).currencies;
    expect(eur).toMatchObject({ total: 100, before: 90 });
    expect(eur?.points.slice(0, 2).map((point) => point.before)).toEqual([90, 0]);
    expect(gbp).toMatchObject({ before: null });
  });
});

it('however time is cut and units are chosen, the parts sum to what the bookings are worth, to the coin', () => {
  const booking = fc.record({
    unit: fc.constantFrom('a', 'b', 'h'),
    from: fc.integer({ min: -20, max: 50 }),
    nights: fc.integer({ min: 1, max: 30 }),
    total: fc.integer({ min: 0, max: 9_000_000_000_000 }),
  });
  fc.assert(
    fc.property(
      fc.array(booking, { maxLength: 15 }),
      fc.array(fc.integer({ min: -19, max: 79 }), { maxLength: 4 }),
      (bookings, cuts) => {
        const stays = bookings.map(({ unit, from, nights, total }) =>
          stay(unit, from, from + nights, { total }),
        );
        const edges = [-20, ...[...new Set(cuts)].sort((a, b) => a - b), 80];
        let sum = 0;
        for (const unit of ['a', 'b']) {
          edges.slice(1).forEach((to, at) => {
            const window = { from: edges[at] ?? 0, to };
            const { purses } = earn(
              ledgerOf({ window, leaves: [leaf(unit)], parts: house.parts, stays }),
              'total',
              'week',
            );
            const purse = purses.get('EUR');
            sum += purse?.total ?? 0;
            expect(purse?.points.reduce((all, point) => all + point.total, 0) ?? 0).toBe(purse?.total ?? 0);
          });
        }
        expect(sum).toBe(bookings.reduce((all, one) => all + one.total, 0));
      },
    ),
    { numRuns: 80 },
  );
});
