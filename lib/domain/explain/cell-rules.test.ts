import { expect, it } from 'vitest';
import { addNights, night } from '#lib/kernel/nights.ts';
import { runsOf, worstState } from './cell-rules.ts';

const on = (from: string, value: number | null) => ({
  from: night(from),
  to: addNights(night(from), 1),
  value,
});

it('tells nights that are alike and next to each other once, and nothing of those without a value', () => {
  expect(
    runsOf([
      on('2026-05-01', 9),
      on('2026-05-02', 9),
      on('2026-05-03', null),
      on('2026-05-04', 9),
      on('2026-05-06', 9),
      on('2026-05-07', 8),
    ]),
  ).toEqual([
    { from: '2026-05-01', to: '2026-05-03', value: 9 },
    { from: '2026-05-04', to: '2026-05-05', value: 9 },
    { from: '2026-05-06', to: '2026-05-07', value: 9 },
    { from: '2026-05-07', to: '2026-05-08', value: 8 },
  ]);
});

it.each([
  [['confirmed', 'confirmed'], 'confirmed'],
  [['confirmed', 'sent'], 'on_its_way'],
  [['unsent'], 'on_its_way'],
  [['drift', 'sent'], 'differs'],
  [['failed', 'drift', 'confirmed'], 'failed'],
  [['confirmed', 'not_known'], null],
  [[], null],
] as const)('calls %j %s', (states, worst) => {
  expect(worstState(states)).toBe(worst);
});
