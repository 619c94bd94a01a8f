'use client';

import { type RefObject, useEffect, useRef } from 'react';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { Rights } from './desk.ts';
import { barsOn } from './layout.ts';
import { placeOf, shifted } from './moving.ts';
import type { UnitRow } from './rows.ts';
import { mayMove } from './target.ts';
import { moving } from './use-moving.ts';

const SIDEWAYS: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1 };
const UPDOWN: Record<string, number> = { ArrowUp: -1, ArrowDown: 1 };

/**
 * M picks up the bar under the focus; then arrows move it by a night or a unit, with Shift they move its departure, with
 * Alt its arrival; Enter asks, Escape puts it back. They come before the keys of the grid, which stand still meanwhile.
 * @param onNone told where M finds nothing that may be moved, with what stands there
 * @param heard a key that came before there was anybody to hear it
 */
export function useMoveKeys(
  units: readonly UnitRow[],
  rights: Rights,
  onNone: (bar: Bar | null) => void,
  heard: RefObject<readonly Event[]>,
) {
  const current = useRef({ units, rights, onNone });
  current.current = { units, rights, onNone };
  useEffect(() => {
    function pickUp(event: KeyboardEvent): void {
      const { units, rights, onNone } = current.current;
      const cell = event.target instanceof HTMLElement ? event.target : null;
      const night = cell?.matches('[role=gridcell]') ? cell.dataset.night : undefined;
      const unitId = cell?.closest<HTMLElement>('[data-unit]')?.dataset.unit;
      const row = units.find((one) => one.unit.id === unitId);
      // By its place on the keyboard too: М is not M.
      const isKey = event.key.toLowerCase() === 'm' || event.code === 'KeyM';
      if (!isKey || !night || !row || event.ctrlKey || event.metaKey || event.altKey) return;
      take(event);
      const bars = barsOn(row.unit.bars, night);
      const bar = bars.find((one) => mayMove(one, row.unit.id, rights));
      if (!bar) onNone(bars[0] ?? null);
      else moving.pickUp({ bar, from: placeOf(bar, row.unit.id), how: 'keys' });
    }
    function aim(event: KeyboardEvent): void {
      const held = moving.now();
      if (!held || event.ctrlKey || event.metaKey) return;
      const { units } = current.current;
      const side = SIDEWAYS[event.key];
      const updown = UPDOWN[event.key];
      if (event.key === 'Escape') moving.letGo();
      else if (event.key === 'Enter' || event.key === ' ') moving.letDown();
      else if (side !== undefined)
        moving.aim(shifted(held.to, event.shiftKey ? 'end' : event.altKey ? 'start' : 'whole', side));
      else if (updown !== undefined) {
        const index = units.findIndex((row) => row.unit.id === held.to.unitId);
        const next = units[index + updown];
        if (next) moving.aim({ ...held.to, unitId: next.unit.id });
      }
      if (event.key === 'Tab') moving.letGo();
      else take(event);
    }
    function onKey(event: KeyboardEvent): void {
      const held = moving.now();
      if (!held) pickUp(event);
      else if (held.how === 'keys' && !held.isDown) aim(event);
    }
    const [pressed] = heard.current;
    if (pressed instanceof KeyboardEvent) onKey(pressed);
    document.addEventListener('keydown', onKey, { capture: true });
    return () => {
      document.removeEventListener('keydown', onKey, { capture: true });
      moving.letGo();
    };
  }, [heard]);
}

function take(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
