'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { dayNumber } from '#components/format/days.ts';
import { useGridReach } from './grid-place.ts';
import { barKey } from './layout.ts';
import type { Row } from './rows.ts';

/** What a panel and the gap beside it take, pixels: what is farther away was out of sight before. */
const PANEL = 360;

/** Brings what was opened back into sight where the panel beside the rows took its place; draws nothing. */
export function Reveal({
  box,
  rows,
  open: { key, unitId },
}: {
  /** What scrolls. */
  box: RefObject<HTMLDivElement | null>;
  rows: readonly Row[];
  open: { readonly key: string; readonly unitId: string };
}) {
  const reach = useGridReach();
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // Told at once, and again once the panel is here: it may come later.
    const observer = new ResizeObserver(() => {
      const row = latest.current.find((one) => one.key === unitId);
      const bar = row?.kind === 'unit' ? row.unit.bars.find((one) => barKey(one) === key) : undefined;
      if (!bar) return;
      const { span, dayWidth, left } = reach.place();
      const at = (days: number) => left + (days - dayNumber(span.from)) * dayWidth;
      const edge = element.getBoundingClientRect();
      const names = left + element.scrollLeft; // where the first day would stand, right of the units' names
      const hidden = Math.min(
        at(dayNumber(bar.checkOut) + 0.5) - edge.right,
        at(dayNumber(bar.checkIn)) - names,
      );
      const isStill = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
      if (hidden > 0 && hidden < PANEL)
        element.scrollBy({ left: hidden, behavior: isStill ? 'instant' : 'smooth' });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, reach, key, unitId]);
  return null;
}
