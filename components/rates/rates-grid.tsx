// biome-ignore-all lint/a11y/useSemanticElements: a grid that scrolls in both directions and is virtual is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef } from 'react';
import { sayNight } from '#components/format/words.ts';
import { DayHeader, HEADER } from '#components/timeline/day-header.tsx';
import { daysOf } from '#components/timeline/layout.ts';
import type { Span } from '#components/timeline/position.ts';
import type { LocalNow } from '#components/timeline/use-now.ts';
import { useWheelDays } from '#components/timeline/use-wheel-days.ts';
import { GROUP, ROW, type Row } from './model.ts';
import { RateRow } from './rate-row.tsx';
import { useCellWords } from './use-cell-words.ts';
import type { useSelection } from './use-selection.ts';

/** Below this many rows the browser draws all of them faster than we choose some. */
const VIRTUAL_FROM = 40;
/** Least pixels of a night: a price of four figures, and its terms. */
const LEAST = 60;
const LEAST_DENSE = 44;
/** The server's guess of the box, which it cannot measure: rows for a tall screen stand in the page as it comes. */
const FIRST_SIGHT = { width: 1440, height: 1000 };

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
  const isVirtual = rows.length > VIRTUAL_FROM;
  const activeIndex = rows.findIndex((row) => row.key === choice.head.unitId);
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? GROUP : ROW),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
    initialRect: FIRST_SIGHT,
    scrollPaddingStart: HEADER,
    // The cell that Tab reaches is always drawn, however far away it was scrolled.
    rangeExtractor: (range) =>
      [...new Set([Math.max(activeIndex, 0), ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are known, and new with the rows
  useEffect(() => virtual.measure(), [rows]);
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
        {isVirtual ? (
          <div role="none" className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              return row ? (
                <div key={item.key} role="none" className="absolute inset-x-0" style={{ top: item.start }}>
                  {draw(row, item.index)}
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
