'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import { choosing } from './choosing.ts';
import type { Desk } from './desk.ts';
import { type GridReach, useGridReach } from './grid-place.ts';
import { draggedNights, type Nights } from './layout.ts';
import type { UnitRow } from './rows.ts';

/**
 * Nights chosen by dragging over a row with a mouse or pen; a finger scrolls and taps. Near the edge the days move on
 * under the pointer. Escape lets go. The window is listened to and not the row, which may be scrolled away.
 * @param heard what was pressed, and maybe let go, before there was anybody to hear it
 */
export function useDragNights(
  units: readonly UnitRow[],
  desk: Pick<Desk, 'rights' | 'choose'>,
  heard: RefObject<readonly Event[]>,
): void {
  const reach = useGridReach();
  const current = useRef({ units, desk, reach });
  current.current = { units, desk, reach };
  useEffect(() => {
    function onPress(event: Event, isDown = true): Release | null {
      if (!(event instanceof PointerEvent) || event.button !== 0 || event.pointerType === 'touch')
        return null;
      const { units, desk, reach } = current.current;
      const target = event.target instanceof Element ? event.target : null;
      // Bars, and in a year the shapes of all of them.
      const lanes = target?.closest('button, a, path') ? null : target?.closest<HTMLElement>('[data-lanes]');
      const unitId = lanes?.closest<HTMLElement>('[data-unit]')?.dataset.unit;
      const unit = units.find((row) => row.unit.id === unitId)?.unit;
      if (!lanes || !unit || !(desk.rights.book || desk.rights.block)) return null;
      // What lies on the way is not hovered.
      if (isDown) lanes.setPointerCapture(event.pointerId);
      return drag(unit.id, reach, event, (nights) => {
        const ghost = document.querySelector(`[data-unit="${unit.id}"] [data-ghost]`);
        if (ghost) desk.choose(unit, nights, ghost.getBoundingClientRect());
      });
    }
    const [press, release] = heard.current;
    const letGo = press ? onPress(press, !release) : null;
    if (release instanceof PointerEvent) letGo?.(release);
    const listener = (event: Event) => void onPress(event);
    document.addEventListener('pointerdown', listener, { capture: true });
    return () => document.removeEventListener('pointerdown', listener, { capture: true });
  }, [heard]);
}

type Release = (event: PointerEvent) => void;

function drag(
  unitId: string,
  reach: GridReach,
  press: PointerEvent,
  onDone: (nights: Nights) => void,
): Release {
  // In days of the canvas: it may scroll meanwhile.
  const dayAt = (x: number) => {
    const { left, dayWidth } = reach.place();
    return (x - left) / dayWidth;
  };
  const from = dayAt(press.clientX);
  let at = { x: press.clientX, y: press.clientY };
  let frame = 0;

  function follow(): Nights {
    const nights = draggedNights(reach.place().span, from, dayAt(at.x));
    const now = choosing.now()?.nights;
    if (now?.checkIn !== nights.checkIn || now.checkOut !== nights.checkOut)
      choosing.keep({ unitId, nights });
    return nights;
  }
  function nudge(): void {
    if (reach.nudge(at.x, at.y)) follow();
    frame = requestAnimationFrame(nudge);
  }
  function onMove(event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    if (event.buttons === 0) {
      onUp(event); // let go where nobody could hear it
      return;
    }
    at = { x: event.clientX, y: event.clientY };
    follow();
  }
  function onUp(event: PointerEvent): void {
    if (event.pointerId !== press.pointerId) return;
    end();
    if (event.type !== 'pointerup') {
      choosing.keep(null);
      return;
    }
    at = { x: event.clientX, y: event.clientY };
    const nights = follow();
    const marked = choosing.now();
    // What is done with them takes over what is marked here, once it is seen to be marked.
    afterPaint(() => {
      if (choosing.now() !== marked) return; // pressed again
      onDone(nights);
      choosing.keep(null);
    });
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return;
    end();
    choosing.keep(null);
  }
  function end(): void {
    cancelAnimationFrame(frame);
    window.removeEventListener('pointermove', onMove);
    window.removeEventListener('pointerup', onUp);
    window.removeEventListener('pointercancel', onUp);
    window.removeEventListener('keydown', onKey);
  }
  window.addEventListener('pointermove', onMove);
  window.addEventListener('pointerup', onUp);
  window.addEventListener('pointercancel', onUp);
  window.addEventListener('keydown', onKey);
  frame = requestAnimationFrame(nudge);
  follow();
  return onUp;
}
