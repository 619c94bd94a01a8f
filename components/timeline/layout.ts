import { dayNumber, nightAt, weekdayOf } from '#components/format/days.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Span } from './position.ts';

/*
 * The geometry of the timeline. Across, everything is a share of the canvas' width (0 to 1), so that no pixel has to
 * be measured; down, it is lanes. A bar reaches from the middle of its arrival day to the middle of its departure day:
 * on a turnover day two guests meet there.
 */

/** Pixels of one lane (a bar and the gap under it) and of the air above the first. */
export const LANE = 32;
export const BAR = 28;
export const ROW_AIR = 5;
export const GROUP_HEIGHT = 32;
/** Pixels of the days' names: sticky things below stand under it. */
export const HEADER = 69;

export type Place = {
  readonly left: number;
  readonly width: number;
  /** It began before the window, or ends after it. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
};
export type Placed = Place & { readonly bar: Bar; readonly lane: number };

/** Two claims on one night: where both stand, from which lane to which, and whom it is about. */
export type Clash = Place & { readonly top: number; readonly bottom: number; readonly under: Bar };

export type UnitLayout = {
  readonly bars: readonly Placed[];
  readonly lanes: number;
  readonly clashes: readonly Clash[];
};

/** Names one drawn bar: preparation bears its stay's id. */
export function barKey(bar: Bar): string {
  return `${bar.kind}/${bar.id}/${bar.checkIn}`;
}

type Range = { readonly checkIn: string; readonly checkOut: string };

/** Where a range of nights stands in the window; null where all of it is outside. */
export function place(range: Range, span: Span): Place | null {
  const first = dayNumber(span.from);
  return placeDays(dayNumber(range.checkIn) - first, dayNumber(range.checkOut) - first, span.days);
}

/** @param from @param to days of the window, of which there are so many */
function placeDays(from: number, to: number, days: number): Place | null {
  const start = from + 0.5;
  const end = to + 0.5;
  const left = Math.max(start, 0);
  const right = Math.min(end, days);
  if (right <= left) return null;
  return { left: left / days, width: (right - left) / days, cutLeft: start < 0, cutRight: end > days };
}

export function shareNight(a: Range, b: Range): boolean {
  return a.checkIn < b.checkOut && b.checkIn < a.checkOut;
}

/** Whose place is the first lane: who has the nights, then what a person closed, then what others closed. */
function weight(bar: Bar): number {
  if (bar.kind === 'stay') return bar.parked ? 3 : 0;
  return bar.kind === 'block' ? 1 : 2;
}

/**
 * Puts the bars of one unit into lanes, from all that was read of the canvas: a row keeps its height while one scrolls.
 * Where a bar stands depends on nothing but the bars it meets. Nothing in a lane shares a night, a parked stay never stands
 * in the first lane, and preparation lies in the first without taking it.
 */
export function layoutUnit(bars: readonly Bar[], span: Span): UnitLayout {
  const first = dayNumber(span.from);
  // Of each lane the nights that are taken.
  const lanes = [new Uint8Array(span.days)];
  const placed: Placed[] = [];
  for (const bar of inTurn(bars)) {
    const start = dayNumber(bar.checkIn) - first;
    const end = dayNumber(bar.checkOut) - first;
    const at = placeDays(start, end, span.days);
    if (!at) continue;
    if (bar.kind === 'preparation') {
      placed.push({ bar, lane: 0, ...at });
      continue;
    }
    const from = Math.max(start, 0);
    const to = Math.min(end, span.days);
    let lane = bar.parked ? 1 : 0;
    while (lanes[lane]?.subarray(from, to).includes(1)) lane++;
    while (lanes.length <= lane) lanes.push(new Uint8Array(span.days));
    lanes[lane]?.fill(1, from, to);
    placed.push({ bar, lane, ...at });
  }
  return { bars: placed, lanes: lanes.length, clashes: clashesOf(placed, span) };
}

const byTurn = (a: Bar, b: Bar) => weight(a) - weight(b) || (a.checkIn < b.checkIn ? -1 : 1);

/** Whose place is the first lane comes first, then who comes earlier: of most units the bars stand like that already. */
function inTurn(bars: readonly Bar[]): readonly Bar[] {
  const isSo = bars.every((bar, index) => {
    const before = bars[index - 1];
    return before === undefined || byTurn(before, bar) < 0;
  });
  return isSo ? bars : [...bars].sort(byTurn);
}

function clashesOf(placed: readonly Placed[], span: Span): Clash[] {
  const torn = placed.filter(({ bar }) => bar.inConflict).sort((a, b) => a.lane - b.lane);
  return torn.flatMap((over, index) =>
    torn.slice(index + 1).flatMap((under) => {
      if (!shareNight(over.bar, under.bar)) return [];
      const at = place(
        {
          checkIn: later(over.bar.checkIn, under.bar.checkIn),
          checkOut: earlier(over.bar.checkOut, under.bar.checkOut),
        },
        span,
      );
      return at ? [{ ...at, top: over.lane, bottom: under.lane, under: under.bar }] : [];
    }),
  );
}

const later = (a: string, b: string) => (a > b ? a : b);
const earlier = (a: string, b: string) => (a < b ? a : b);

/** Pixels, with the hairline under the row. */
export function rowHeight(lanes: number): number {
  return ROW_AIR * 2 + LANE * lanes - (LANE - BAR) + 1;
}

/** Pixels from the row's upper edge to the bar's. */
export function laneTop(lane: number): number {
  return ROW_AIR + lane * LANE;
}

export type Day = {
  readonly night: string;
  readonly date: number;
  readonly isWeekend: boolean;
  readonly isMonthStart: boolean;
  readonly isWeekStart: boolean;
};

export function daysOf(span: Span): Day[] {
  const first = dayNumber(span.from);
  return Array.from({ length: span.days }, (_, index) => {
    const night = nightAt(first + index);
    const weekday = weekdayOf(first + index);
    return {
      night,
      date: Number(night.slice(8)),
      isWeekend: weekday >= 5,
      isMonthStart: night.endsWith('-01'),
      isWeekStart: weekday === 0,
    };
  });
}

export type Month = {
  readonly night: string;
  readonly left: number;
  readonly width: number;
  readonly days: number;
};

/** The months in the window, each with its share of the width and its number of days in sight. */
export function monthsOf(span: Span): Month[] {
  const first = dayNumber(span.from);
  const starts = daysOf(span).flatMap((day, index) => (index === 0 || day.isMonthStart ? [index] : []));
  return starts.map((start, index) => {
    const days = (starts[index + 1] ?? span.days) - start;
    return { night: nightAt(first + start), left: start / span.days, width: days / span.days, days };
  });
}

/** Chosen nights: arrival, and departure after the last of them. */
export type Nights = { readonly checkIn: string; readonly checkOut: string };

/**
 * The nights between two cells that a pointer went over, whichever way round: arrival where it began, departure where
 * it ended, at least one night.
 */
export function draggedNights(span: Span, cellA: number, cellB: number): Nights {
  const first = dayNumber(span.from);
  const bounded = (cell: number) => Math.min(Math.max(Math.floor(cell), 0), span.days - 1);
  const low = Math.min(bounded(cellA), bounded(cellB));
  const high = Math.max(bounded(cellA), bounded(cellB));
  return { checkIn: nightAt(first + low), checkOut: nightAt(first + Math.max(high, low + 1)) };
}

/** What takes this night of the row, the one that has it first. */
export function barsOn(bars: readonly Bar[], night: string): Bar[] {
  return bars.filter((bar) => bar.checkIn <= night && night < bar.checkOut).sort(byWeight);
}

const NONE: readonly Bar[] = [];

/** The same for each day of a window at once. */
export function barsByDay(bars: readonly Bar[], span: Span): readonly (readonly Bar[])[] {
  const first = dayNumber(span.from);
  const days: Bar[][] = [];
  for (const bar of bars) {
    const to = Math.min(dayNumber(bar.checkOut) - first, span.days);
    for (let day = Math.max(dayNumber(bar.checkIn) - first, 0); day < to; day++) {
      days[day] ??= [];
      days[day]?.push(bar);
    }
  }
  return Array.from({ length: span.days }, (_, day) => days[day]?.sort(byWeight) ?? NONE);
}

function byWeight(a: Bar, b: Bar): number {
  return Number(a.kind === 'preparation') - Number(b.kind === 'preparation') || weight(a) - weight(b);
}

/** Where the rows and days of the grid stand on the screen. Pixels of the viewport: `left` and `top` move as it scrolls. */
export type GridPlace = {
  /** All days that can be scrolled to, of which the first begins at `left`. */
  readonly span: Span;
  readonly dayWidth: number;
  readonly left: number;
  /** Upper edge of the first row, and of each row its distance from there; in order, headings of properties have no unit. */
  readonly top: number;
  readonly rows: readonly { readonly unitId: string | null; readonly top: number; readonly height: number }[];
};

/** The unit and the night under a point of the viewport; null beside the rows, on a heading and beyond the days. */
export function cellAt(grid: GridPlace, x: number, y: number): { unitId: string; night: string } | null {
  const day = Math.floor((x - grid.left) / grid.dayWidth);
  const down = y - grid.top;
  const row = grid.rows.find((one) => down >= one.top && down < one.top + one.height);
  if (!row || row.unitId === null || day < 0 || day >= grid.span.days) return null;
  return { unitId: row.unitId, night: nightAt(dayNumber(grid.span.from) + day) };
}
