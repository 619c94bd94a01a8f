'use client';

import { type RefObject, useMemo } from 'react';
import type { GridReach } from './grid-place.ts';
import { HEADER } from './layout.ts';
import type { Span } from './position.ts';
import type { Row } from './rows.ts';

/** How near to the edge a dragged thing draws the days along, and by how much a frame. */
const EDGE = 48;
const NUDGE = 14;

/** For whoever drags something over the rows: where they stand, asked when it is wanted, and how to scroll on. */
export function useReach({
  box,
  track,
  size,
  now,
}: {
  /** What scrolls, and what the days are measured by. */
  box: RefObject<HTMLDivElement | null>;
  track: RefObject<HTMLDivElement | null>;
  /** Pixels of a day and of the units' names. */
  size: RefObject<{ readonly day: number; readonly unit: number }>;
  now: RefObject<{ readonly rows: readonly Row[]; readonly tops: readonly number[]; readonly canvas: Span }>;
}): GridReach {
  return useMemo(
    (): GridReach => ({
      place: () => {
        const { rows: all, tops: edges, canvas: span } = now.current;
        const days = track.current?.getBoundingClientRect();
        const top =
          (box.current?.getBoundingClientRect().top ?? 0) + HEADER + 1 - (box.current?.scrollTop ?? 0);
        return {
          span,
          dayWidth: size.current.day,
          left: days?.left ?? 0,
          top,
          rows: all.map((row, index) => ({
            unitId: row.kind === 'unit' ? row.unit.id : null,
            top: edges[index] ?? 0,
            height: row.height,
          })),
        };
      },
      nudge: (x, y) => {
        const element = box.current;
        if (!element) return false;
        const edge = element.getBoundingClientRect();
        const across = toward(x, edge.left + size.current.unit, edge.right);
        const down = toward(y, edge.top + HEADER, edge.bottom);
        if (across === 0 && down === 0) return false;
        const [left, top] = [element.scrollLeft, element.scrollTop];
        element.scrollBy({ left: across * NUDGE, top: down * NUDGE, behavior: 'instant' });
        return element.scrollLeft !== left || element.scrollTop !== top;
      },
    }),
    [box, track, size, now],
  );
}

/** -1 near or before the lower edge, 1 near or beyond the upper one. */
function toward(value: number, low: number, high: number): -1 | 0 | 1 {
  return value < low + EDGE ? -1 : value > high - EDGE ? 1 : 0;
}
