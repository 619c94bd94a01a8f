import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNights, night } from '#lib/kernel/nights.ts';
import { NO_RATE, type Rate } from '../rates/rules.ts';
import { type DesiredInput, type DesiredUnit, desiredNights } from './desired-rules.ts';
import { type FoundClosure, leftOf, type OwnStay } from './types.ts';

const FIRST = night('2026-05-01');
const NIGHTS = Array.from({ length: 6 }, (_, index) => addNights(FIRST, index));
const THEN = Temporal.Instant.from('2026-04-01T00:00:00Z');

function unit(id: string, free = '......', rates: Record<number, Partial<Rate>> = {}): DesiredUnit {
  return {
    id,
    free: new Set(NIGHTS.filter((_, index) => free[index] === '.')),
    rates: new Map(
      Object.entries(rates).map(([index, rate]) => [NIGHTS[Number(index)] ?? FIRST, { ...NO_RATE, ...rate }]),
    ),
  };
}
const range = (from: number, to: number) => ({
  checkIn: addNights(FIRST, from),
  checkOut: addNights(FIRST, to),
});
const own = (from: number, to: number, isPlaced = true): OwnStay => {
  return { ...range(from, to), isPlaced, heardAt: THEN, happenedAt: null };
};
const closure = (from: number, to: number, more: Partial<FoundClosure> = {}): FoundClosure => {
  return { id: 'fcl', mappingId: 'm', unitId: null, units: 0, resolution: null, ...range(from, to), ...more };
};
const desired = (more: Partial<DesiredInput>) =>
  desiredNights({
    mappingId: 'm',
    nights: NIGHTS,
    units: [unit('u')],
    own: [],
    closures: [],
    maxUnits: 254,
    fields: ['units', 'priceMinor', 'minStay', 'maxStay', 'closedToArrival', 'closedToDeparture'],
    price: (minor) => minor,
    ...more,
  });
const lefts = (more: Partial<DesiredInput>) =>
  desired(more)
    .map((one) => one.left)
    .join('');
const allotments = (more: Partial<DesiredInput>) =>
  desired(more)
    .map((one) => one.units ?? '-')
    .join('');

describe('units', () => {
  it.each<[string, Partial<DesiredInput>, string, string]>([
    ['what is free is for sale', { units: [unit('u', '.x.')] }, '101000', '101000'],
    [
      'a pool sells as many as are free',
      { units: [unit('u', '..xx..'), unit('v', '.x.x..')] },
      '211022',
      '211022',
    ],
    [
      'its own guest changes what is left, not the allotment',
      { units: [unit('u', 'x.....'), unit('v')], own: [own(0, 1)] },
      '122222',
      '222222',
    ],
    [
      'its own guest without a unit will need one',
      { units: [unit('u'), unit('v')], own: [own(0, 2, false)] },
      '112222',
      '222222',
    ],
    ['its own guest who was moved to another house frees the room', { own: [own(0, 1)] }, '111111', '211111'],
    [
      'a home that its own guest has is nobody else’s word',
      { maxUnits: 1, own: [own(1, 3)] },
      '100111',
      '1--111',
    ],
    [
      'two guests for one room leave nothing',
      { units: [unit('u', 'x.....')], own: [own(0, 1), own(0, 1)] },
      '011111',
      '211111',
    ],
    ['no unit in use sells nothing', { units: [] }, '000000', '000000'],
    [
      'what is stopped is not sold',
      { units: [unit('u', '......', { 2: { stopSell: true } })] },
      '110111',
      '110111',
    ],
    [
      'what was found closed stays closed',
      { closures: [closure(1, 3, { unitId: 'u' })] },
      '100111',
      '100111',
    ],
    [
      'what another channel has closed too',
      { closures: [closure(1, 2, { unitId: 'u', mappingId: 'other' })] },
      '101111',
      '101111',
    ],
    [
      'a pool sells at most what the channel did, its own guests counted',
      {
        units: [unit('u', 'x.....'), unit('v'), unit('w')],
        own: [own(0, 1)],
        closures: [closure(0, 2, { units: 2 })],
      },
      '123333',
      '223333',
    ],
    [
      'a cap of another channel is not ours',
      { units: [unit('u'), unit('v')], closures: [closure(0, 6, { mappingId: 'other', units: 1 })] },
      '222222',
      '222222',
    ],
  ])('%s', (_, input, left, allotment) => {
    expect(lefts(input)).toBe(left);
    expect(allotments(input)).toBe(allotment);
  });

  it('never leaves more than is free, and a guest of the channel’s own never changes the allotment', () => {
    const aUnit = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(
        fc.array(aUnit, { minLength: 1, maxLength: 4 }),
        fc.nat(5),
        fc.nat(4),
        (all, index, taken) => {
          const units = all.map((free, id) => unit(String(id), free.map((is) => (is ? '.' : 'x')).join('')));
          const before = desired({ units })[index];
          const free = all.filter((one) => one[index]).length;
          expect(before?.left).toBe(free);
          // The channel sells one of the free ones: it is counted off there and here.
          const isSold = all[taken]?.[index] ?? false;
          if (!isSold) return;
          const after = desired({
            units: all.map((one, id) =>
              unit(
                String(id),
                one.map((is, place) => (is && !(id === taken && place === index) ? '.' : 'x')).join(''),
              ),
            ),
            own: [own(index, index + 1)],
          })[index];
          expect(after?.units).toBe(before?.units);
          expect(after?.left).toBe(free - 1);
        },
      ),
    );
  });
});

describe('prices and restrictions', () => {
  const rates = (rate: Partial<Rate>) => ({ 0: rate });
  const first = (more: Partial<DesiredInput>) => desired(more)[0];

  it('that nobody set are not known', () => {
    expect(first({})).toMatchObject({
      priceMinor: null,
      minStay: null,
      maxStay: null,
      closedToArrival: null,
    });
  });

  it('of a pool: the dearest price, and none where one has none; the longest minimum, the shortest maximum', () => {
    const one = unit(
      'u',
      '......',
      rates({ priceMinor: 100, minStay: 2, maxStay: 9, closedToArrival: false }),
    );
    const two = unit('v', '......', rates({ priceMinor: 150, maxStay: 5, closedToArrival: true }));
    expect(first({ units: [one, two] })).toMatchObject({
      priceMinor: 150,
      minStay: 2,
      maxStay: 5,
      closedToArrival: true,
      closedToDeparture: null,
    });
    expect(first({ units: [one, unit('v')] })?.priceMinor).toBeNull();
  });

  it('are not told where the currency is another or the channel takes none, nor of a night of its own guest', () => {
    const units = [unit('u', '......', rates({ priceMinor: 100, minStay: 2 }))];
    expect(first({ units, price: null })).toMatchObject({ priceMinor: null, minStay: 2 });
    expect(first({ units, fields: ['units', 'priceMinor'] })).toMatchObject({
      priceMinor: 100,
      minStay: null,
    });
    expect(first({ units, maxUnits: 1, own: [own(0, 1)] })).toMatchObject({
      priceMinor: null,
      minStay: null,
    });
    expect(first({ units, price: (minor) => minor + 15 })?.priceMinor).toBe(115);
  });
});

it('what is left of an allotment is never less than nothing nor more than can be told', () => {
  fc.assert(
    fc.property(fc.integer(), fc.nat(), fc.nat(), (units, sold, most) => {
      const left = leftOf(units, sold, most);
      expect(left).toBeGreaterThanOrEqual(0);
      expect(left).toBeLessThanOrEqual(most);
    }),
  );
});
