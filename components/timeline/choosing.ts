'use client';

import { useSyncExternalStore } from 'react';
import { keeper, nothingKept } from './keeper.ts';
import type { Nights } from './layout.ts';

/** The nights of a row that a pointer goes over while it is down. */
export const choosing = keeper<{ readonly unitId: string; readonly nights: Nights }>();

/** Those of this row. */
export function useChosenIn(unitId: string): Nights | null {
  const own = () => {
    const now = choosing.now();
    return now?.unitId === unitId ? now.nights : null;
  };
  return useSyncExternalStore(choosing.subscribe, own, nothingKept);
}
