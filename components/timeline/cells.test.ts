import { expect, it } from 'vitest';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { night } from '#lib/kernel/nights.ts';
import { allSegments, type CellRun, freeSegments, joinedRuns } from './cells.ts';
import { valueOn } from './use-cell-words.ts';

const run = (from: string, to: string, value: number): CellRun => ({
  from: night(from),
  to: night(to),
  value,
});
const bar = (checkIn: string, checkOut: string): Bar => ({
  kind: 'stay',
  id: checkIn,
  unitId: 'unt_1',
  checkIn: night(checkIn),
  checkOut: night(checkOut),
  channel: 'airbnb',
  label: '',
  reservationId: null,
  inConflict: false,
  parked: false,
  tentative: false,
});

it('joins what an edge of two tiles has cut, and nothing that differs', () => {
  const a = run('2026-05-01', '2026-05-04', 90);
  expect(
    joinedRuns([[a], [run('2026-05-04', '2026-05-06', 90), run('2026-05-06', '2026-05-07', 80)]]),
  ).toEqual([run('2026-05-01', '2026-05-06', 90), run('2026-05-06', '2026-05-07', 80)]);
});

it('leaves of a price the nights that can be sold, and knows where a guest leaves that morning', () => {
  const bars = [
    bar('2026-05-07', '2026-05-09'),
    bar('2026-05-03', '2026-05-05'),
    bar('2026-05-08', '2026-05-10'),
  ];
  expect(freeSegments([run('2026-05-01', '2026-05-12', 90)], bars, '2026-05-01')).toEqual([
    { start: 0, end: 2, value: 90, isAfterStay: false },
    { start: 4, end: 6, value: 90, isAfterStay: true },
    { start: 9, end: 11, value: 90, isAfterStay: true },
  ]);
  expect(freeSegments([run('2026-05-03', '2026-05-05', 90)], bars, '2026-05-01')).toEqual([]);
});

it('goes over taken nights where they are meant too', () => {
  expect(allSegments([run('2026-05-03', '2026-05-05', 1)], '2026-05-01')).toEqual([
    { start: 2, end: 4, value: 1, isAfterStay: false },
  ]);
});

it('tells the value of a night, and null where there is none', () => {
  const runs = [run('2026-05-01', '2026-05-03', 90)];
  expect(['2026-05-01', '2026-05-02', '2026-05-03'].map((one) => valueOn(runs, one))).toEqual([90, 90, null]);
});
