'use client';

import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addDays } from '#components/format/days.ts';
import { afterPaint } from '#components/ui/after-paint.ts';
import type { Desk } from './desk.ts';
import { barsOn, type Nights } from './layout.ts';
import type { Span } from './position.ts';
import type { Row, UnitRow } from './rows.ts';

/** The cell that has the focus, where a range that grows with Shift began, and after which jump it was chosen. */
type Cell = {
  readonly unitId: string;
  readonly night: string;
  readonly anchor: string | null;
  readonly jump: number;
};

const SIDEWAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
const UPDOWN: Record<string, number> = { ArrowUp: -1, ArrowDown: 1, k: -1, j: 1 };

/**
 * The keys of the grid: arrows move the one cell that Tab reaches (beyond the edge the days and rows follow), Shift grows
 * a range, Home and End go to the edges, Page Up and Down move a screen, Enter opens what stands there or asks what to do
 * with the nights. Scrolling leaves the cell where it is; another way to other days takes it along.
 */
export function useGridKeys({
  rows,
  canvas,
  span,
  jump,
  today,
  desk,
  show,
  onStep,
}: {
  rows: readonly Row[];
  canvas: Span;
  /** The days in sight. */
  span: Span;
  jump: number;
  today: string;
  desk: Desk;
  show: (unitId: string, night: string) => void;
  onStep: (direction: 1 | -1) => void;
}) {
  const last = addDays(span.from, span.days - 1);
  const [asked, setAsked] = useState<Cell | null>(null);
  const active = standing(asked, rows, { from: span.from, last, today, jump });

  // The days jumped away under the focus: it follows to the cell that stands for it.
  const hadFocus = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a jump takes cells away
  useEffect(() => {
    if (!hadFocus.current) return;
    setAsked(active);
    const at = document.activeElement;
    if (at === document.body || at?.matches('[role=gridcell]')) activeCell()?.focus({ preventScroll: true });
  }, [jump]);

  // Where the focus goes once the cell is drawn.
  const wanted = useRef<{ unitId: string; night: string } | null>(null);
  useEffect(() => {
    const cell = wanted.current && cellElement(wanted.current);
    if (!cell) return;
    wanted.current = null;
    cell.focus({ preventScroll: true });
  });

  /** Takes the focus along. */
  function go(next: Cell) {
    const edge = addDays(canvas.from, canvas.days - 1);
    const night = next.night < canvas.from ? canvas.from : next.night > edge ? edge : next.night;
    setAsked({ ...next, night, jump });
    show(next.unitId, night);
    wanted.current = { unitId: next.unitId, night };
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const cell = event.target instanceof HTMLElement && event.target.matches('[role=gridcell][data-night]');
    if (!cell || !active || event.ctrlKey || event.metaKey || event.altKey) return;
    const side = SIDEWAYS[event.key];
    const updown = UPDOWN[event.key];
    if (side !== undefined) {
      const anchor = event.shiftKey ? (active.anchor ?? active.night) : null;
      go({ ...active, night: addDays(active.night, side), anchor });
    } else if (updown !== undefined) {
      const next = beside(rows, active.unitId, updown);
      if (next) go({ ...active, unitId: next.unit.id, anchor: null });
    } else if (event.key === 'Home' || event.key === 'End') {
      go({ ...active, night: event.key === 'Home' ? span.from : last, anchor: null });
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      const direction = event.key === 'PageUp' ? -1 : 1;
      const night = addDays(active.night, direction * span.days);
      setAsked({ ...active, anchor: null, night, jump: jump - 1 });
      onStep(direction);
    } else if (event.key === 'Enter' || event.key === ' ') {
      enter(active, unitRow(rows, active.unitId));
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
      if (at && (desk.rights.book || desk.rights.block))
        afterPaint(() => desk.choose(row.unit, rangeOf(cell), at));
    }
  }

  return {
    active,
    /** What Shift has grown so far. */
    grown: active?.anchor ? { unitId: active.unitId, nights: rangeOf(active) } : null,
    onKeyDown,
    /** Gives the focus to a cell in sight. The press that asks for it is answered before: by what it chose. */
    take: (unitId: string, night: string) => {
      wanted.current = { unitId, night };
      afterPaint(() => setAsked({ unitId, night, anchor: null, jump }));
    },
    onLeave: () => {
      hadFocus.current = false;
      wanted.current = null;
    },
    onFocusCell: (unitId: string, night: string) => {
      hadFocus.current = true;
      setAsked((now) =>
        now?.unitId === unitId && now.night === night && now.jump === jump
          ? now
          : { unitId, night, anchor: null, jump },
      );
    },
  };
}

function unitRow(rows: readonly Row[], unitId: string): UnitRow | undefined {
  const row = rows.find((one) => one.key === unitId);
  return row?.kind === 'unit' ? row : undefined;
}

/** The next row of a unit in a direction; headings are passed over. */
export function beside(rows: readonly Row[], unitId: string, direction: number): UnitRow | undefined {
  let index = rows.findIndex((row) => row.key === unitId) + direction;
  while (rows[index]?.kind === 'group') index += direction;
  const row = rows[index];
  return row?.kind === 'unit' ? row : undefined;
}

function standing(
  asked: Cell | null,
  rows: readonly Row[],
  at: { from: string; last: string; today: string; jump: number },
): Cell | null {
  const row = (asked && unitRow(rows, asked.unitId)) ?? rows.find((one) => one.kind === 'unit');
  if (row?.kind !== 'unit') return null;
  if (asked && asked.jump === at.jump) return { ...asked, unitId: row.unit.id };
  const wanted = asked?.night ?? at.today;
  const isIn = wanted >= at.from && wanted <= at.last;
  const night = isIn ? wanted : wanted < at.from ? at.from : at.last;
  return { unitId: row.unit.id, night, anchor: isIn ? (asked?.anchor ?? null) : null, jump: at.jump };
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
