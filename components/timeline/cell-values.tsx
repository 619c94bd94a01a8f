'use client';

import { useTranslations } from 'next-intl';
import { memo, useMemo } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icon.tsx';
import type { IconName } from '#components/ui/icon-names.ts';
import type { CellState } from '#lib/domain/explain/schemas.ts';
import type { Days } from './canvas.ts';
import { allSegments, freeSegments, type RowCellRuns, type Segment } from './cells.ts';
import type { Span } from './position.ts';
import type { TimelineUnit } from './rows.ts';
import type { CellWords } from './use-cell-words.ts';

/** What is written into a row's nights: behind its bars a price or a minimum stay, under them where it stands with the channels. */
export const CellValues = memo(function CellValues({
  cells,
  unit,
  canvas,
  days,
  words,
}: {
  cells: RowCellRuns;
  unit: TimelineUnit;
  canvas: Span;
  days: Days;
  words: CellWords;
}) {
  const segments = useMemo(
    () =>
      cells.show === 'channels'
        ? allSegments(cells.runs, canvas.from)
        : freeSegments(cells.runs, unit.bars, canvas.from),
    [cells, unit.bars, canvas],
  );
  const seen = segments.filter((one) => one.start < days.end && one.end > days.start);
  return (
    <span aria-hidden className="pointer-events-none absolute inset-0">
      {seen.map((one) => {
        const says = words.short(cells, one.value);
        return typeof one.value === 'number' ? (
          <Value key={one.start} at={one} says={says} />
        ) : (
          <Standing key={one.start} at={one} state={one.value} />
        );
      })}
    </span>
  );
});

function Value({ at, says }: { at: Segment; says: string }) {
  const start = at.start + (at.isAfterStay ? 0.5 : 0);
  return (
    <span
      style={{
        left: `calc(${start} * var(--day) + 1px)`,
        width: `calc(${at.end - start} * var(--day) - 2px)`,
      }}
      className="tnum absolute top-3 flex h-3.5 items-center gap-1 overflow-clip text-ink-2 text-xs"
    >
      <span className="sticky left-[calc(var(--unit-col)+4px)] pl-0.5">{says}</span>
      <span className="h-px min-w-0 flex-1 bg-line-strong" />
    </span>
  );
}

const LOOK: Record<CellState, { icon: IconName; line: string; sign: string }> = {
  confirmed: { icon: 'check', line: 'bg-good', sign: 'text-good' },
  on_its_way: {
    icon: 'clock-3',
    line: 'bg-[repeating-linear-gradient(90deg,var(--ink-3)_0_6px,transparent_6px_9px)]',
    sign: 'text-ink-2',
  },
  failed: { icon: 'x', line: 'bg-bad-strong', sign: 'text-bad' },
  differs: {
    icon: 'arrow-left-right',
    line: 'bg-[repeating-linear-gradient(90deg,var(--warn)_0_3px,transparent_3px_5px)]',
    sign: 'text-warn',
  },
};

function Standing({ at, state }: { at: Segment; state: CellState }) {
  const { line } = LOOK[state];
  return (
    <span
      style={{
        left: `calc(${at.start} * var(--day) + 1px)`,
        width: `calc(${at.end - at.start} * var(--day) - 2px)`,
      }}
      className="absolute bottom-0 flex h-3 items-end"
    >
      <span className={cn('h-[3px] w-full', line)} />
      {state === 'confirmed' ? null : <StandingSign state={state} className="absolute bottom-0 left-0" />}
    </span>
  );
}

const STATES = ['confirmed', 'on_its_way', 'failed', 'differs'] as const;

/** What the signs mean: part of the list of all that stand on the rows. */
export function StandingSigns() {
  const t = useTranslations('timeline');
  return STATES.map((state) => (
    <li key={state} className="flex items-center gap-1.5">
      <StandingSign state={state} />
      {t(`cells.${state}`)}
    </li>
  ));
}

function StandingSign({ state, className }: { state: CellState; className?: string }) {
  const { icon, sign } = LOOK[state];
  return (
    <span className={cn('grid size-3 place-items-center rounded-sm bg-panel', sign, className)}>
      <Icon name={icon} strokeWidth={2.5} className="size-2.5" />
    </span>
  );
}
