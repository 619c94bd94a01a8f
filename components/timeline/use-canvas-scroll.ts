'use client';

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { dayNumber, nightAt } from '#components/format/days.ts';
import { type Days, drawnDays, rowAt } from './canvas.ts';
import { drawnNext, type View } from './drawn.ts';
import type { GridReach } from './grid-place.ts';
import { HEADER } from './layout.ts';
import { type Position, type Span, spanOf } from './position.ts';
import type { Row } from './rows.ts';

/** Pixels of the days on a usual desk, until they are measured: what is written on a bar depends on it. */
const USUAL_WIDTH = 950;
/** Rows drawn beyond the edge of the box. */
const SPARE_ROWS = 6;
/** What the server draws, which knows no box: a tall screen. */
const ROWS_AT_FIRST = 24;
/** Rows that come or change in one frame; the others follow in the next. */
const ROWS_AT_ONCE = 3;
/** Stillness after which the place is told. */
const REST_MS = 180;
/** How near to the edge a dragged thing draws the days along, and by how much a frame. */
const EDGE = 48;
const NUDGE = 14;

/** What is in sight, for whoever reads the data of it. */
export type Seen = { readonly span: Span; readonly first: number; readonly last: number };
/** The first day and the first row in sight. */
export type Rest = { readonly from: string; readonly row: string | null };

/**
 * Scrolls the canvas: the browser moves it, this draws what comes into sight and keeps the place through another zoom,
 * another width of the box, rows that grow, and another canvas. The first paint needs none of it: the server shifts the
 * canvas, which the first effect turns into scrolling.
 */
export function useCanvasScroll({
  rows,
  tops,
  canvas,
  position,
  startRow,
  onRest,
  onSee,
}: {
  rows: readonly Row[];
  tops: readonly number[];
  canvas: Span;
  position: Position;
  startRow: string | null;
  onRest: (rest: Rest) => void;
  onSee: (seen: Seen) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const [start] = useState(() => {
    const index = Math.max(
      rows.findIndex((row) => row.key === startRow),
      0,
    );
    return { days: dayNumber(position.from) - dayNumber(canvas.from), index, top: tops[index] ?? 0 };
  });
  const [view, setView] = useState<View>(() => {
    const last = Math.min(start.index + ROWS_AT_FIRST, rows.length) - 1;
    const seen = { start: start.days, end: start.days + spanOf(position).days };
    const days = drawnDays(seen, position.zoom, canvas);
    const keys = rows.slice(start.index, last + 1).map((row) => row.key);
    return { first: start.index, last, days, drawn: new Map(keys.map((key) => [key, days])) };
  });
  const [dayWidth, setDayWidth] = useState(USUAL_WIDTH / spanOf(position).days);
  const now = useRef({ rows, tops, canvas, position, onRest, onSee, view });
  now.current = { rows, tops, canvas, position, onRest, onSee, view };
  /** Where one stands: the first day, with its fraction, and the first row with what of it is above the edge. */
  const at = useRef({ day: dayNumber(position.from), row: startRow, offset: 0 });
  const size = useRef({ day: 1, width: 0, height: 0, unit: 0 });
  const told = useRef<string | null>(null);
  const frame = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const measure = useCallback(() => {
    const [element, days] = [box.current, track.current];
    if (!element || !days) return;
    const across = days.getBoundingClientRect().width;
    const unit = element.scrollWidth - Math.round(across);
    setDayWidth(across / now.current.canvas.days);
    size.current = {
      day: across / now.current.canvas.days,
      width: element.clientWidth - unit,
      height: element.clientHeight - HEADER,
      unit,
    };
  }, []);

  const put = useCallback((behavior: ScrollBehavior = 'instant') => {
    const { canvas: on, rows: all, tops: edges } = now.current;
    const index = all.findIndex((row) => row.key === at.current.row);
    const left = (at.current.day - dayNumber(on.from)) * size.current.day;
    const top = index < 0 ? undefined : (edges[index] ?? 0) + at.current.offset;
    box.current?.scrollTo({ left, behavior, ...(top === undefined ? {} : { top }) });
  }, []);

  const read = useCallback(() => {
    const element = box.current;
    if (!element) return null;
    const { canvas: on, rows: all, tops: edges } = now.current;
    const { day, width, height } = size.current;
    const first = element.scrollLeft / day;
    const index = rowAt(edges, element.scrollTop);
    at.current = {
      day: dayNumber(on.from) + first,
      row: element.scrollTop > 0 ? (all[index]?.key ?? null) : null,
      offset: element.scrollTop - (edges[index] ?? 0),
    };
    return {
      days: { start: first, end: first + width / day } satisfies Days,
      first: index,
      last: Math.max(rowAt(edges, element.scrollTop + height), 0),
    };
  }, []);

  /** Draws what came into sight, a few rows a frame. */
  const refresh = useCallback(
    (most: number) => {
      frame.current = 0;
      const sight = read();
      if (!sight) return;
      const { rows: all, canvas: on, position: place, view: was } = now.current;
      const next = drawnNext(was, {
        keys: all.map((row) => row.key),
        sight,
        spare: SPARE_ROWS,
        days: drawnDays(sight.days, place.zoom, on),
        most,
      });
      if (next.view !== was) setView(next.view);
      if (next.isMore) frame.current = requestAnimationFrame(() => refresh(ROWS_AT_ONCE));
      now.current.onSee({
        span: {
          from: nightAt(dayNumber(on.from) + Math.floor(sight.days.start)),
          days: Math.ceil(sight.days.end - sight.days.start),
        },
        first: sight.first,
        last: sight.last,
      });
    },
    [read],
  );

  const rest = useCallback(() => {
    const { day, row } = at.current;
    const from = nightAt(Math.round(day));
    told.current = from;
    now.current.onRest({ from, row });
  }, []);

  const onScroll = useCallback(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(() => refresh(ROWS_AT_ONCE));
    clearTimeout(timer.current);
    timer.current = setTimeout(rest, REST_MS);
  }, [refresh, rest]);

  const isPlaced = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place, zoom or canvas, whoever asked for it
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const jump = told.current !== position.from;
    if (jump) at.current = { ...at.current, day: dayNumber(position.from) };
    const was = size.current.day;
    measure();
    if (!isPlaced.current) {
      const moved = element.scrollLeft / size.current.day; // somebody was quicker than the scripts
      at.current.day += moved;
      for (const one of element.querySelectorAll('[data-shifted]')) one.removeAttribute('data-shifted');
    }
    const isNear = jump && isPlaced.current && was === size.current.day && told.current !== null;
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const far = Math.abs(at.current.day - dayNumber(canvas.from) - element.scrollLeft / size.current.day);
    put(isNear && !isStill && far * size.current.day < 2 * size.current.width ? 'smooth' : 'instant');
    isPlaced.current = true;
    told.current = position.from;
    refresh(ROWS_AT_ONCE);
  }, [position.from, position.zoom, canvas]);

  // Rows that came, went or grew leave the first one in sight where it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only rows and their edges move rows
  useLayoutEffect(() => {
    const index = rows.findIndex((row) => row.key === at.current.row);
    const element = box.current;
    if (element && index >= 0) {
      const top = (tops[index] ?? 0) + at.current.offset;
      if (Math.abs(element.scrollTop - top) > 1) element.scrollTop = top;
    }
    refresh(ROWS_AT_ONCE);
  }, [rows, tops]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      measure();
      put();
      refresh(ROWS_AT_ONCE);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      clearTimeout(timer.current);
    };
  }, [measure, put, refresh]);

  const reach = useMemo(
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
    [],
  );

  /** Brings a night of a row into sight, by as little as it takes. */
  const show = useCallback((key: string, night: string) => {
    const element = box.current;
    if (!element) return;
    const { canvas: on, rows: all, tops: edges } = now.current;
    const { day, width, height } = size.current;
    const index = all.findIndex((row) => row.key === key);
    const left = (dayNumber(night) - dayNumber(on.from)) * day;
    const top = edges[index] ?? 0;
    const bottom = edges[index + 1] ?? top;
    element.scrollTo({
      behavior: 'instant',
      left: Math.min(Math.max(element.scrollLeft, left + day - width), left),
      top: Math.min(Math.max(element.scrollTop, bottom - height), top),
    });
  }, []);

  return { box, track, start, view, dayWidth, onScroll, reach, show };
}

/** -1 near or before the lower edge, 1 near or beyond the upper one. */
function toward(value: number, low: number, high: number): -1 | 0 | 1 {
  return value < low + EDGE ? -1 : value > high - EDGE ? 1 : 0;
}
