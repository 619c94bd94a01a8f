import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import type { KnownNight, WantedNight } from '../push/types.ts';
import { UNKNOWN_NIGHT } from '../push/types.ts';
import { NO_RATE } from '../rates/rules.ts';
import { hintsOf, runsOf, toldNights } from './move-rules.ts';

const MAY = ['2026-05-01', '2026-05-02', '2026-05-03'].map((text) => night(text));

function wanted(units: readonly (number | null)[]): WantedNight[] {
  return MAY.map((one, index) => {
    const count = units[index] ?? 0;
    return {
      night: one,
      own: [],
      left: count,
      units: units[index] === undefined ? 0 : (units[index] ?? null),
      priceMinor: null,
      minStay: null,
      maxStay: null,
      closedToArrival: null,
      closedToDeparture: null,
    };
  });
}

const known = (units: readonly (number | null)[]): Map<string, KnownNight> =>
  new Map(MAY.map((one, index) => [one, { ...UNKNOWN_NIGHT, values: { units: units[index] ?? null } }]));

const told = (was: number[], becomes: number[], has: (number | null)[] = was, maxUnits = 5) =>
  toldNights({ standing: wanted(was), wanted: wanted(becomes), known: known(has), maxUnits }).map(
    ({ from, to, kind, left }) => `${from.slice(8)}..${to.slice(8)} ${kind} ${left}`,
  );

describe('what a channel is told of a move', () => {
  it('is one run for neighbours that become the same', () => {
    expect(told([1, 1, 0], [0, 0, 1], undefined, 1)).toEqual(['01..03 closes 0', '03..04 opens 1']);
  });
  it('counts where it sells by number', () => {
    expect(told([3, 1, 2], [2, 2, 0])).toEqual(['01..02 fewer 2', '02..03 more 2', '03..04 closes 0']);
  });
  it('is nothing of what is owed anyway', () => {
    expect(told([0, 1, 1], [0, 1, 0], [1, 1, 1], 1)).toEqual(['03..04 closes 0']);
  });
  it('is nothing where the channel never heard of what is taken back', () => {
    expect(told([0, 0, 0], [1, 0, 0], [1, 0, 0], 1)).toEqual([]);
  });
  it('never opens a night that was never read there', () => {
    expect(told([0, 0, 0], [1, 1, 1], [null, 0, null], 1)).toEqual(['02..03 opens 1']);
  });
});

describe('hints', () => {
  const nights = { checkIn: night('2026-05-01'), checkOut: night('2026-05-03') };
  const rates = (set: object) => new Map([[night('2026-05-01'), { ...NO_RATE, ...set }]]);
  it('name a stay that is too short, too long or in the past', () => {
    expect(hintsOf(nights, rates({ minStay: 3 }), night('2026-04-01'))).toEqual([
      { code: 'min_stay', night: '2026-05-01', nights: 3 },
    ]);
    expect(hintsOf(nights, rates({ maxStay: 1 }), night('2026-05-02')).map((hint) => hint.code)).toEqual([
      'past',
      'max_stay',
    ]);
    expect(hintsOf(nights, rates({ minStay: 2, maxStay: 2 }), night('2026-05-01'))).toEqual([]);
  });
});

describe('runs', () => {
  it('join neighbours and leave gaps', () => {
    const [a, b, c] = MAY;
    expect(runsOf([c, a, b].flatMap((one) => one ?? []))).toEqual([{ from: '2026-05-01', to: '2026-05-04' }]);
    expect(runsOf([a, c].flatMap((one) => one ?? []))).toHaveLength(2);
  });
});
