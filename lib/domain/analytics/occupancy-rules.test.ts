import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { block, closure, leaf, ledgerOf, stay } from '#tests/support/ledger.ts';
import type { Ledger } from './ledger-rules.ts';
import { countNights, partTimeOf, withShare } from './occupancy-rules.ts';

const count = (rows: Partial<Ledger>) => {
  const { total } = countNights(ledgerOf(rows), 'day');
  return [total.sold, total.free, total.blocked, total.closed].join(' ');
};
const rooms = {
  leaves: [leaf('a'), leaf('b')],
  parts: [
    ['h', 'a'],
    ['h', 'b'],
  ] as const,
};

describe('nights are counted as what they are: sold, free, blocked, closed elsewhere', () => {
  it.each<[string, Partial<Ledger>, string]>([
    ['an empty unit is free', {}, '0 10 0 0'],
    ['a stay sells its nights, not the day of departure', { stays: [stay('a', 2, 5)] }, '3 7 0 0'],
    [
      'a stay counts for the nights inside of the time',
      { stays: [stay('a', -5, 2), stay('a', 8, 30)] },
      '4 6 0 0',
    ],
    ['a cancelled stay sells nothing', { stays: [stay('a', 2, 5, { status: 'cancelled' })] }, '0 10 0 0'],
    ['two bookings on a night sell it once', { stays: [stay('a', 2, 5), stay('a', 4, 6)] }, '4 6 0 0'],
    ['a house that is sold whole is its rooms', { ...rooms, stays: [stay('h', 2, 5)] }, '6 14 0 0'],
    ['a house blocked whole is its rooms too', { ...rooms, closed: [block('h', 0, 1)] }, '0 18 2 0'],
    ['a blocked night is not free', { closed: [block('a', 0, 3)] }, '0 7 3 0'],
    [
      'a sold night that is blocked too is sold',
      { closed: [block('a', 0, 3)], stays: [stay('a', 2, 5)] },
      '3 5 2 0',
    ],
    [
      'nights that a calendar closes without a booking stand apart, and a block goes before them',
      { closed: [closure({ unit: 'a' }, 0, 4), block('a', 3, 5), closure({ unit: 'a' }, 4, 6)] },
      '0 4 2 4',
    ],
    [
      'a calendar of the property closes each of its units and of no other',
      {
        leaves: [leaf('a'), leaf('b'), leaf('c', { property: 'other' })],
        closed: [closure({ property: 'house' }, 0, 2)],
      },
      '0 26 0 4',
    ],
    ['a unit counts from its first day', { leaves: [leaf('a', { born: 6 })] }, '0 4 0 0'],
    [
      'an archived unit counts up to its last',
      { leaves: [leaf('a', { gone: 3 })], stays: [stay('a', 1, 2)] },
      '1 2 0 0',
    ],
    ['a unit that was gone before counts for nothing', { leaves: [leaf('a', { gone: -3 })] }, '0 0 0 0'],
    ['a stay on a unit that is not asked for counts for nothing', { stays: [stay('z', 1, 4)] }, '0 10 0 0'],
  ])('%s', (_, rows, expected) => {
    expect(count(rows)).toBe(expected);
  });

  it('of a booking that is not confirmed are sold, and said', () => {
    const { total } = countNights(
      ledgerOf({ stays: [stay('a', 2, 5, { reservationStatus: 'pending' })] }),
      'day',
    );
    expect(total).toMatchObject({ sold: 3, pending: 3 });
  });
});

describe('the share of nights sold', () => {
  const tally = { sold: 3, pending: 0, free: 3, blocked: 2, closed: 2 };
  it('is of what could be sold, or of all by choice', () => {
    expect(withShare(tally, 'sellable')).toMatchObject({ nights: 6, share: 0.5 });
    expect(withShare(tally, 'all')).toMatchObject({ nights: 10, share: 0.3 });
  });

  it('is not known where there was nothing to sell', () => {
    const none = { sold: 0, pending: 0, free: 0, blocked: 4, closed: 0 };
    expect(withShare(none, 'sellable').share).toBeNull();
    expect(withShare(none, 'all').share).toBe(0);
  });
});

it('units that began or ended within the time are told, those around it are not', () => {
  const leaves = [
    leaf('a', { born: 0 }),
    leaf('b', { born: 3 }),
    leaf('c', { gone: 4 }),
    leaf('d', { gone: 10 }),
    leaf('e', { born: 12 }),
  ];
  expect(partTimeOf(ledgerOf({ leaves }))).toEqual({ began: 1, ended: 1 });
});

it('the pieces of time and the units each sum to the whole, and every night of a unit is one of the four', () => {
  const range = fc.tuple(fc.integer({ min: -5, max: 40 }), fc.integer({ min: 1, max: 12 }));
  const unit = fc.constantFrom('a', 'b', 'c', 'h');
  const ledger = fc.record({
    stays: fc.array(fc.tuple(unit, range), { maxLength: 20 }),
    closed: fc.array(fc.tuple(unit, range), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(ledger, fc.constantFrom('day' as const, 'week' as const, 'month' as const), (rows, grain) => {
      const counted = countNights(
        ledgerOf({
          window: { from: 0, to: 40 },
          leaves: [leaf('a'), leaf('b', { born: 7 }), leaf('c', { gone: 33 })],
          parts: [
            ['h', 'a'],
            ['h', 'b'],
          ],
          stays: rows.stays.map(([id, [from, nights]]) => stay(id, from, from + nights)),
          closed: rows.closed.map(([id, [from, nights]]) => block(id, from, from + nights)),
        }),
        grain,
      );
      const total = (tally: { sold: number; free: number; blocked: number; closed: number }) =>
        tally.sold + tally.free + tally.blocked + tally.closed;
      expect(total(counted.total)).toBe(40 + 33 + 33);
      expect(counted.units.map(total)).toEqual([40, 33, 33]);
      for (const key of ['sold', 'free', 'blocked'] as const) {
        expect(counted.buckets.reduce((sum, bucket) => sum + bucket.tally[key], 0)).toBe(counted.total[key]);
        expect(counted.units.reduce((sum, own) => sum + own[key], 0)).toBe(counted.total[key]);
      }
    }),
    { numRuns: 80 },
  );
});
