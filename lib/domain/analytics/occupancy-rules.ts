import { bucketIndex, bucketsOf, type Grain, nightOfDay } from './day-rules.ts';
import { BLOCKED, CLOSED, FREE, type Grid, type Ledger, layOut, SOLD } from './ledger-rules.ts';
import type { Base, NightCounts } from './schemas.ts';

/** sold + free + closed + blocked: each night that a unit was there. */
type Tally = { sold: number; pending: number; free: number; blocked: number; closed: number };

const nothing = (): Tally => ({ sold: 0, pending: 0, free: 0, blocked: 0, closed: 0 });

/** The nights of all asked units by what they are: in all, by bucket and by unit. */
export function countNights(
  ledger: Ledger,
  grain: Grain,
  grid: Grid = layOut(ledger),
): { total: Tally; buckets: { from: number; to: number; tally: Tally }[]; units: Tally[] } {
  const pieces = bucketsOf(ledger.window, grain);
  const index = bucketIndex(ledger.window, pieces);
  const total = nothing();
  const buckets = pieces.map((piece) => ({ ...piece, tally: nothing() }));
  const units = ledger.leaves.map((_, leaf) => {
    const own = nothing();
    for (let day = 0; day < grid.days; day++) {
      const at = leaf * grid.days + day;
      const tallies = [total, own, buckets[index[day] ?? 0]?.tally ?? nothing()];
      for (const tally of tallies) count(tally, grid.nights[at] ?? 0, grid.pending[at] === 1);
    }
    return own;
  });
  return { total, buckets, units };
}

function count(tally: Tally, state: number, isPending: boolean): void {
  if (state >= SOLD) {
    tally.sold += 1;
    if (isPending) tally.pending += 1;
  } else if (state === FREE) tally.free += 1;
  else if (state === BLOCKED) tally.blocked += 1;
  else if (state === CLOSED) tally.closed += 1;
}

/**
 * The share of nights that are sold. Of sellable nights: what was closed by a person or a channel could not be sold and is
 * left out. Of all: it counts as not sold.
 */
export function withShare(tally: Tally, base: Base): NightCounts {
  const nights = tally.sold + tally.free + (base === 'all' ? tally.blocked + tally.closed : 0);
  return { ...tally, nights, share: nights > 0 ? tally.sold / nights : null };
}

/** Units that were not there for all of the window. */
export function partTimeOf(ledger: Ledger): { began: number; ended: number } {
  const { window, leaves } = ledger;
  return {
    began: leaves.filter(([, , , , , born]) => born > window.from && born < window.to).length,
    ended: leaves.filter(([, , , , , , gone]) => gone !== null && gone > window.from && gone < window.to)
      .length,
  };
}

export function isThere(ledger: Ledger): (leaf: Ledger['leaves'][number]) => boolean {
  return ([, , , , , born, gone]) => born < ledger.window.to && (gone === null || gone > ledger.window.from);
}

export const nightsFromTo = ({ from, to }: { from: number; to: number }) => ({
  from: nightOfDay(from),
  to: nightOfDay(to),
});
