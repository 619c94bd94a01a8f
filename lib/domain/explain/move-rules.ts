import { addNights, type Night, type NightRange, nightsBetween } from '#lib/kernel/nights.ts';
import { diffNights } from '../push/diff-rules.ts';
import type { Grid } from '../push/read-grid.ts';
import type { Rate } from '../rates/rules.ts';
import type { MovePreview } from './move-schemas.ts';

type Told = MovePreview['told'][number]['changes'][number];

/** Nights as runs, each from its first night up to and without `to`. */
export function runsOf(nights: Iterable<Night>): { from: Night; to: Night }[] {
  const runs: { from: Night; to: Night }[] = [];
  for (const night of [...nights].sort()) {
    const last = runs.at(-1);
    if (last?.to === night) last.to = addNights(night, 1);
    else runs.push({ from: night, to: addNights(night, 1) });
  }
  return runs;
}

/**
 * What a channel is told of the nights that something supposed makes different: what `diffNights` sends of them, and
 * nothing of what is owed anyway. Runs of nights that become the same.
 */
export function toldNights(grid: Pick<Grid, 'wanted' | 'standing' | 'known' | 'maxUnits'>): Told[] {
  const { maxUnits, known } = grid;
  const standing = new Map((grid.standing ?? []).map((one) => [one.night, one]));
  const changed = grid.wanted.filter((one) => {
    const was = standing.get(one.night);
    return one.units !== was?.units || one.left !== was?.left;
  });
  const { closings, openings } = diffNights(changed, known, { maxUnits, isForced: false });
  const runs: Told[] = [];
  for (const { night, set } of [...closings, ...openings].sort((a, b) => (a.night < b.night ? -1 : 1))) {
    const left = set.units ?? 0;
    const was = standing.get(night)?.left ?? 0;
    if (left === was) continue; // the same once more, to be sure of it
    const kind = left === 0 ? 'closes' : was === 0 ? 'opens' : left < was ? 'fewer' : 'more';
    const last = runs.at(-1);
    if (last?.to === night && last.kind === kind && last.left === left) last.to = addNights(night, 1);
    else runs.push({ from: night, to: addNights(night, 1), kind, left });
  }
  return runs;
}

/** What a guest of these nights is asked for and would not keep. */
export function hintsOf(
  nights: NightRange,
  rates: ReadonlyMap<Night, Rate>,
  today: Night,
): MovePreview['hints'] {
  const length = nightsBetween(nights.checkIn, nights.checkOut);
  const hints: MovePreview['hints'] = [];
  const first = rates.get(nights.checkIn);
  const hint = (code: MovePreview['hints'][number]['code'], night: Night, asked: number | null = null) =>
    hints.push({ code, night, nights: asked });
  if (nights.checkIn < today) hint('past', nights.checkIn);
  if (first?.minStay && length < first.minStay) hint('min_stay', nights.checkIn, first.minStay);
  if (first?.maxStay && length > first.maxStay) hint('max_stay', nights.checkIn, first.maxStay);
  if (first?.closedToArrival) hint('closed_to_arrival', nights.checkIn);
  if (rates.get(nights.checkOut)?.closedToDeparture) hint('closed_to_departure', nights.checkOut);
  return hints;
}
