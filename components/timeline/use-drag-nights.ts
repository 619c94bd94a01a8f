'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import { choosing } from './choosing.ts';
import type { Desk } from './desk.ts';
import { followPointer } from './follow-pointer.ts';
import { type GridReach, useGridReach } from './grid-place.ts';
import { draggedNights, type Nights } from './layout.ts';
import type { UnitRow } from './rows.ts';

/**
 * Nights chosen by dragging over a row with a mouse or pen; a finger scrolls and taps. Escape lets go.
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
  return followPointer(press, reach, {
    slack: 0,
    follow: ({ began, day }) => {
      const nights = draggedNights(reach.place().span, began, day);
      const now = choosing.now();
      const isSame =
        now?.unitId === unitId &&
        now.nights.checkIn === nights.checkIn &&
        now.nights.checkOut === nights.checkOut;
      if (!isSame) choosing.keep({ unitId, nights });
    },
    letDown: () => {
      const marked = choosing.now();
      // What is done with them takes over what is marked here, once it is seen to be marked.
      afterPaint(() => {
        if (!marked || choosing.now() !== marked) return; // pressed again
        onDone(marked.nights);
        choosing.keep(null);
      });
    },
    letGo: () => choosing.keep(null),
  });
}
