import { dayNumber, nightAt } from '#components/format/days.ts';
import type { Days } from './canvas.ts';
import type { Span } from './position.ts';

/** What of the canvas is in sight: days with their fractions, indexes of the first and the last row. */
export type Sight = { readonly days: Days; readonly first: number; readonly last: number };

/** What is in sight, for whoever reads the data of it. */
export type Seen = { readonly span: Span; readonly first: number; readonly last: number };

/** Where scrolling came to rest: the first day and the first row in sight. */
export type Rest = { readonly from: string; readonly row: string | null };

/** A screenful that passes within this is not read, milliseconds. */
const PASSING_MS = 150;
/** Less than a frame is no time to measure by, milliseconds. */
const FRAME_MS = 16;

/** Whether what comes into sight is gone again before anybody could read it. @param moved pixels, and in how long */
export function isPassing(
  moved: { readonly x: number; readonly y: number; readonly ms: number },
  box: { readonly width: number; readonly height: number },
): boolean {
  const screens = Math.max(Math.abs(moved.x) / box.width, Math.abs(moved.y) / box.height);
  return screens * PASSING_MS > Math.max(moved.ms, FRAME_MS);
}

export function seenAt({ from }: Span, { days, first, last }: Sight): Seen {
  return {
    span: {
      from: nightAt(dayNumber(from) + Math.floor(days.start)),
      days: Math.ceil(days.end - days.start),
    },
    first,
    last,
  };
}
