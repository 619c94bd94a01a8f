import { dayNumber } from '#components/format/days.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Cells } from '#lib/domain/explain/schemas.ts';
import type { Days } from './canvas.ts';
import type { Shown } from './shown.ts';

/*
 * What is written into the nights of a row, on demand: a price or a minimum stay where a night is free, or where every
 * night stands with the channels. It comes as runs of nights that are alike and is drawn as such: once at the start of a
 * run, and a line to its end.
 */

export type CellItem = Cells['items'][number];
export type CellRun = CellItem['runs'][number];
export type RowCellRuns = {
  readonly show: Shown;
  readonly currency: string;
  readonly runs: readonly CellRun[];
};

/** A run or what is left of it, in days of the canvas; `isAfterStay`: a guest leaves on its first morning. */
export type Segment = Days & { readonly value: CellRun['value']; readonly isAfterStay: boolean };

/** Runs that touch at the edge of a tile, as one. */
export function joinedRuns(parts: readonly (readonly CellRun[])[]): CellRun[] {
  const runs: CellRun[] = [];
  for (const run of parts.flat()) {
    const last = runs.at(-1);
    if (last && last.to === run.from && last.value === run.value)
      runs[runs.length - 1] = { ...last, to: run.to };
    else runs.push(run);
  }
  return runs;
}

/** Runs in days of a canvas, without the nights that something takes. */
export function freeSegments(runs: readonly CellRun[], bars: readonly Bar[], from: string): Segment[] {
  const first = dayNumber(from);
  const taken = takenDays(bars, first);
  return runs.flatMap((run) => {
    const end = dayNumber(run.to) - first;
    const segments: Segment[] = [];
    let start = dayNumber(run.from) - first;
    for (const one of taken) {
      if (one.end <= start || one.start >= end) continue;
      if (one.start > start) segments.push(segment(run, start, one.start, taken));
      start = one.end;
    }
    if (start < end) segments.push(segment(run, start, end, taken));
    return segments;
  });
}

/** The same of runs that go over taken nights too. */
export function allSegments(runs: readonly CellRun[], from: string): Segment[] {
  const first = dayNumber(from);
  return runs.map((run) => segment(run, dayNumber(run.from) - first, dayNumber(run.to) - first, []));
}

function segment(run: CellRun, start: number, end: number, taken: readonly Days[]): Segment {
  return { start, end, value: run.value, isAfterStay: taken.some((one) => one.end === start) };
}

/** Nights that bars take, in order, those that meet as one. */
function takenDays(bars: readonly Bar[], first: number): Days[] {
  const ranges = bars
    .map((bar) => ({ start: dayNumber(bar.checkIn) - first, end: dayNumber(bar.checkOut) - first }))
    .sort((a, b) => a.start - b.start);
  const taken: { start: number; end: number }[] = [];
  for (const range of ranges) {
    const last = taken.at(-1);
    if (last && range.start <= last.end) last.end = Math.max(last.end, range.end);
    else taken.push({ ...range });
  }
  return taken;
}
