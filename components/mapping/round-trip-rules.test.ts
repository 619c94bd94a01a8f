import { describe, expect, it } from 'vitest';
import type { RateGrid } from '#lib/domain/explain/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { isUnderWay, type Trip, tripsOf } from './round-trip-rules.ts';

type Channel = RateGrid['items'][number]['channels'][number];
const run = (from: string, to: string, state: Channel['runs'][number]['state']): Channel['runs'][number] => ({
  from: night(from),
  to: night(to),
  state,
});
const channel = (mappingId: string, runs: Channel['runs'], stopped: Channel['stopped'] = null): Channel => ({
  mappingId,
  connectionId: 'con_1',
  provider: 'airbnb',
  account: 'Marta',
  listing: `Listing ${mappingId}`,
  stopped,
  runs,
});
const grid = (...units: Channel[][]): RateGrid => ({
  items: units.map((channels, at) => ({
    unitId: `unt_${at}`,
    name: 'Blue',
    propertyId: 'prp_1',
    property: 'Mill House',
    timezone: 'Europe/Paris',
    currency: 'EUR',
    channels,
    taken: [],
    nights: [],
  })),
  nextCursor: null,
});

describe('the way there and back', () => {
  it('counts nights by where they stand, of the listings that were mapped only', () => {
    const of = [
      channel('map_1', [
        run('2026-05-01', '2026-05-21', 'confirmed'),
        run('2026-05-21', '2026-05-24', 'failed'),
        run('2026-05-24', '2026-05-26', 'drift'),
        run('2026-05-26', '2026-05-31', 'sent'),
      ]),
      channel('map_2', [run('2026-05-01', '2026-05-31', 'confirmed')]),
    ];
    expect(tripsOf(grid(of), ['map_1'])).toEqual([
      {
        mappingId: 'map_1',
        listing: 'Listing map_1',
        back: 20,
        refused: 3,
        otherwise: 2,
        nights: 30,
        stopped: null,
      },
    ]);
  });

  it('counts a listing that sells several units once', () => {
    const one = channel('map_1', [run('2026-05-01', '2026-05-31', 'confirmed')]);
    expect(tripsOf(grid([one], [one]), ['map_1']).map((trip) => trip.back)).toEqual([30]);
  });

  it.each<[Partial<Trip>, boolean]>([
    [{ back: 30 }, false],
    [{ back: 29 }, true],
    [{ back: 27, refused: 2, otherwise: 1 }, false],
    [{ stopped: 'not_adopted' }, true],
    [{ stopped: 'switched_off' }, false],
  ])('%o is under way: %s', (part, expected) => {
    const still = {
      mappingId: 'map_1',
      listing: 'A',
      back: 0,
      refused: 0,
      otherwise: 0,
      nights: 30,
      stopped: null,
    };
    expect(isUnderWay({ ...still, ...part })).toBe(expected);
  });
});
