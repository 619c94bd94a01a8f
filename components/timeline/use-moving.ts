'use client';

import { useSyncExternalStore } from 'react';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { type Held, sameTarget, type Target } from './target.ts';

/*
 * The one bar that is held, apart from the rows: they are drawn anew by whatever is told meanwhile, and may be scrolled
 * out of sight; what is in the hand stays in it.
 */

let held: Held | null = null;
const listeners = new Set<() => void>();

function set(next: Held | null): void {
  if (next === held) return;
  held = next;
  for (const listener of listeners) listener();
}

export const moving = {
  now: (): Held | null => held,
  pickUp: (next: Omit<Held, 'isDown' | 'to'>) => set({ ...next, to: next.from, isDown: false }),
  aim: (to: Target) => {
    if (held && !held.isDown && !sameTarget(held.to, to)) set({ ...held, to });
  },
  /** Down where it is aimed at; where it came from nothing is asked. */
  letDown: () => set(held && !sameTarget(held.from, held.to) ? { ...held, isDown: true } : null),
  letGo: () => set(null),
};

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const none = () => null;

export function useMoving(): Held | null {
  return useSyncExternalStore(subscribe, moving.now, none);
}

/** The id of the bar of these that is held: its place is then drawn empty. Rows are not drawn again for where it goes. */
export function useHeldAmong(bars: readonly Bar[]): string | null {
  return useSyncExternalStore(subscribe, () => bars.find((bar) => bar.id === held?.bar.id)?.id ?? null, none);
}
