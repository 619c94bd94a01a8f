// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { memo, useMemo } from 'react';
import { cn } from '#components/ui/cn.ts';
import { BarButton } from './bar.tsx';
import { ClashMark } from './clash-mark.tsx';
import { barKey, useDesk } from './desk.ts';
import { Ghost } from './ghost.tsx';
import { barsByDay, type Day } from './layout.ts';
import type { Span } from './position.ts';
import { isMeant, type UnitRow } from './rows.ts';
import { UnitName } from './unit-name.tsx';
import type { BarWords } from './use-bar-words.ts';
import { type Nights, useDragNights } from './use-drag-nights.ts';
import type { Light } from './use-lights.ts';

export type HeadedDay = Day & { readonly aloud: string };

type Props = {
  row: UnitRow;
  rowIndex: number;
  span: Span;
  days: readonly HeadedDay[];
  today: string;
  words: BarWords;
  light: Light | null;
  openKey: string | null;
  /** The night whose cell takes the focus, where that is in this row. */
  activeNight: string | null;
  /** Nights chosen in this row and not yet decided on. */
  chosen: Nights | null;
  word: string;
  isWhole: boolean;
};

/** One unit: its name and light, a cell for each night, and across them the bars. */
export const UnitRowView = memo(function UnitRowView(props: Props) {
  const { row, span, days, today, words, word } = props;
  const { unit, layout } = row;
  const desk = useDesk();
  const mayWrite = desk.rights.book || desk.rights.block;
  const drag = useDragNights(span, mayWrite, (nights) => {
    const ghost = document.querySelector(`[data-unit="${unit.id}"] [data-ghost]`);
    if (ghost) desk.choose(unit, nights, ghost.getBoundingClientRect());
  });
  const nights = drag.nights ?? props.chosen;
  const taken = useMemo(() => barsByDay(unit.bars, span), [unit.bars, span]);
  const hasHit = word !== '' && unit.bars.some((bar) => isMeant(bar, word));

  return (
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      data-unit={unit.id}
      className="group/row flex border-line border-b"
      style={{ height: row.height }}
    >
      <UnitName row={row} light={props.light} mayResolve={desk.rights.resolve} />
      <div
        role="none"
        data-lanes
        {...drag.handlers}
        style={{ gridTemplateColumns: `repeat(${span.days}, minmax(0, 1fr))` }}
        className={cn('relative grid min-w-0 flex-1 select-none', mayWrite && 'cursor-cell')}
      >
        {days.map((day, index) => {
          const on = taken[index] ?? [];
          return (
            <div
              key={day.night}
              role="gridcell"
              aria-colindex={index + 2}
              aria-label={`${day.aloud}: ${props.isWhole || on.length > 0 ? words.taken(on) : words.unread}`}
              tabIndex={props.activeNight === day.night ? 0 : -1}
              data-night={day.night}
              className={cn(
                'border-line outline-offset-[-2px]',
                (span.days < 60 || day.isWeekStart) && index > 0 && 'border-l',
                day.isMonthStart && 'border-line-strong border-l',
                day.isWeekend && 'bg-(--weekend)',
                day.night < today && 'bg-[color-mix(in_oklab,var(--sunken)_55%,transparent)]',
                on.length === 0 && mayWrite && 'hover:bg-hover',
              )}
            />
          );
        })}
        {/* Across all nights, and so in none of their cells: a last cell that lets the pointer through. */}
        <div
          role="gridcell"
          aria-colindex={span.days + 2}
          className="pointer-events-none absolute inset-0 *:pointer-events-auto"
        >
          {layout.bars.map((placed) => (
            <BarButton
              key={barKey(placed.bar)}
              placed={placed}
              unit={unit}
              isOpen={props.openKey === barKey(placed.bar)}
              isFaint={hasHit && !isMeant(placed.bar, word)}
              words={words}
            />
          ))}
          {layout.clashes.map((clash) => (
            <ClashMark
              key={`${clash.left}/${clash.bottom}`}
              clash={clash}
              span={span}
              mayResolve={desk.rights.resolve}
            />
          ))}
        </div>
        {nights ? <Ghost nights={nights} span={span} words={words} /> : null}
        {props.isWhole ? null : (
          <span
            aria-hidden
            className="absolute inset-x-3 top-3 z-[5] h-3.5 animate-breathe rounded-sm bg-idle-soft"
          />
        )}
      </div>
    </div>
  );
});
