import type { Night } from '#lib/kernel/nights.ts';
import { claimsOn } from '../availability/queries.ts';
import { nightStates } from '../availability/rules.ts';
import type { ClaimWindow, Window } from '../availability/window.ts';
import type { Rate } from '../rates/rules.ts';

/** Everything around the nights of a change. */
export type Around = {
  readonly window: Window;
  readonly rates: ReadonlyMap<string, ReadonlyMap<Night, Rate>>;
  /** The units whose nights can differ: those it stands on and will, and all that share a leaf with them. */
  readonly unitIds: readonly string[];
};

/** Nights that can be sold. */
export function openNights(
  window: ClaimWindow,
  unitId: string,
  rates: ReadonlyMap<Night, Rate> | undefined,
): Set<Night> {
  const { from, to } = window;
  const states = nightStates({ ...claimsOn(window, unitId, []), from, to });
  const open = states.filter(({ night, state }) => state === 'free' && !rates?.get(night)?.stopSell);
  return new Set(open.map(({ night }) => night));
}
