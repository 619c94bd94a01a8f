import type { NightRange } from '#lib/kernel/nights.ts';
import type { Claimed } from './rules.ts';
import type { ClaimWindow, Window } from './window.ts';

/** A stay where it would stand, with what a channel or the holder of a feed knows of it. */
export type StayAsIf = Claimed & {
  /** Null: none yet. */
  readonly unitId: string | null;
  readonly listingId: string | null;
  readonly calendarId: string | null;
  readonly connectionId: string | null;
  /** When it came about at its channel as it is now; null: it does not say. */
  readonly happenedAt: Temporal.Instant | null;
};
export type BlockAsIf = Claimed & { readonly unitId: string };

/** Claims to reckon with instead of those that stand. */
export type AsIf = {
  /** Ids of stays and blocks that do not stand where they do. */
  readonly without: readonly string[];
  readonly stays: readonly StayAsIf[];
  readonly blocks: readonly BlockAsIf[];
};

/** What stands there once these stays and blocks are gone, and with them the conflicts that they are in. */
export function windowWithout(window: Window, ids: readonly string[]): Window {
  return {
    ...window,
    stays: window.stays.filter(({ stay }) => !ids.includes(stay.id)),
    blocks: window.blocks.filter((block) => !ids.includes(block.id)),
    conflicts: window.conflicts.filter((one) => !ids.includes(one.claimA) && !ids.includes(one.claimB)),
  };
}

/** The window as it would be. Who may move only to free nights ends its conflicts by that, and begins none. */
export function windowAsIf(window: Window, asIf: AsIf): ClaimWindow {
  const rest = windowWithout(window, asIf.without);
  const isIn = (range: NightRange) => range.checkIn < window.to && range.checkOut > window.from;
  return {
    ...rest,
    // Also those outside: the nights kept free beside them may lie inside.
    stays: [...rest.stays, ...asIf.stays.map((stay) => ({ stay }))],
    blocks: [...rest.blocks, ...asIf.blocks.filter(isIn)],
  };
}
