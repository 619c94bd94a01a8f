import type { Night } from '#lib/kernel/nights.ts';
import type { CellState } from './schemas.ts';

export type CellRun = { readonly from: Night; readonly to: Night; readonly value: number | CellState };

type Step = { readonly from: Night; readonly to: Night; readonly value: number | CellState | null };

/** Nights in order as runs of those that are alike and next to each other. Null is nothing to say. */
export function runsOf(steps: readonly Step[]): CellRun[] {
  const runs: { from: Night; to: Night; value: number | CellState }[] = [];
  for (const { from, to, value } of steps) {
    if (value === null) continue;
    const last = runs.at(-1);
    if (last?.value === value && last.to === from) last.to = to;
    else runs.push({ from, to, value });
  }
  return runs;
}

/** From what needs a look at once to what is well. */
const BY_WEIGHT: readonly (readonly [string, CellState | null])[] = [
  ['failed', 'failed'],
  ['drift', 'differs'],
  ['unsent', 'on_its_way'],
  ['sent', 'on_its_way'],
  // A night of which one channel proves nothing is not called confirmed because another one does.
  ['not_known', null],
  ['confirmed', 'confirmed'],
];

/** Of a night's states at several channels the one that weighs most, in the calendar's words. */
export function worstState(states: readonly string[]): CellState | null {
  return BY_WEIGHT.find(([state]) => states.includes(state))?.[1] ?? null;
}
