'use client';

import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { rowAt, topsOf } from '#components/timeline/canvas.ts';
import { HEADER } from '#components/timeline/layout.ts';

/** Below this many rows the browser draws all of them faster than we choose some. */
const MOST = 40;
/** Rows beyond those in sight, on each side. */
const SPARE = 4;
/** The server's guess of the box, which it cannot measure: rows for a tall screen stand in the page as it comes. */
const FIRST_HEIGHT = 1000;

type Sight = { readonly first: number; readonly last: number };

/**
 * Which rows a scrolling box shows, where there are many: their heights are known, so none is measured.
 * @param always the row that Tab reaches: drawn however far away it was scrolled
 * @returns null for few rows: all of them are to be drawn
 */
export function useRowsInSight(
  box: RefObject<HTMLElement | null>,
  heights: readonly number[],
  always: number,
): { tops: readonly number[]; height: number; drawn: readonly number[] } | null {
  const isOn = heights.length > MOST;
  const tops = useMemo(() => topsOf(heights.map((height) => ({ height }))), [heights]);
  const [sight, setSight] = useState(() => between(tops, 0, FIRST_HEIGHT));
  useLayoutEffect(() => {
    const element = box.current;
    if (!isOn || !element) return;
    const look = () => {
      const top = element.scrollTop - HEADER;
      const next = between(tops, top, top + element.clientHeight);
      setSight((was) => (was.first === next.first && was.last === next.last ? was : next));
    };
    // At once: a row that comes a frame late is a white one.
    const follow = () => flushSync(look);
    look();
    element.addEventListener('scroll', follow, { passive: true });
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => {
      element.removeEventListener('scroll', follow);
      observer.disconnect();
    };
  }, [box, isOn, tops]);
  if (!isOn) return null;
  return { tops, height: tops.at(-1) ?? 0, drawn: drawnRows(sight, heights.length, always) };
}

/** The first and the last row that something of stands between two heights. */
export function between(tops: readonly number[], from: number, until: number): Sight {
  return { first: rowAt(tops, from), last: rowAt(tops, until) };
}

/** Indexes in order, as they are read aloud. */
export function drawnRows({ first, last }: Sight, count: number, always: number): readonly number[] {
  const from = Math.max(first - SPARE, 0);
  const to = Math.min(last + SPARE, count - 1);
  const drawn = Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
  if (always < 0 || always >= count || (always >= from && always <= to)) return drawn;
  return always < from ? [always, ...drawn] : [...drawn, always];
}
