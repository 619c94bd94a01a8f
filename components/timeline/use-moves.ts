'use client';

import { homeOf, showing, stepped, type Zoom, zoomed } from './position.ts';
import type { usePosition } from './use-position.ts';

type Change = ReturnType<typeof usePosition>[1];

/** The ways to other days, save scrolling. */
export function useMoves({ zoom, today, change }: { zoom: Zoom; today: string; change: Change }) {
  return {
    step: (direction: 1 | -1) =>
      change(({ from, jump }) => ({ from: stepped({ from, zoom }, direction).from, jump: jump + 1 })),
    to: (night: string) =>
      change(({ from, jump }) => ({ from: showing({ from, zoom }, night).from, jump: jump + 1 })),
    today: () => change(({ jump }) => ({ from: homeOf(today, zoom), jump: jump + 1 })),
    zoom: (next: Zoom) => change((at) => ({ ...zoomed(at, next, today), jump: at.jump + 1 })),
  };
}
