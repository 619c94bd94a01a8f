import { describe, expect, it } from 'vitest';
import { addNights, night } from '#lib/kernel/nights.ts';
import type { NightSet, PushCall } from '../push-contract.ts';
import { flawOf, planPush } from './push-plan.ts';

const listing = (externalId: string) => ({ externalId, groupId: null, ratePlanId: null, currency: 'RUB' });
const A = listing('8000000001');
const B = listing('8000000002');
const range = (from: string, to: string, set: NightSet, of = A) => ({
  listing: of,
  checkIn: night(from),
  checkOut: night(to),
  set,
});
const brief = ({ kind, records }: PushCall) => [
  kind,
  records[0]?.listing.externalId,
  ...records.map(({ checkIn, checkOut, set }) => `${checkIn}..${checkOut} ${JSON.stringify(set)}`),
];

describe('a plan', () => {
  it('has one closing and one opening call for each advert, closings first, then prices', () => {
    const calls = planPush([
      range('2027-01-01', '2027-01-05', { units: 1, priceMinor: 200_000 }),
      range('2027-01-05', '2027-01-08', { units: 0 }),
      range('2027-01-10', '2027-01-12', { units: 0 }, B),
      range('2027-01-12', '2027-01-15', { units: 0 }, B),
    ]);
    expect(calls.map(brief)).toEqual([
      ['availability', A.externalId, '2027-01-05..2027-01-08 {"units":0}'],
      ['availability', B.externalId, '2027-01-10..2027-01-15 {"units":0}'],
      ['rates', A.externalId, '2027-01-01..2027-01-05 {"priceMinor":200000}'],
      ['availability', A.externalId, '2027-01-01..2027-01-05 {"units":1}'],
    ]);
    expect(calls.map(flawOf)).toEqual([null, null, null, null]);
  });

  it('keeps a whole year in one call, in the fewest periods', () => {
    const start = night('2027-01-01');
    const nights = Array.from({ length: 365 }, (_, at) => {
      const set = { units: at % 10 === 3 ? 0 : at < 200 ? 1 : 4, priceMinor: at < 100 ? 100_000 : 150_000 };
      return range(addNights(start, at), addNights(start, at + 1), set);
    });
    const calls = planPush(nights);
    expect(calls.map(({ kind, records }) => [kind, records.length])).toEqual([
      ['availability', 37],
      ['rates', 2],
      ['availability', 39],
    ]);
  });

  it('closes a night of which both is said, and of two prices keeps the later', () => {
    const calls = planPush([
      range('2027-01-01', '2027-01-05', { units: 1, priceMinor: 100_000, minStay: 2 }),
      range('2027-01-02', '2027-01-03', { units: 0, priceMinor: 120_000 }),
    ]);
    expect(calls.map(brief)).toEqual([
      ['availability', A.externalId, '2027-01-02..2027-01-03 {"units":0}'],
      [
        'rates',
        A.externalId,
        '2027-01-01..2027-01-02 {"priceMinor":100000,"minStay":2}',
        '2027-01-02..2027-01-03 {"priceMinor":120000,"minStay":2}',
        '2027-01-03..2027-01-05 {"priceMinor":100000,"minStay":2}',
      ],
      [
        'availability',
        A.externalId,
        '2027-01-01..2027-01-02 {"units":1}',
        '2027-01-03..2027-01-05 {"units":1}',
      ],
    ]);
  });

  it('leaves out what Avito has no word for, and is empty where nothing is left', () => {
    expect(planPush([])).toEqual([]);
    expect(planPush([range('2027-01-01', '2027-01-05', { maxStay: 4, closedToArrival: true })])).toEqual([]);
  });

  it('numbers its records apart', () => {
    const calls = planPush([
      range('2027-01-01', '2027-01-05', { units: 0, priceMinor: 100 }),
      range('2027-01-01', '2027-01-05', { units: 1, priceMinor: 100 }, B),
    ]);
    const ids = calls.flatMap(({ records }) => records.map(({ recordId }) => recordId));
    expect(new Set(ids).size).toBe(4);
  });
});

describe('a call that must not go out', () => {
  const call = (kind: PushCall['kind'], ...ranges: ReturnType<typeof range>[]): PushCall => ({
    kind,
    records: ranges.map((one, at) => ({ ...one, recordId: String(at) })),
  });
  const open = { units: 1 };

  it.each<[string, PushCall, RegExp]>([
    ['empty', call('availability'), /nothing/],
    [
      'of two adverts',
      call(
        'availability',
        range('2027-01-01', '2027-01-02', open),
        range('2027-01-03', '2027-01-04', open, B),
      ),
      /more than one advert/,
    ],
    [
      'that opens and closes',
      call(
        'availability',
        range('2027-01-01', '2027-01-02', open),
        range('2027-01-03', '2027-01-04', { units: 0 }),
      ),
      /both opens and closes/,
    ],
    [
      'with a night twice',
      call('availability', range('2027-01-01', '2027-01-03', open), range('2027-01-02', '2027-01-04', open)),
      /overlap/,
    ],
    ['without a night', call('availability', range('2027-01-02', '2027-01-02', open)), /without a night/],
    ['back in time', call('availability', range('2027-01-03', '2027-01-02', open)), /without a night/],
    ['longer than a year', call('availability', range('2027-01-01', '2028-01-02', open)), /a year/],
    [
      'over more than a year',
      call('availability', range('2027-01-01', '2027-01-02', open), range('2028-01-01', '2028-01-02', open)),
      /a year/,
    ],
    [
      'with prices beside',
      call('availability', range('2027-01-01', '2027-01-02', { units: 1, minStay: 2 })),
      /other/,
    ],
    ['of half a unit', call('availability', range('2027-01-01', '2027-01-02', { units: 0.5 })), /other/],
    ['of less than none', call('availability', range('2027-01-01', '2027-01-02', { units: -1 })), /other/],
    [
      'of more than it counts',
      call('availability', range('2027-01-01', '2027-01-02', { units: 51 })),
      /other/,
    ],
    ['of another kind', call('calendar', range('2027-01-01', '2027-01-02', open)), /other/],
    [
      'of prices with counts',
      call('rates', range('2027-01-01', '2027-01-02', { units: 1, priceMinor: 1 })),
      /prices/,
    ],
    ['of prices without any', call('rates', range('2027-01-01', '2027-01-02', {})), /prices/],
  ])('%s', (_what, wrong, why) => {
    expect(flawOf(wrong)).toMatch(why);
  });

  it('is not one of exactly a year, nor of touching periods', () => {
    expect(flawOf(call('availability', range('2027-01-01', '2028-01-01', open)))).toBeNull();
    const touching = [
      range('2027-01-01', '2027-01-02', open),
      range('2027-01-02', '2027-01-03', { units: 2 }),
    ];
    expect(flawOf(call('availability', ...touching))).toBeNull();
  });
});
