import { expect, it } from 'vitest';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { startTonight } from './form-start.ts';

const EVENING = Date.parse('2026-03-01T20:00:00Z');

function stay(checkIn: string, checkOut: string): Bar {
  return {
    kind: 'stay',
    id: 'sty_1',
    unitId: null,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    channel: 'airbnb',
    label: 'Anna',
    reservationId: 'rsv_1',
    inConflict: false,
    parked: false,
    tentative: false,
  };
}

function timeline(...units: { id: string; zone: string; bars?: Bar[] }[]): Timeline {
  return {
    properties: units.map(({ id, zone, bars = [] }) => ({
      id: `of ${id}`,
      name: id,
      timezone: zone,
      units: [{ id, name: id, parts: [], bars, openConflicts: 0 }],
    })),
  };
}

it('begins with tonight where the unit is, though elsewhere another day is tonight', () => {
  const east = { id: 'vladivostok', zone: 'Asia/Vladivostok' };
  const west = { id: 'lisbon', zone: 'Europe/Lisbon' };
  expect(startTonight(timeline(east, west), EVENING)).toEqual({
    unitId: 'vladivostok',
    checkIn: '2026-03-02',
    checkOut: '2026-03-03',
  });
  expect(startTonight(timeline(west, east), EVENING).checkIn).toBe('2026-03-01');
});

it('begins in the first unit that is free in its own tonight', () => {
  const tonight = stay('2026-03-01', '2026-03-02');
  const gone = { id: 'gone', zone: 'Asia/Vladivostok', bars: [tonight] };
  const taken = { id: 'taken', zone: 'Europe/Lisbon', bars: [tonight] };
  expect(startTonight(timeline(taken, gone), EVENING)).toMatchObject({
    unitId: 'gone',
    checkIn: '2026-03-02',
  });
  expect(startTonight(timeline(taken), EVENING)).toMatchObject({ unitId: 'taken', checkIn: '2026-03-01' });
});

it('names no unit where there is none', () => {
  expect(startTonight({ properties: [] }, EVENING)).toEqual({
    unitId: '',
    checkIn: '2026-03-01',
    checkOut: '2026-03-02',
  });
});
