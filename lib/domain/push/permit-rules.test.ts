import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, type Night, night, nightsOf } from '#lib/kernel/nights.ts';
import type { NightSet, PushCall, PushListing } from '#lib/providers/push-contract.ts';
import { listingKey, permit, type Truth } from './permit-rules.ts';

const FIRST = night('2026-05-01');
const listing = (externalId: string): PushListing => {
  return { externalId, groupId: null, ratePlanId: null, currency: 'EUR' };
};
const at = (index: number): Night => addNights(FIRST, index);

const aTruth = fc
  .array(
    fc.tuple(fc.constantFrom('a', 'b'), fc.nat(14), fc.record({ left: fc.nat(4), isPriced: fc.boolean() })),
    { maxLength: 40 },
  )
  .map((rows): Truth => {
    const truth = new Map<string, Map<Night, { left: number; isPriced: boolean }>>();
    for (const [name, index, may] of rows) {
      const key = listingKey(listing(name));
      truth.set(key, (truth.get(key) ?? new Map()).set(at(index), may));
    }
    return truth;
  });
const aSet = fc.record(
  {
    units: fc.oneof(
      fc.integer({ min: -2, max: 6 }),
      fc.constantFrom(0.5, Number.NaN, Number.POSITIVE_INFINITY),
    ),
    priceMinor: fc.nat(100_000),
    minStay: fc.nat(9),
    closedToArrival: fc.boolean(),
  },
  { requiredKeys: [] },
);
const aCall = fc
  .array(
    fc.record({ name: fc.constantFrom('a', 'b', 'c'), from: fc.nat(14), length: fc.nat(5), set: aSet }),
    {
      maxLength: 8,
    },
  )
  .map(
    (rows): PushCall => ({
      kind: 'calendar',
      records: rows.map(({ name, from, length, set }, index) => ({
        recordId: String(index),
        listing: listing(name),
        checkIn: at(from),
        checkOut: at(from + length),
        // fast-check leaves keys out; none of them is undefined.
        set: set as NightSet,
      })),
    }),
  );

describe('permit', () => {
  it('lets nothing through that sells more of a night than is free, nor a price that nobody set', () => {
    fc.assert(
      fc.property(aCall, aTruth, (call, truth) => {
        for (const { listing: one, set, ...range } of permit(call, truth).call?.records ?? [])
          for (const each of nightsOf(range)) {
            const may = truth.get(listingKey(one))?.get(each);
            if (set.units !== undefined) {
              expect(Number.isInteger(set.units)).toBe(true);
              expect(set.units).toBeGreaterThanOrEqual(0);
              expect(set.units).toBeLessThanOrEqual(Math.max(0, may?.left ?? 0));
            }
            if (set.priceMinor !== undefined) expect(may?.isPriced).toBe(true);
          }
      }),
      { numRuns: 2000 },
    );
  });

  it('lets through or names each record, once and unchanged', () => {
    fc.assert(
      fc.property(aCall, aTruth, (call, truth) => {
        const { call: passed, withheld } = permit(call, truth);
        const all = [...(passed?.records ?? []), ...withheld];
        expect(all.toSorted((a, b) => Number(a.recordId) - Number(b.recordId))).toEqual(call.records);
        expect(passed === null).toBe(withheld.length === call.records.length);
      }),
    );
  });

  it('always lets a closing through, also of nights that nobody knows', () => {
    const call: PushCall = {
      kind: 'availability',
      records: [{ recordId: '1', listing: listing('a'), checkIn: at(0), checkOut: at(3), set: { units: 0 } }],
    };
    expect(permit(call, new Map()).call).toEqual(call);
  });

  it('holds back a range of which one night is sold', () => {
    const call: PushCall = {
      kind: 'availability',
      records: [{ recordId: '1', listing: listing('a'), checkIn: at(0), checkOut: at(3), set: { units: 1 } }],
    };
    const truth = new Map([
      [
        listingKey(listing('a')),
        new Map([0, 1, 2].map((index) => [at(index), { left: index === 1 ? 0 : 1, isPriced: false }])),
      ],
    ]);
    expect(permit(call, truth)).toMatchObject({ call: null, withheld: [{ recordId: '1' }] });
  });

  it('does not take a room of one property for that of another', () => {
    expect(listingKey({ groupId: '1', externalId: '10' })).not.toBe(
      listingKey({ groupId: '2', externalId: '10' }),
    );
  });
});
