'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addDays } from '#components/format/days.ts';
import type { Desk } from './desk.ts';
import { barsOn } from './layout.ts';
import type { Span } from './position.ts';
import type { Row, UnitRow } from './rows.ts';
import type { Nights } from './use-drag-nights.ts';

/** The cell that has the focus, and where a range that grows with Shift began. */
type Cell = { readonly unitId: string; readonly night: string; readonly anchor: string | null };

const SIDEWAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
const UPDOWN: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * The keys of the grid: arrows move the one cell that Tab reaches (beyond the edge the window follows), Shift grows a
 * range, Home and End go to the edges, Page Up and Down move a screen, Enter opens what stands there or asks what to do
 * with the nights.
 */
export function useGridKeys({
  rows,
  span,
  today,
  desk,
  onMove,
  onStep,
}: {
  rows: readonly Row[];
  span: Span;
  today: string;
  desk: Desk;
  onMove: (days: number) => void;
  onStep: (direction: 1 | -1) => void;
}) {
  const units = rows.filter((row): row is UnitRow => row.kind === 'unit');
  const last = addDays(span.from, span.days - 1);
  const [asked, setAsked] = useState<Cell | null>(null);
  const active = standing(asked, units, { from: span.from, last, today });

  // The window moved away under the focus: the focus follows to the cell that stands for it.
  const hadFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a moved window takes cells away
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body)
      activeCell()?.focus({ preventScroll: true });
  }, [span.from, span.days]);

  /** Takes the focus along once the cell is drawn. */
  function go(next: Cell) {
    setAsked(next);
    if (next.night < span.from) onMove(-1);
    else if (next.night > last) onMove(1);
    requestAnimationFrame(() => requestAnimationFrame(() => cellElement(next)?.focus()));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const cell = event.target instanceof HTMLElement && event.target.matches('[role=gridcell][data-night]');
    if (!cell || !active || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = units.findIndex((row) => row.unit.id === active.unitId);
    const side = SIDEWAYS[event.key];
    const updown = UPDOWN[event.key];
    if (side !== undefined) {
      go({
        ...active,
        night: addDays(active.night, side),
        anchor: event.shiftKey ? (active.anchor ?? active.night) : null,
      });
    } else if (updown !== undefined) {
      const next = units[index + updown];
      if (next) go({ unitId: next.unit.id, night: active.night, anchor: null });
    } else if (event.key === 'Home' || event.key === 'End') {
      go({ ...active, night: event.key === 'Home' ? span.from : last, anchor: null });
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      const direction = event.key === 'PageUp' ? -1 : 1;
      setAsked({ ...active, anchor: null, night: addDays(active.night, direction * span.days) });
      onStep(direction);
    } else if (event.key === 'Enter' || event.key === ' ') {
      enter(active, units[index]);
    } else if (event.key === 'Escape' && active.anchor) {
      setAsked({ ...active, anchor: null });
    } else return;
    event.preventDefault();
  }

  function enter(cell: Cell, row: UnitRow | undefined) {
    if (!row) return;
    const [bar] = barsOn(row.unit.bars, cell.night);
    if (bar && cell.anchor === null) desk.open(bar, row.unit);
    else {
      const at = cellElement(cell)?.getBoundingClientRect();
      if (at && (desk.rights.book || desk.rights.block)) desk.choose(row.unit, rangeOf(cell), at);
    }
  }

  return {
    active,
    /** What Shift has grown so far. */
    grown: active?.anchor ? { unitId: active.unitId, nights: rangeOf(active) } : null,
    onKeyDown,
    onLeave: () => {
      hadFocus.current = false;
    },
    onFocusCell: (unitId: string, night: string) => {
      hadFocus.current = true;
      setAsked((now) =>
        now?.unitId === unitId && now.night === night ? now : { unitId, night, anchor: null },
      );
    },
  };
}

function standing(
  asked: Cell | null,
  units: readonly UnitRow[],
  window: { from: string; last: string; today: string },
): Cell | null {
  const unit = units.find((row) => row.unit.id === asked?.unitId) ?? units[0];
  if (!unit) return null;
  const wanted = asked?.night ?? window.today;
  const isIn = wanted >= window.from && wanted <= window.last;
  const night = isIn ? wanted : wanted < window.from ? window.from : window.last;
  return { unitId: unit.unit.id, night, anchor: isIn ? (asked?.anchor ?? null) : null };
}

function rangeOf({ night, anchor }: Cell): Nights {
  const [from, to] = [anchor ?? night, night].sort();
  const checkIn = from ?? night;
  return { checkIn, checkOut: to && to > checkIn ? to : addDays(checkIn, 1) };
}

export function cellElement(cell: { unitId: string; night: string }): HTMLElement | null {
  return document.querySelector(`[data-unit="${cell.unitId}"] [data-night="${cell.night}"]`);
}

/** The one cell that Tab reaches. */
export function activeCell(): HTMLElement | null {
  return document.querySelector('[role=gridcell][tabindex="0"]');
}
