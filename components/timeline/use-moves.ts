'use client';

import { startTransition, useMemo } from 'react';
import { homeOf, type Position, showing, stepped, type Zoom, zoomed } from './position.ts';
import type { usePosition } from './use-position.ts';

type Change = ReturnType<typeof usePosition>[1];

/**
 * The ways to other days, save scrolling. They draw all rows anew: the press is answered before that, save for a step, whose
 * key is pressed again and again and goes on from where the last one led.
 * @param only the one zoom that there is; null where the place says it
 */
export function useMoves({ only, today, change }: { only: Zoom | null; today: string; change: Change }) {
  return useMemo(() => {
    const go = (to: (at: Position) => Partial<Position>) =>
      change((at) => ({ ...to({ from: at.from, zoom: only ?? at.zoom }), jump: at.jump + 1 }));
    const goLater = (to: (at: Position) => Partial<Position>) => startTransition(() => go(to));
    return {
      step: (direction: 1 | -1) => go((at) => ({ from: stepped(at, direction).from })),
      to: (night: string) => goLater((at) => ({ from: showing(at, night).from })),
      today: () => goLater(({ zoom }) => ({ from: homeOf(today, zoom) })),
      zoom: (next: Zoom) => goLater((at) => zoomed(at, next, today)),
    };
  }, [only, today, change]);
}
