'use client';

import { useSyncExternalStore } from 'react';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { keeper, nothingKept } from './keeper.ts';
import { type Held, sameTarget, type Target } from './target.ts';

/*
 * The one bar that is held, apart from the rows: they are drawn anew by whatever is told meanwhile, and may be scrolled
 * out of sight; what is in the hand stays in it.
 */

const { now, keep, subscribe } = keeper<Held>();

export const moving = {
  now,
  pickUp: (next: Omit<Held, 'isDown' | 'to'>) => keep({ ...next, to: next.from, isDown: false }),
  aim: (to: Target) => {
    const held = now();
    if (held && !held.isDown && !sameTarget(held.to, to)) keep({ ...held, to });
  },
  /** Down where it is aimed at; where it came from nothing is asked. */
  letDown: () => {
    const held = now();
    keep(held && !sameTarget(held.from, held.to) ? { ...held, isDown: true } : null);
  },
  letGo: () => keep(null),
};

export function useMoving(): Held | null {
  return useSyncExternalStore(subscribe, now, nothingKept);
}

/** The id of the bar of these that is held: its place is then drawn empty. Rows are not drawn again for where it goes. */
export function useHeldAmong(bars: readonly Bar[]): string | null {
  const own = () => {
    const id = now()?.bar.id;
    return bars.find((bar) => bar.id === id)?.id ?? null;
  };
  return useSyncExternalStore(subscribe, own, nothingKept);
}
