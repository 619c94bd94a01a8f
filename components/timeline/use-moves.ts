'use client';

import { homeOf, moved, showing, stepped, type Zoom } from './position.ts';
import type { usePosition } from './use-position.ts';

type Change = ReturnType<typeof usePosition>[1];

/** The ways to other days. A whole screen slides in from where it came; single days just follow the finger. */
export function useMoves({
  from: current,
  zoom,
  today,
  change,
  shift,
}: {
  from: string;
  zoom: Zoom;
  today: string;
  change: Change;
  shift: (direction: 1 | -1) => void;
}) {
  return {
    step: (direction: 1 | -1) => {
      shift(direction);
      change(({ from }) => ({ from: stepped({ from, zoom }, direction).from }));
    },
    days: (days: number) => change(({ from }) => ({ from: moved({ from, zoom }, days).from })),
    to: (night: string) => {
      shift(night < current ? -1 : 1);
      change(({ from }) => ({ from: showing({ from, zoom }, night).from }));
    },
    today: () => {
      const home = homeOf(today, zoom);
      if (home !== current) shift(home < current ? -1 : 1);
      change(() => ({ from: home }));
    },
  };
}
