'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Desk } from './desk.ts';
import { followPointer } from './follow-pointer.ts';
import { type GridReach, useGridReach } from './grid-place.ts';
import { barKey, cellAt } from './layout.ts';
import { daysMoved, placeOf, shifted } from './moving.ts';
import type { UnitRow } from './rows.ts';
import { type Grip, mayMove } from './target.ts';
import { moving } from './use-moving.ts';

/** Pixels before a press is a drag: hands shake. */
const SLACK = 5;
/** A click follows its release at once, on a slow machine a little later. */
const CLICK_MS = 400;
/** Pixels at an end by which it is pulled; see canvas.css. */
const END = 8;

/**
 * Takes a bar, or one of its ends, by mouse or pen. A finger scrolls; it moves a stay by the form in its panel.
 * @param heard a press that came before there was anybody to hear it; one that was let go since was a click
 */
export function useMovePointer(
  units: readonly UnitRow[],
  desk: Pick<Desk, 'rights' | 'hover'>,
  heard: RefObject<readonly Event[]>,
) {
  const reach = useGridReach();
  const current = useRef({ units, desk, reach });
  current.current = { units, desk, reach };
  useEffect(() => {
    function onPress(event: Event): void {
      if (!(event instanceof PointerEvent) || event.button !== 0 || event.pointerType === 'touch') return;
      const element =
        event.target instanceof Element ? event.target.closest<HTMLElement>('[data-bar]') : null;
      const unitId = element?.closest<HTMLElement>('[data-unit]')?.dataset.unit;
      const { units, desk, reach } = current.current;
      const bar = units
        .find((row) => row.unit.id === unitId)
        ?.unit.bars.find((one) => barKey(one) === element?.dataset.bar);
      if (!element || !unitId || !bar || !mayMove(bar, unitId, desk.rights)) return;
      const grip = gripAt(element, event.clientX);
      drag({ bar, unitId, grip, reach, hide: () => desk.hover(null) }, event);
    }
    const [pressed, release] = heard.current;
    if (pressed && !release) onPress(pressed);
    document.addEventListener('pointerdown', onPress, { capture: true });
    return () => document.removeEventListener('pointerdown', onPress, { capture: true });
  }, [heard]);
}

/** By which part of a bar a pointer takes it. */
function gripAt(element: HTMLElement, x: number): Grip {
  const { left, right } = element.getBoundingClientRect();
  const end = element.clientLeft + END; // inside of its edge
  if (element.matches('.pulled-start') && x < left + end) return 'start';
  return element.matches('.pulled-end') && x >= right - end ? 'end' : 'whole';
}

type Taken = {
  readonly bar: Bar;
  readonly unitId: string;
  readonly grip: Grip;
  readonly reach: GridReach;
  readonly hide: () => void;
};

function drag({ bar, unitId, grip, reach, hide }: Taken, press: PointerEvent): void {
  const from = placeOf(bar, unitId);
  const end = () => delete document.documentElement.dataset.dragging;
  followPointer(press, reach, {
    slack: SLACK,
    take: () => {
      moving.pickUp({ bar, from, how: 'pointer' });
      document.documentElement.dataset.dragging = grip === 'whole' ? 'whole' : 'edge';
    },
    follow: ({ x, y, began, day }) => {
      hide();
      const unit = cellAt(reach.place(), x, y)?.unitId ?? moving.now()?.to.unitId ?? unitId;
      moving.aim(shifted(from, grip, daysMoved(began, day, 1), unit));
    },
    letDown: () => {
      end();
      swallowClick();
      moving.letDown();
    },
    letGo: () => {
      end();
      moving.letGo();
    },
  });
}

/** A press that dragged is no click on what it ends over; the next press is. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
    end();
  };
  const end = () => {
    window.removeEventListener('click', swallow, { capture: true });
    window.removeEventListener('pointerdown', end, { capture: true });
  };
  window.addEventListener('click', swallow, { capture: true });
  window.addEventListener('pointerdown', end, { capture: true });
  setTimeout(end, CLICK_MS);
}
