// biome-ignore-all lint/a11y/useSemanticElements: a grid that scrolls in both directions and is virtual is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo, useRef } from 'react';
import { sayNight } from '#components/format/words.ts';
import { DayHeader } from '#components/timeline/day-header.tsx';
import { daysOf } from '#components/timeline/layout.ts';
import type { Span } from '#components/timeline/position.ts';
import type { LocalNow } from '#components/timeline/use-now.ts';
import { useWheelDays } from '#components/timeline/use-wheel-days.ts';
import { GROUP, ROW, type Row } from './model.ts';
import { RateRow } from './rate-row.tsx';
import { useCellWords } from './use-cell-words.ts';
import { useRowsInSight } from './use-rows-in-sight.ts';
import type { useSelection } from './use-selection.ts';

/** Least pixels of a night: a price of four figures, and its terms. */
const LEAST = 60;
const LEAST_DENSE = 44;

/** Units down, nights across: an ARIA grid in a box that scrolls by itself. */
export function RatesGrid({
  rows,
  span,
  now,
  zone,
  choice,
  isWhole,
  onMove,
}: {
  rows: readonly Row[];
  span: Span;
  now: LocalNow;
  zone: string;
  choice: ReturnType<typeof useSelection>;
  isWhole: boolean;
  onMove: (days: number) => void;
}) {
  const t = useTranslations('rates');
  const locale = useLocale();
  const words = useCellWords();
  const box = useRef<HTMLDivElement>(null);
  const days = useMemo(
    () => daysOf(span).map((day) => ({ ...day, aloud: sayNight(locale, day.night, 'full') })),
    [span, locale],
  );
  const isDense = span.days > 20;
  const heights = useMemo(() => rows.map((row) => (row.kind === 'group' ? GROUP : ROW)), [rows]);
  // The first row where none has the focus: Tab has to find one.
  const active = Math.max(
    rows.findIndex((row) => row.key === choice.head.unitId),
    0,
  );
  const few = useRowsInSight(box, heights, active);
  useWheelDays(box, span.days, onMove);

  const draw = (row: Row, index: number) =>
    row.kind === 'group' ? (
      <div
        role="row"
        aria-rowindex={index + 2}
        className="flex border-line border-b bg-sunken"
        style={{ height: GROUP }}
      >
        <div
          role="rowheader"
          className="sticky left-0 z-[6] flex w-(--unit-col) shrink-0 items-center bg-sunken px-3"
        >
          <span title={row.name} className="truncate font-semibold text-sm">
            {row.name}
          </span>
        </div>
      </div>
    ) : (
      <RateRow
        row={row}
        rowIndex={index + 2}
        days={days}
        today={now.night}
        chosen={choice.selection?.unitIds.includes(row.unit.unitId) ? choice.selection : null}
        activeNight={choice.head.unitId === row.unit.unitId ? choice.head.night : null}
        isDense={isDense}
        words={words}
      />
    );

  return (
    <div
      ref={box}
      role="grid"
      aria-label={t('gridLabel')}
      aria-rowcount={rows.length + 1}
      aria-colcount={span.days + 1}
      aria-multiselectable
      aria-busy={!isWhole}
      {...choice.handlers}
      className="max-h-full overflow-auto overscroll-contain rounded-lg border border-line-strong bg-panel"
    >
      <div
        role="none"
        className="relative"
        style={{ minWidth: `calc(var(--unit-col) + ${span.days * (isDense ? LEAST_DENSE : LEAST)}px)` }}
      >
        <DayHeader
          span={span}
          days={days}
          now={now}
          zone={zone}
          isDense={false}
          units={rows.filter((row) => row.kind === 'unit').length}
        />
        {few ? (
          <div role="none" className="relative" style={{ height: few.height }}>
            {few.drawn.map((index) => {
              const row = rows[index];
              return row ? (
                <div
                  key={row.key}
                  role="none"
                  className="absolute inset-x-0"
                  style={{ top: few.tops[index] }}
                >
                  {draw(row, index)}
                </div>
              ) : null;
            })}
          </div>
        ) : (
          rows.map((row, index) => (
            <div key={row.key} role="none">
              {draw(row, index)}
            </div>
          ))
        )}
      </div>
    </div>
  );
}
