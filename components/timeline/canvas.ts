import { dayNumber, nightAt } from '#components/format/days.ts';
import { HEADER } from './layout.ts';
import {
  FIRST,
  isDenseAt,
  LAST,
  leastWidth,
  type Position,
  type Span,
  spanOf,
  type Zoom,
} from './position.ts';

/*
 * The canvas: all days that can be scrolled to without asking for another one, about two years. It begins on the edge of
 * a tile (of four weeks, and so always on the same weekday), so that what is read of the server fits into it.
 */

/** Days that are read and kept together. */
export const TILE = 28;

/** How many of them stand before today or before what is looked at, and in all. */
const BEFORE = 6;
const TILES = 26;
/** Closer than this to its end another canvas is taken. */
const ROOM = 2 * TILE;

/** Whole weeks from a Thursday on: the first day of the epoch was one. */
export const CANVAS_WEEKDAY = 3;

/** Days of the canvas, counted from its first: `end` is not included. */
export type Days = { readonly start: number; readonly end: number };

const tileOf = (day: number) => Math.floor(day / TILE) * TILE;
const LAST_CANVAS = tileOf(LAST) - TILES * TILE;

/** The canvas around today where that is enough for what is looked at, else around that. */
export function canvasOf(position: Position, today: string): Span {
  const around = (day: number): Span => ({
    from: nightAt(Math.min(Math.max(tileOf(day) - BEFORE * TILE, FIRST), LAST_CANVAS)),
    days: TILES * TILE,
  });
  const home = around(dayNumber(today));
  return holds(home, position) ? home : around(dayNumber(position.from));
}

/** True where the canvas has room on both sides of what is looked at, or there is no more to come. */
export function holds(canvas: Span, position: Position): boolean {
  const from = dayNumber(position.from);
  const to = from + spanOf(position).days;
  const first = dayNumber(canvas.from);
  const isRoomBefore = first === FIRST || from - ROOM >= first;
  const isRoomAfter = first === LAST_CANVAS || to + ROOM <= first + canvas.days;
  return isRoomBefore && isRoomAfter && from >= first && from < first + canvas.days;
}

/** Whether something stands on the days, wholly or in part. @param at shares of the canvas */
export function isOn(
  days: Days,
  canvas: Span,
  at: { readonly left: number; readonly width: number },
): boolean {
  return at.left * canvas.days < days.end && (at.left + at.width) * canvas.days > days.start;
}

/** By what the width of a day grows, so that lines stay sharp: whole pixels, of a year halves. */
const grain = (zoom: Zoom) => (zoom === 'year' ? 0.5 : 1);
const daysOf = (zoom: Zoom) => spanOf({ from: '1970-01-01', zoom }).days;

/** The width of one day as a CSS length, until it is measured; the box is a size container. */
export function dayWidth(zoom: Zoom): string {
  const fitting = `round(down, (100cqw - var(--unit-col)) / ${daysOf(zoom)}, ${grain(zoom)}px)`;
  return `max(${leastWidth(zoom)}px, ${fitting})`;
}

/** The same in pixels. @param room of the days in sight, pixels */
export function dayPixels(zoom: Zoom, room: number): number {
  const fitting = Math.floor(room / daysOf(zoom) / grain(zoom)) * grain(zoom);
  return Math.max(leastWidth(zoom), fitting);
}

/** Days that are drawn and taken away together: few at a time where they are wide. */
export function stepOf(zoom: Zoom): number {
  if (zoom === 'year') return TILE * 4;
  return isDenseAt(zoom) ? 14 : 7;
}

/** What is drawn around the days in sight: whole steps, with one to spare on each side. */
export function drawnDays(seen: Days, zoom: Zoom, canvas: Span): Days {
  const step = stepOf(zoom);
  return {
    start: Math.max((Math.floor(seen.start / step) - 1) * step, 0),
    end: Math.min((Math.ceil(seen.end / step) + 1) * step, canvas.days),
  };
}

/** Of the box, pixels, until they are measured with its scroll bar. */
const BORDERS = 2;

/**
 * The height of the box where all rows are in sight, told and not found out: a height by what is within is laid out
 * twice, and a size container then lays out all that it holds for whatever comes or goes in it.
 * @param edges its borders and its scroll bar, pixels
 */
export function wholeHeight(tops: readonly number[], edges: number = BORDERS): number {
  return HEADER + (tops.at(-1) ?? 0) + edges;
}

/** The upper edge of each row and, last, the lower edge of all. */
export function topsOf(rows: readonly { readonly height: number }[]): readonly number[] {
  const tops = [0];
  for (const row of rows) tops.push((tops.at(-1) ?? 0) + row.height);
  return tops;
}

/** The row at a height, by halving: the last one whose upper edge is not below it. */
export function rowAt(tops: readonly number[], y: number): number {
  let low = 0;
  let high = Math.max(tops.length - 2, 0);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= y) low = middle;
    else high = middle - 1;
  }
  return low;
}
