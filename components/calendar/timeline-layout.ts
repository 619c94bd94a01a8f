import { dayNumber, nightAt, weekdayOf } from '#components/format/days.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';

/*
 * The geometry of the timeline, in shares of its width: a bar reaches from the middle of its arrival day to the middle of
 * its departure day, so that two guests meet in a turnover day. No pixel and no clock is in here.
 */

export const ZOOMS = ['2w', 'month', 'quarter'] as const;
export type Zoom = (typeof ZOOMS)[number];

/** How many days a zoom shows, how far an arrow moves it, and the least width of a day in pixels. */
export const ZOOM_DAYS: Record<Zoom, { days: number; step: number; minDay: number }> = {
  '2w': { days: 14, step: 7, minDay: 52 },
  month: { days: 31, step: 28, minDay: 28 },
  quarter: { days: 92, step: 84, minDay: 11 },
};

/** How far before today the window opens: who is staying now is seen with their arrival. */
export const LEAD_DAYS = 3;

export type Placed = {
  readonly bar: Bar;
  readonly lane: number;
  /** Shares of the window's width, 0 to 1. */
  readonly left: number;
  readonly width: number;
  /** It began before the window, or ends after it. */
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
};

export type Clash = { readonly left: number; readonly width: number; readonly lanes: number };
export type UnitLayout = {
  readonly bars: readonly Placed[];
  readonly lanes: number;
  readonly clashes: readonly Clash[];
};

export type Span = { readonly from: string; readonly days: number };

/** Where a range of nights stands in the window; null where it is outside. */
export function place(
  range: { readonly checkIn: string; readonly checkOut: string },
  span: Span,
): Omit<Placed, 'bar' | 'lane'> | null {
  const first = dayNumber(span.from);
  const start = dayNumber(range.checkIn) - first + 0.5;
  const end = dayNumber(range.checkOut) - first + 0.5;
  const left = Math.max(start, 0);
  const right = Math.min(end, span.days);
  if (right <= left) return null;
  return {
    left: left / span.days,
    width: (right - left) / span.days,
    cutLeft: start < 0,
    cutRight: end > span.days,
  };
}

const shares = (a: Bar, b: Bar) => a.checkIn < b.checkOut && b.checkIn < a.checkOut;

/** Who is placed first stands on top: who has the nights, then what a person closed, then what others closed. */
function weight(bar: Bar): number {
  if (bar.kind === 'stay') return bar.parked ? 3 : 0;
  return bar.kind === 'block' ? 1 : 2;
}

/**
 * Puts the bars of one unit into lanes: nothing in a lane overlaps, a parked stay never stands in the first, and
 * preparation lies under the first without taking it. Nights that two claims share are marked across their lanes.
 */
export function layoutUnit(bars: readonly Bar[], span: Span): UnitLayout {
  const lanes: Bar[][] = [];
  const placed: Placed[] = [];
  const ordered = bars.filter((bar) => bar.kind !== 'preparation').sort((a, b) => weight(a) - weight(b));
  for (const bar of bars) {
    const at = bar.kind === 'preparation' ? place(bar, span) : null;
    if (at) placed.push({ bar, lane: 0, ...at });
  }
  for (const bar of ordered) {
    const at = place(bar, span);
    if (!at) continue;
    let lane = bar.parked ? 1 : 0;
    while (lanes[lane]?.some((other) => shares(other, bar))) lane++;
    for (let made = lanes.length; made <= lane; made++) lanes.push([]);
    lanes[lane]?.push(bar);
    placed.push({ bar, lane, ...at });
  }
  return { bars: placed, lanes: Math.max(1, lanes.length), clashes: clashesOf(placed, span) };
}

function clashesOf(placed: readonly Placed[], span: Span): Clash[] {
  const found: Clash[] = [];
  const torn = placed.filter(({ bar }) => bar.inConflict);
  for (const [index, a] of torn.entries()) {
    for (const b of torn.slice(index + 1)) {
      if (!shares(a.bar, b.bar)) continue;
      const at = place(
        {
          checkIn: a.bar.checkIn > b.bar.checkIn ? a.bar.checkIn : b.bar.checkIn,
          checkOut: a.bar.checkOut < b.bar.checkOut ? a.bar.checkOut : b.bar.checkOut,
        },
        span,
      );
      if (at) found.push({ left: at.left, width: at.width, lanes: Math.max(a.lane, b.lane) + 1 });
    }
  }
  return found;
}

export type Day = {
  readonly night: string;
  readonly date: number;
  readonly isWeekend: boolean;
  readonly isFirst: boolean;
  /** Monday: what a dense zoom still writes. */
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
      isFirst: night.endsWith('-01'),
      isWeekStart: weekday === 0,
    };
  });
}

export type Month = { readonly night: string; readonly left: number; readonly width: number };

/** The months that the window shows, each with its share of the width. */
export function monthsOf(span: Span): Month[] {
  const months: { night: string; from: number; to: number }[] = [];
  for (const [index, day] of daysOf(span).entries()) {
    const last = months.at(-1);
    if (!last || day.isFirst) months.push({ night: day.night, from: index, to: index + 1 });
    else last.to = index + 1;
  }
  return months.map(({ night, from, to }) => ({
    night,
    left: from / span.days,
    width: (to - from) / span.days,
  }));
}

/** The nights between two cells that a pointer was dragged over, whichever way round. */
export function draggedNights(
  span: Span,
  fromCell: number,
  toCell: number,
): { checkIn: string; checkOut: string } {
  const bounded = (cell: number) => Math.min(Math.max(Math.floor(cell), 0), span.days - 1);
  const first = dayNumber(span.from);
  const [low, high] = [bounded(fromCell), bounded(toCell)].sort((a, b) => a - b);
  return { checkIn: nightAt(first + (low ?? 0)), checkOut: nightAt(first + (high ?? 0) + 1) };
}
