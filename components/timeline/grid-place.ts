'use client';

import { createContext, useContext } from 'react';
import type { GridPlace } from './layout.ts';

/** For whoever drags something over the rows. */
export type GridReach = {
  /** Where rows and days stand now; to be asked again after each scroll. */
  readonly place: () => GridPlace;
  /** A pointer near the edge draws the days after it, a step per frame. @returns whether anything moved */
  readonly nudge: (x: number, y: number) => boolean;
};

const GridContext = createContext<GridReach | null>(null);
export const GridReachProvider = GridContext.Provider;

export function useGridReach(): GridReach {
  const reach = useContext(GridContext);
  if (!reach) throw new Error('invariant: rows stand inside a grid');
  return reach;
}
