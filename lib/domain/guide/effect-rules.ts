import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { NightState } from '../availability/schemas.ts';

/** Nights; `to` is exclusive. */
export type Run = { readonly from: Night; readonly to: Night };

/** The nights that were not free and are. */
export function freed(was: readonly NightState[], is: readonly NightState[]): Run[] {
  return runsWhere(was, is, (a, b) => a !== 'free' && b === 'free');
}

/** The nights that were free and are not. */
export function taken(was: readonly NightState[], is: readonly NightState[]): Run[] {
  return runsWhere(was, is, (a, b) => a === 'free' && b !== 'free');
}

function runsWhere(
  was: readonly NightState[],
  is: readonly NightState[],
  differs: (a: NightState['state'], b: NightState['state']) => boolean,
): Run[] {
  const before = new Map(was.map((one) => [one.night, one.state]));
  const nights = is.filter(({ night, state }) => {
    const a = before.get(night);
    return a !== undefined && differs(a, state);
  });
  return joined(nights.map(({ night }) => ({ night, key: '' }))).map(({ from, to }) => ({ from, to }));
}

/** Neighbouring nights whose number changes from the same to the same, as one. */
export function changedRuns(
  was: ReadonlyMap<Night, number | null>,
  is: ReadonlyMap<Night, number | null>,
): (Run & { readonly was: number | null; readonly becomes: number | null })[] {
  const changed = [...is.entries()]
    .filter(([night, value]) => was.has(night) && was.get(night) !== value)
    .map(([night, becomes]) => ({ night, was: was.get(night) ?? null, becomes }));
  return joined(changed.map((one) => ({ ...one, key: `${one.was} ${one.becomes}` }))).map(
    ({ from, to, first }) => ({ from, to, was: first.was, becomes: first.becomes }),
  );
}

function joined<N extends { readonly night: Night; readonly key: string }>(
  nights: readonly N[],
): { from: Night; to: Night; first: N }[] {
  const runs: { from: Night; to: Night; first: N }[] = [];
  for (const one of [...nights].sort((a, b) => (a.night < b.night ? -1 : 1))) {
    const last = runs.at(-1);
    if (last && last.to === one.night && last.first.key === one.key) last.to = addNights(one.night, 1);
    else runs.push({ from: one.night, to: addNights(one.night, 1), first: one });
  }
  return runs;
}
