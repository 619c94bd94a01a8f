'use client';

import { useState } from 'react';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import type { Desk } from './desk.ts';
import { barsOn } from './layout.ts';
import { unitsOf } from './use-desk-state.ts';
import { activeCell } from './use-grid-keys.ts';

/** Why the night with the focus is as it is: beside the bar that has it, or by itself where none does. */
export function useWhy(desk: Desk, timeline: Timeline) {
  const [asked, setAsked] = useState<{ unitId: string; night: string } | null>(null);
  return {
    asked,
    ask: () => {
      const cell = activeCell();
      const unitId = cell?.closest<HTMLElement>('[data-unit]')?.dataset.unit;
      const night = cell?.dataset.night;
      const unit = unitsOf(timeline).find((one) => one.id === unitId);
      if (!unit || !night) return;
      const [bar] = barsOn(unit.bars, night);
      setAsked(bar ? null : { unitId: unit.id, night });
      if (bar) desk.open(bar, unit, 'why');
    },
    close: () => {
      setAsked(null);
      requestAnimationFrame(() => activeCell()?.focus({ preventScroll: true }));
    },
  };
}
