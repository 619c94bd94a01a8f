'use client';

import {
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  useEffect,
  useRef,
  useState,
} from 'react';
import { addDays } from '#components/format/days.ts';
import type { Span } from '#components/timeline/position.ts';
import { cellElement } from '#components/timeline/use-grid-keys.ts';
import { between, type Corner, type Selection, type UnitRow } from './model.ts';

const SIDEWAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
const UPDOWN: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

type Corners = { readonly anchor: Corner; readonly head: Corner };

/**
 * Cells chosen by dragging, by Shift and a click, or by Shift and arrows; the one cell that Tab reaches is the head. A
 * finger scrolls and taps.
 */
export function useSelection({
  units,
  span,
  today,
  onMove,
  onOpen,
}: {
  units: readonly UnitRow[];
  span: Span;
  today: string;
  onMove: (days: number) => void;
  onOpen: (what: 'edit' | 'why') => void;
}) {
  const [corners, setCorners] = useState<Corners | null>(null);
  const [isChosen, setChosen] = useState(false);
  const isDragging = useRef(false);
  const last = addDays(span.from, span.days - 1);
  const home = {
    unitId: units[0]?.unit.unitId ?? '',
    night: today >= span.from && today <= last ? today : span.from,
  };
  const head = standing(corners?.head ?? null, units, span.from, last) ?? home;
  const selection: Selection | null =
    corners && isChosen ? between(units, corners.anchor, corners.head) : null;

  useEffect(() => {
    const end = () => {
      if (!isDragging.current) return;
      isDragging.current = false;
      onOpen('edit');
    };
    window.addEventListener('pointerup', end);
    return () => window.removeEventListener('pointerup', end);
  }, [onOpen]);

  function choose(anchor: Corner, to: Corner) {
    setCorners({ anchor, head: to });
    setChosen(true);
  }

  /** Takes the focus along once the cell is drawn. */
  function go(to: Corner, isGrown: boolean) {
    setCorners({ anchor: isGrown ? (corners?.anchor ?? head) : to, head: to });
    setChosen(isGrown);
    if (to.night < span.from) onMove(-1);
    else if (to.night > last) onMove(1);
    requestAnimationFrame(() => requestAnimationFrame(() => cellElement(to)?.focus()));
  }

  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const isCell = event.target instanceof HTMLElement && event.target.matches('[role=gridcell][data-night]');
    if (!isCell || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = units.findIndex((row) => row.unit.unitId === head.unitId);
    const side = SIDEWAYS[event.key];
    const next = units[index + (UPDOWN[event.key] ?? 0)];
    if (side !== undefined) go({ ...head, night: addDays(head.night, side) }, event.shiftKey);
    else if (event.key in UPDOWN) {
      if (next) go({ unitId: next.unit.unitId, night: head.night }, event.shiftKey);
    } else if (event.key === 'Home' || event.key === 'End') {
      go({ ...head, night: event.key === 'Home' ? span.from : last }, event.shiftKey);
    } else if (event.key === 'PageUp' || event.key === 'PageDown') {
      const days = event.key === 'PageUp' ? -span.days : span.days;
      setCorners({ anchor: head, head: { ...head, night: addDays(head.night, days) } });
      setChosen(false);
      onMove(days);
    } else if (event.key === 'Enter' || event.key === ' ' || event.key.toLowerCase() === 'e') {
      if (!selection) choose(head, head);
      onOpen(event.key.toLowerCase() === 'e' ? 'why' : 'edit');
    } else if (event.key === 'Escape' && selection) setChosen(false);
    else return;
    event.preventDefault();
  }

  return {
    selection,
    head,
    choose,
    clear: () => setChosen(false),
    handlers: {
      onKeyDown,
      // Whatever brought the focus here, keys go on from this cell.
      onFocus: (event: FocusEvent<HTMLElement>) => {
        const at = cornerOf(event.target);
        if (at && (at.unitId !== head.unitId || at.night !== head.night)) {
          setCorners({ anchor: at, head: at });
          setChosen(false);
        }
      },
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        const at = cornerOf(event.target);
        if (!at || event.button !== 0) return;
        choose(event.shiftKey ? (corners?.anchor ?? at) : at, at);
        if (event.pointerType !== 'touch') isDragging.current = true;
      },
      onPointerOver: (event: PointerEvent<HTMLElement>) => {
        const at = isDragging.current ? cornerOf(event.target) : null;
        if (at && corners) choose(corners.anchor, at);
      },
      // A finger that scrolls never gets here: its pointer was cancelled.
      onClick: (event: MouseEvent<HTMLElement>) => {
        if (cornerOf(event.target)) onOpen('edit');
      },
    },
  };
}

function cornerOf(target: EventTarget): Corner | null {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-night]') : null;
  const unitId = cell?.closest<HTMLElement>('[data-unit]')?.dataset.unit;
  const night = cell?.dataset.night;
  return unitId && night ? { unitId, night } : null;
}

function standing(
  asked: Corner | null,
  units: readonly UnitRow[],
  from: string,
  last: string,
): Corner | null {
  if (!asked || !units.some((row) => row.unit.unitId === asked.unitId)) return null;
  return { ...asked, night: asked.night < from ? from : asked.night > last ? last : asked.night };
}
