'use client';

import { startTransition, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { afterPaint } from '#components/ui/after-paint.ts';
import type { Bar, Timeline } from '#lib/domain/availability/schemas.ts';
import type { Choice } from './choose-menu.tsx';
import type { Desk, Intent, Rights, Started } from './desk.ts';
import { keeper, nothingKept } from './keeper.ts';
import { barKey } from './layout.ts';
import type { Opened } from './opened.ts';
import type { Hovered } from './reason-card.tsx';
import type { TimelineUnit } from './rows.ts';
import { activeCell } from './use-grid-keys.ts';

type Open = { readonly key: string; readonly unitId: string; readonly intent: Intent | null };

const HOVER_MS = 150;
/** The panel moves other bars under a pointer that rests: that is no hovering. */
const QUIET_MS = 400;

/**
 * What is open, hovered, chosen or begun. The desk itself never changes, so that rows are not drawn again for it.
 * @param first the bar that is open from the beginning
 */
export function useDeskState(
  timeline: Timeline,
  rights: Rights,
  first: { key: string; unitId: string } | null,
) {
  const [open, setOpen] = useState<Open | null>(first && { ...first, intent: null });
  const [choices] = useState(keeper<Choice>);
  const choice = useSyncExternalStore(choices.subscribe, choices.now, nothingKept);
  const [hovers] = useState(keeper<Hovered>);
  const [starts] = useState(keeper<Started>);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const quietUntil = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);

  const isOpen = open !== null;
  const wasOpen = useRef(isOpen);
  useEffect(() => {
    if (wasOpen.current && !isOpen) focusCell();
    wasOpen.current = isOpen;
  }, [isOpen]);

  const { book, block, resolve, journal } = rights;
  const desk = useMemo((): Desk => {
    const leave = () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      hovers.keep(null);
    };
    return {
      rights: { book, block, resolve, journal },
      open: (bar, unit, intent) => {
        leave();
        quietUntil.current = performance.now() + QUIET_MS;
        // The panel narrows the grid and all that is drawn in it: the press is answered before that.
        startTransition(() => setOpen({ key: barKey(bar), unitId: unit.id, intent: intent ?? null }));
      },
      hover: (over) => {
        leave();
        if (!over || performance.now() < quietUntil.current) return;
        const own = setTimeout(
          () =>
            // Rows may just have come: where they stand is known once the browser has drawn them.
            afterPaint(() => {
              if (timer.current !== own) return;
              const at = over.at();
              if (at.width > 0) hovers.keep({ ...over, at }); // still drawn
            }),
          HOVER_MS,
        );
        timer.current = own;
      },
      choose: (unit, nights, at) => {
        leave();
        choices.keep({ unit, nights, at });
      },
      start: (what) => {
        const now = choices.now();
        choices.keep(null);
        starts.keep({ what, chosen: now && { ...now.nights, unitId: now.unit.id } });
      },
    };
  }, [book, block, resolve, journal, choices, hovers, starts]);

  // What is cancelled or moved elsewhere is not said to stand there any more, also under a pointer that rests.
  useEffect(() => {
    const over = hovers.now();
    const unit = unitsOf(timeline).find((one) => one.id === over?.unit.id);
    if (over && !unit?.bars.some((one) => barKey(one) === barKey(over.bar))) hovers.keep(null);
  }, [timeline, hovers]);

  const opened = open ? findOpened(timeline, open) : null;
  return {
    desk,
    state: {
      opened,
      open: opened ? { key: barKey(opened.bar), unitId: opened.unit.id } : null,
      choice,
      choiceTitle: choice ? titleOf(timeline, choice.unit.id) : '',
    },
    hovers,
    starts,
    close: {
      details: () => startTransition(() => setOpen(null)),
      choice: () => {
        choices.keep(null);
        focusCell();
      },
      dialog: () => {
        starts.keep(null);
        focusCell();
      },
    },
  };
}

/** The bar as it is now; gone once nothing stands there any more. */
function findOpened(timeline: Timeline, open: Open): Opened | null {
  const unit = unitsOf(timeline).find((one) => one.id === open.unitId);
  const bar =
    unit?.bars.find((one) => barKey(one) === open.key) ?? unit?.bars.find((one) => hasId(one, open.key));
  return unit && bar ? { bar, unit, unitTitle: titleOf(timeline, unit.id), intent: open.intent } : null;
}

/** A stay that moved keeps its id, not its dates. */
function hasId(bar: Bar, key: string): boolean {
  return key.startsWith(`${bar.kind}/${bar.id}/`) && bar.kind !== 'preparation';
}

export function unitsOf(timeline: Timeline): TimelineUnit[] {
  return timeline.properties.flatMap((property) => property.units);
}

/** "Quay House, Garden Room", or the property alone where that is its one unit. */
export function titleOf(timeline: Timeline, unitId: string): string {
  const property = timeline.properties.find((one) => one.units.some((unit) => unit.id === unitId));
  const unit = property?.units.find((one) => one.id === unitId);
  if (!property || !unit) return '';
  return property.units.length > 1 ? `${property.name}, ${unit.name}` : property.name;
}

/** What was opened is gone, and the focus with it: it goes back to the cell where the keyboard was. */
function focusCell(): void {
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (document.activeElement !== document.body) return;
      activeCell()?.focus({ preventScroll: true });
    }),
  );
}
