import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, night, nightsOf } from '#lib/kernel/nights.ts';
import { attribute, every, first } from '#lib/platform/xml/pick.ts';
import { readXml } from '#lib/platform/xml/read.ts';
import { document } from '#lib/platform/xml/write.ts';
import type { NightSet, PushCall, PushListing, PushRange } from '../push-contract.ts';
import { availRequest, rateRequest } from './push-messages.ts';
import { MESSAGES_MAX, messagesOf, planPush } from './push-plan.ts';

const NOW = Temporal.Instant.from('2026-11-20T12:00:00Z');
const room = (number: number, groupId: string | null = '777'): PushListing => ({
  externalId: String(100_100 + number),
  groupId,
  ratePlanId: '2001',
  currency: 'EUR',
});
const range = (from: string, to: string, set: NightSet, listing = room(1)): PushRange => ({
  listing,
  checkIn: night(from),
  checkOut: night(to),
  set,
});
const rooms = (count: number) => Array.from({ length: count }, (_, at) => room(at));
const year = (from: string) => [from, addNights(night(from), 365)] as const;

describe('the fewest calls', () => {
  it.each([
    ['2027-01-01', 12],
    ['2026-12-31', 13],
    ['2027-01-15', 13],
    ['2028-01-01', 12],
    ['2027-03-01', 12],
  ])('a price edit of a property over 365 nights and 50 room types, from %s: %d calls', (from, count) => {
    const [start, end] = year(from);
    const calls = planPush(rooms(50).map((one) => range(start, end, { priceMinor: 9_900 }, one)));
    expect(calls).toHaveLength(count);
    expect(calls.every((call) => call.kind === 'rates' && call.records.length === 50)).toBe(true);
  });

  it('another price each night is more messages, and only then more calls', () => {
    const ranges = rooms(50).flatMap((one) =>
      Array.from({ length: 31 }, (_, at) => {
        const from = addNights(night('2027-01-01'), at);
        return range(from, addNights(from, 1), { priceMinor: 9_000 + at }, one);
      }),
    );
    const calls = planPush(ranges);
    expect(calls.map((call) => call.records.length)).toEqual([1000, 550]);
  });

  it('of two properties, two months, two addresses or of closings and others none can be one', () => {
    expect(planPush([range('2027-01-30', '2027-02-02', { units: 1 })])).toHaveLength(2);
    expect(planPush([range('2027-01-01', '2027-01-05', { units: 1, priceMinor: 100 })])).toHaveLength(2);
    expect(
      planPush([
        range('2027-01-01', '2027-01-05', { units: 1 }),
        range('2027-01-01', '2027-01-05', { units: 1 }, room(2, '778')),
      ]),
    ).toHaveLength(2);
    expect(
      planPush([
        range('2027-01-01', '2027-01-05', { units: 1 }),
        range('2027-01-05', '2027-01-07', { units: 0, minStay: 2 }),
      ]),
    ).toHaveLength(2);
  });
});

const SET = fc.record(
  {
    units: fc.integer({ min: 0, max: 3 }),
    priceMinor: fc.integer({ min: 1, max: 3 }),
    minStay: fc.integer({ min: 1, max: 2 }),
    maxStay: fc.integer({ min: 1, max: 2 }),
    closedToArrival: fc.boolean(),
    closedToDeparture: fc.boolean(),
  },
  { requiredKeys: [] },
);
const RANGES = fc.array(
  fc
    .record({
      at: fc.integer({ min: 0, max: 60 }),
      length: fc.integer({ min: 1, max: 50 }),
      room: fc.integer({ min: 1, max: 3 }),
      set: SET,
    })
    .map(({ at, length, room: number, set }): PushRange => {
      const from = addNights(night('2027-01-10'), at);
      const group = number === 3 ? '778' : '777';
      return range(from, addNights(from, length), set, room(number, group));
    }),
  { maxLength: 12 },
);

/** "room night field" → value, as calls tell it. Fails where one is told twice. */
function toldBy(calls: readonly PushCall[]): Map<string, unknown> {
  const told = new Map<string, unknown>();
  for (const { records } of calls)
    for (const record of records)
      for (const at of nightsOf(record))
        for (const [field, value] of Object.entries(record.set)) {
          const key = `${record.listing.externalId} ${at} ${field}`;
          expect(told.has(key)).toBe(false);
          told.set(key, value);
        }
  return told;
}

it('of nights that are for sale only the count is told: nothing opens what somebody has closed there', () => {
  const some = [
    range('2027-01-01', '2027-01-03', { units: 2 }),
    { ...range('2027-01-03', '2027-01-05', { units: 2 }), isCountOnly: true },
    { ...range('2027-01-05', '2027-01-07', { units: 2 }), isCountOnly: true },
  ];
  const [call, ...others] = planPush(some);
  expect(others).toEqual([]);
  expect(call?.records.map((one) => `${one.checkIn} ${one.isCountOnly ?? false}`)).toEqual([
    '2027-01-01 false',
    '2027-01-03 true',
  ]);
  const { root } = readXml(document(availRequest(call?.records ?? [], NOW)));
  const messages = every(root, 'AvailStatusMessages', 'AvailStatusMessage').map((one) => [
    attribute(first(one, 'StatusApplicationControl'), 'Start'),
    attribute(one, 'BookingLimit'),
    attribute(first(one, 'RestrictionStatus'), 'Status'),
  ]);
  expect(messages).toEqual([
    ['2027-01-01', '2', 'Open'],
    ['2027-01-01', null, 'Open'],
    ['2027-01-03', '2', null],
  ]);
});

describe('whatever is asked', () => {
  it('is told, each night and field once, the later of two and of counts the smaller', () => {
    fc.assert(
      fc.property(RANGES, (ranges) => {
        const asked = new Map<string, unknown>();
        for (const one of ranges)
          for (const at of nightsOf(one))
            for (const [field, value] of Object.entries(one.set)) {
              const key = `${one.listing.externalId} ${at} ${field}`;
              const before = asked.get(key) as number | undefined; // of the same field
              asked.set(
                key,
                field === 'units' && before !== undefined ? Math.min(before, value as number) : value,
              );
            }
        expect([...toldBy(planPush(ranges))].sort()).toEqual([...asked].sort());
      }),
    );
  });

  it('costs no call more than the rules ask for', () => {
    fc.assert(
      fc.property(RANGES, (ranges) => {
        const calls = planPush(ranges);
        const needed = new Set<string>();
        for (const { records, kind } of calls)
          for (const { listing, checkIn, set } of records)
            needed.add([kind, listing.groupId, checkIn.slice(0, 7), set.units === 0].join());
        expect(calls).toHaveLength(needed.size);
        for (const { records } of calls) {
          expect(new Set(records.map(({ listing }) => listing.groupId)).size).toBe(1);
          expect(new Set(records.flatMap((one) => [...nightsOf(one)].map((at) => at.slice(0, 7)))).size).toBe(
            1,
          );
          expect(new Set(records.map(({ set }) => set.units === 0)).size).toBe(1);
          expect(records.reduce((sum, one) => sum + messagesOf(one), 0)).toBeLessThanOrEqual(MESSAGES_MAX);
        }
      }),
    );
  });

  it('fills calls to the brim: messages of two and of one waste none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), (twos, ones) => {
        const single = (at: number, set: NightSet) =>
          range('2027-01-01', '2027-01-02', set, { ...room(at), externalId: String(at) });
        const ranges = [
          ...Array.from({ length: ones }, (_, at) => single(at, { minStay: 2 })),
          ...Array.from({ length: twos }, (_, at) => single(at, { units: 1 })),
        ];
        expect(planPush(ranges)).toHaveLength(Math.ceil((2 * twos + ones) / MESSAGES_MAX));
      }),
      { numRuns: 20 },
    );
  });

  it('is in the message as it is in the plan: inclusive ends, one locator each', () => {
    fc.assert(
      fc.property(RANGES, (ranges) => {
        for (const { kind, records } of planPush(ranges)) {
          const xml = kind === 'rates' ? rateRequest(records, NOW) : availRequest(records, NOW);
          const { root } = readXml(document(xml));
          const [list = '', entry = ''] =
            kind === 'rates'
              ? ['RateAmountMessages', 'RateAmountMessage']
              : ['AvailStatusMessages', 'AvailStatusMessage'];
          const messages = every(root, list, entry);
          expect(messages).toHaveLength(records.reduce((sum, one) => sum + messagesOf(one), 0));
          const locators = messages.map((one) => attribute(one, 'LocatorID'));
          expect(new Set(locators).size).toBe(messages.length);
          for (const { recordId, checkIn, checkOut, listing } of records) {
            const message = messages.find((one) => attribute(one, 'LocatorID') === recordId);
            const reach = first(message, 'StatusApplicationControl');
            expect(attribute(reach, 'Start')).toBe(checkIn);
            expect(attribute(reach, 'End')).toBe(addNights(checkOut, -1));
            expect(attribute(reach, 'InvTypeCode')).toBe(listing.externalId);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
