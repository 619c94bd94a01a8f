'use client';

import { startTransition, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { dayNumber, nightAt } from '#components/format/days.ts';
import { dayPixels, drawnDays, rowAt } from './canvas.ts';
import { drawnNext, FIRST_PACE, paced, type UnreadOf, type View } from './drawn.ts';
import { HEADER } from './layout.ts';
import { type Position, type Span, spanOf, type Zoom } from './position.ts';
import type { Row } from './rows.ts';
import { isPassing, type Rest, type Seen, type Sight, seenAt } from './sight.ts';
import { useAnswering } from './use-answering.ts';
import { useReach } from './use-reach.ts';

/** Pixels of the days on a usual desk, until they are measured: what is written on a bar depends on it. */
const USUAL_WIDTH = 950;
/** Rows drawn beyond the edge of the box. */
const SPARE_ROWS = 6;
/** What the server draws, which knows no box: a desk's screen, nothing to spare. What is around comes after it, in frames. */
const ROWS_AT_FIRST = 20;
/** A wheel turns in notches: a frame between two of them is no rest. */
const NOTCH_MS = 60;
/** Stillness after which the place is told. */
const REST_MS = 180;

/**
 * Scrolls the canvas: the browser moves it, this draws what comes into sight and keeps the place through another zoom,
 * another width of the box, rows that grow, and another canvas. The first paint needs none of it: the server shifts the
 * canvas, which the first effect turns into scrolling.
 */
export function useCanvasScroll({
  rows,
  tops,
  unreadOf,
  canvas,
  position,
  jump,
  startRow,
  isBeside,
  onRest,
  onSee,
}: {
  rows: readonly Row[];
  tops: readonly number[];
  unreadOf: UnreadOf;
  canvas: Span;
  position: Position;
  /** Grows with each way to other days but scrolling, also where it leads to the days that were told last. */
  jump: number;
  startRow: string | null;
  /** Something stands beside the box: it takes days out of sight, and leaves each as wide as it was. */
  isBeside: boolean;
  onRest: (rest: Rest) => void;
  onSee: (seen: Seen) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const track = useRef<HTMLDivElement>(null);
  const [start] = useState(() => {
    const index = Math.max(0, rows.map((row) => row.key).indexOf(startRow ?? ''));
    return { days: dayNumber(position.from) - dayNumber(canvas.from), index, top: tops[index] ?? 0 };
  });
  const [view, setView] = useState<View>(() => {
    const last = Math.min(start.index + ROWS_AT_FIRST, rows.length) - 1;
    const days = { start: start.days, end: Math.min(start.days + spanOf(position).days, canvas.days) };
    const drawn = rows
      .slice(start.index, last + 1)
      .map((row) => [row.key, { row, days, unread: unreadOf(row.property.id) }] as const);
    return { first: start.index, last, days, drawn: new Map(drawn) };
  });
  const [measured, setMeasured] = useState<{ zoom: Zoom; day: number; edges: number } | null>(null);
  const isMeasured = measured?.zoom === position.zoom;
  const dayWidth = isMeasured ? measured.day : USUAL_WIDTH / spanOf(position).days;
  const now = useRef({ rows, tops, unreadOf, canvas, position, isBeside, onRest, onSee, view });
  // Once it is drawn and not while it is: a drawing that waits must not be taken for what stands there.
  useLayoutEffect(() => {
    now.current = { rows, tops, unreadOf, canvas, position, isBeside, onRest, onSee, view };
  });
  /** Where one stands: the first day, with its fraction, and the first row with what of it is above the edge. */
  const at = useRef({ day: dayNumber(position.from), row: startRow, offset: 0 });
  /** How far it was scrolled when that was last read: asking again makes the browser lay everything out. */
  const scrolled = useRef({ left: 0, top: 0, at: 0, fastAt: -NOTCH_MS });
  const size = useRef({ day: 1, width: 0, height: 0, unit: 0 });
  const told = useRef<string | null>(null);
  const frame = useRef(0);
  /** Rows that come or change in one frame, the others follow in the next; and when the last ones were drawn. */
  const pace = useRef({ rows: FIRST_PACE, at: 0 });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isAnswering = useAnswering();

  const measure = useCallback(() => {
    const [element, days] = [box.current, track.current];
    if (!element || !days) return;
    const across = days.getBoundingClientRect().width;
    const unit = element.scrollWidth - Math.round(across);
    const { canvas: on, position: place, isBeside: isKept } = now.current;
    const day = across / on.days;
    const wanted = isKept ? day : dayPixels(place.zoom, element.clientWidth - unit);
    const edges = element.offsetHeight - element.clientHeight;
    setMeasured((was) => {
      const isSame = was?.day === wanted && was.zoom === place.zoom && was.edges === edges;
      return isSame ? was : { zoom: place.zoom, day: wanted, edges };
    });
    const [width, height] = [element.clientWidth - unit, element.clientHeight - HEADER];
    size.current = { day, width, height, unit };
  }, []);

  const put = useCallback((behavior: ScrollBehavior = 'instant') => {
    const { canvas: on, rows: all, tops: edges } = now.current;
    const index = all.findIndex((row) => row.key === at.current.row);
    const left = (at.current.day - dayNumber(on.from)) * size.current.day;
    const top = index < 0 ? undefined : (edges[index] ?? 0) + at.current.offset;
    box.current?.scrollTo({ left, behavior, ...(top === undefined ? {} : { top }) });
    const { scrollLeft = 0, scrollTop = 0 } = box.current ?? {};
    scrolled.current = { left: scrollLeft, top: scrollTop, at: performance.now(), fastAt: -NOTCH_MS };
  }, []);

  /** What is in sight. @param isRead whether to ask how far it was scrolled @param isNoted whether one stands there now */
  const sightAt = useCallback((isRead: boolean, isNoted = isRead): Sight | null => {
    const element = box.current;
    if (!element) return null;
    if (isRead) {
      const [left, top, readAt] = [element.scrollLeft, element.scrollTop, performance.now()];
      const was = scrolled.current;
      const moved = { x: left - was.left, y: top - was.top, ms: readAt - was.at };
      const fastAt = isPassing(moved, size.current) ? readAt : was.fastAt;
      scrolled.current = { left, top, at: readAt, fastAt };
    }
    const { left, top } = scrolled.current;
    const { canvas: on, rows: all, tops: edges } = now.current;
    const { day, width, height } = size.current;
    const first = left / day;
    const index = rowAt(edges, top);
    if (isNoted)
      at.current = {
        day: dayNumber(on.from) + first,
        row: top > 0 ? (all[index]?.key ?? null) : null,
        offset: top - (edges[index] ?? 0),
      };
    return {
      days: { start: first, end: first + width / day },
      first: index,
      last: Math.max(rowAt(edges, top + height), 0),
    };
  }, []);

  /**
   * Draws what came into sight or became known, a few rows a frame.
   * @param isAnew false where nothing was scrolled: more rows than fit beside what is done already wait for the next frame
   */
  const refresh = useCallback(
    (isAnew = true) => {
      // A frame that waits after scrolling reads the place anew, whatever becomes known before it.
      if (isAnew) {
        cancelAnimationFrame(frame.current);
        frame.current = 0;
      }
      const sight = sightAt(isAnew);
      if (!sight) return;
      const { rows: all, unreadOf: ofProperty, canvas: on, position: place, view: was } = now.current;
      // What passes faster than it could be seen is not drawn, nor asked for: the next frame looks again.
      const isFast = performance.now() - scrolled.current.fastAt < NOTCH_MS;
      if (!isFast) {
        const draw = (most: number) =>
          drawnNext(was, {
            rows: all,
            unreadOf: ofProperty,
            sight,
            spare: SPARE_ROWS,
            days: drawnDays(sight.days, place.zoom, on),
            most,
          });
        const few = draw(pace.current.rows);
        const next = !isAnew && few.isMore ? draw(0) : few;
        if (next.view !== was) setView(next.view);
        now.current.onSee(seenAt(on, sight));
        if (!next.isMore) return;
      }
      if (frame.current !== 0) return;
      pace.current.at = performance.now();
      frame.current = requestAnimationFrame(function onFrame() {
        // Whoever presses something while rows still come is answered first.
        if (isAnswering(pace.current.at)) {
          frame.current = requestAnimationFrame(onFrame);
          return;
        }
        if (!isFast) pace.current.rows = paced(pace.current.rows, performance.now() - pace.current.at);
        refresh();
      });
    },
    [sightAt, isAnswering],
  );

  const rest = useCallback(() => {
    sightAt(true); // frames that wait for a press have not read it yet
    const { day, row } = at.current;
    const from = nightAt(Math.round(day));
    told.current = from;
    startTransition(() => now.current.onRest({ from, row }));
  }, [sightAt]);

  const onScroll = useCallback(() => {
    if (frame.current === 0) frame.current = requestAnimationFrame(() => refresh());
    clearTimeout(timer.current);
    timer.current = setTimeout(rest, REST_MS);
  }, [refresh, rest]);

  const placed = useRef<{ canvas: Span; zoom: Zoom; jump: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place, zoom or canvas, whoever asked for it
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const before = placed.current;
    placed.current = { canvas, zoom: position.zoom, jump };
    const isJump = told.current !== position.from || (before !== null && before.jump !== jump);
    // Where scrolling came to rest it stands already.
    if (!isJump && before?.canvas === canvas && before.zoom === position.zoom) return;
    if (isJump) at.current = { ...at.current, day: dayNumber(position.from) };
    const was = size.current.day;
    measure();
    if (!before) {
      const moved = element.scrollLeft / size.current.day; // somebody was quicker than the scripts
      at.current.day += moved;
      for (const one of element.querySelectorAll('[data-shifted]')) one.removeAttribute('data-shifted');
    }
    const isNear = isJump && before !== null && was === size.current.day && told.current !== null;
    const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    const far = Math.abs(at.current.day - dayNumber(canvas.from) - element.scrollLeft / size.current.day);
    put(isNear && !isStill && far * size.current.day < 2 * size.current.width ? 'smooth' : 'instant');
    told.current = position.from;
    refresh();
  }, [position.from, position.zoom, canvas, jump]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: days of another width leave the first one in sight where it is
  useLayoutEffect(() => {
    if (!placed.current || size.current.day === dayWidth) return;
    measure();
    put();
    refresh();
  }, [dayWidth]);

  // Rows that came, went or grew leave the first one in sight where it is.
  const count = useRef(rows.length);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only rows, their edges and what is known of them draw rows
  useLayoutEffect(() => {
    const { row, offset } = at.current;
    const index = rows.findIndex((one) => one.key === row);
    const isOther = rows.length !== count.current || (row !== null && index < 0);
    count.current = rows.length;
    const moved = index < 0 ? 0 : (tops[index] ?? 0) + offset - scrolled.current.top;
    const isMoved = Math.abs(moved) > 1;
    if (box.current && isMoved) {
      box.current.scrollTop += moved;
      scrolled.current.top = box.current.scrollTop; // not a way that somebody went
    } else if (isOther) {
      // No further than the rows go now. The browser tells of that later: to ask is to lay out all of it first.
      const most = Math.max((tops.at(-1) ?? 0) - size.current.height, 0);
      scrolled.current.top = Math.min(scrolled.current.top, most);
      sightAt(false, true);
    }
    refresh(isMoved);
  }, [rows, tops, unreadOf]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const was = size.current.day;
      measure();
      if (size.current.day !== was) put(); // else the first day stayed where it is, perhaps on its way
      refresh();
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame.current);
      frame.current = 0;
      clearTimeout(timer.current);
    };
  }, [measure, put, refresh]);

  const reach = useReach({ box, track, size, now });

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

  return { box, track, start, view, dayWidth, isMeasured, edges: measured?.edges, onScroll, reach, show };
}
