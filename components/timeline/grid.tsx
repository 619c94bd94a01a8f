// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useLocale, useTranslations } from 'next-intl';
import { type FocusEvent, useEffect, useMemo, useRef } from 'react';
import { sayNight } from '#components/format/words.ts';
import { DayHeader, HEADER } from './day-header.tsx';
import type { Desk } from './desk.ts';
import { GroupRowView } from './group-row.tsx';
import { barsOn, daysOf } from './layout.ts';
import { leastWidth, type Position, type Span } from './position.ts';
import type { Row } from './rows.ts';
import { UnitRowView } from './unit-row.tsx';
import { useBarWords } from './use-bar-words.ts';
import type { Nights } from './use-drag-nights.ts';
import { useGridKeys } from './use-grid-keys.ts';
import type { Light } from './use-lights.ts';
import { daysInto, type LocalNow } from './use-now.ts';
import { useWheelDays } from './use-wheel-days.ts';

/** Below this many rows the browser draws all of them faster than we choose some. */
const VIRTUAL_FROM = 60;

/** Units down, days across: an ARIA grid in a box that scrolls by itself. */
export function Grid({
  rows,
  position,
  span,
  now,
  zone,
  desk,
  lightOf,
  open,
  chosen,
  word,
  isWhole,
  onFold,
  onMove,
  onStep,
}: {
  rows: readonly Row[];
  position: Position;
  span: Span;
  now: LocalNow;
  zone: string;
  desk: Desk;
  lightOf: (row: Row & { kind: 'unit' }) => Light | null;
  open: { key: string; unitId: string } | null;
  chosen: { unitId: string; nights: Nights } | null;
  word: string;
  isWhole: boolean;
  onFold: (propertyId: string) => void;
  onMove: (days: number) => void;
  onStep: (direction: 1 | -1) => void;
}) {
  const t = useTranslations('timeline');
  const locale = useLocale();
  const words = useBarWords();
  const days = useMemo(
    () => daysOf(span).map((day) => ({ ...day, aloud: sayNight(locale, day.night, 'full') })),
    [span, locale],
  );
  const box = useRef<HTMLDivElement>(null);
  const keys = useGridKeys({ rows, span, today: now.night, desk, onMove, onStep });
  const isVirtual = rows.length > VIRTUAL_FROM;
  const activeIndex = rows.findIndex((row) => row.key === keys.active?.unitId);
  const virtual = useVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    getScrollElement: () => box.current,
    estimateSize: (index) => rows[index]?.height ?? 38,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    scrollPaddingStart: HEADER,
    // The cell that Tab reaches is always drawn, however far away it was scrolled.
    rangeExtractor: (range) =>
      [...new Set([Math.max(activeIndex, 0), ...defaultRangeExtractor(range)])].sort((a, b) => a - b),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights are known, and new with the rows
  useEffect(() => virtual.measure(), [rows]);
  useWheelDays(box, span.days, onMove);
  const isDense = span.days > 60;
  const at = daysInto(span.from, now);

  function onFocus(event: FocusEvent<HTMLElement>) {
    const cell = event.target;
    const unitId = cell.closest<HTMLElement>('[data-unit]')?.dataset.unit;
    const night = cell.dataset.night;
    const row = rows.find((one) => one.kind === 'unit' && one.unit.id === unitId);
    if (!night || row?.kind !== 'unit') return;
    keys.onFocusCell(row.unit.id, night);
    const [bar] = barsOn(row.unit.bars, night);
    const drawn = bar
      ? box.current?.querySelector(`[data-unit="${row.unit.id}"] [data-bar="${bar.id}"]`)
      : null;
    if (bar && drawn && cell.matches(':focus-visible'))
      desk.hover(bar, row.unit, drawn.getBoundingClientRect());
    else desk.hover(null, null, null);
  }

  const draw = (row: Row, index: number) =>
    row.kind === 'group' ? (
      <GroupRowView
        row={row}
        rowIndex={index + 2}
        days={days}
        today={now.night}
        isDense={isDense}
        isWhole={isWhole}
        onFold={onFold}
      />
    ) : (
      <UnitRowView
        row={row}
        rowIndex={index + 2}
        span={span}
        days={days}
        today={now.night}
        words={words}
        light={lightOf(row)}
        openKey={open?.unitId === row.unit.id ? open.key : null}
        activeNight={keys.active?.unitId === row.unit.id ? keys.active.night : null}
        chosen={nightsIn(chosen, row) ?? nightsIn(keys.grown, row)}
        word={word}
        isWhole={isWhole}
      />
    );

  return (
    <div
      ref={box}
      role="grid"
      aria-label={t('gridLabel')}
      aria-rowcount={rows.length + 1}
      aria-colcount={span.days + 2}
      aria-busy={!isWhole}
      onKeyDown={keys.onKeyDown}
      onFocus={onFocus}
      onBlur={(event) => {
        desk.hover(null, null, null);
        // A cell that was taken away leaves towards nothing; a person leaves towards something.
        if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) keys.onLeave();
      }}
      onScroll={() => desk.hover(null, null, null)}
      className="max-h-full overflow-auto overscroll-contain rounded-lg border border-line-strong bg-panel print:max-h-none print:overflow-visible"
    >
      <div
        role="none"
        className="relative"
        style={{ minWidth: `calc(var(--unit-col) + ${leastWidth(position.zoom)}px)` }}
      >
        <DayHeader
          span={span}
          days={days}
          now={now}
          zone={zone}
          isDense={isDense}
          units={rows.filter((row) => row.kind === 'unit').length}
        />
        {at >= 0 && at <= span.days ? (
          <div aria-hidden className="pointer-events-none absolute inset-y-0 right-0 left-(--unit-col) z-[1]">
            <span
              style={{ left: `${(at / span.days) * 100}%` }}
              className="absolute inset-y-0 w-px bg-accent"
            />
          </div>
        ) : null}
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

function nightsIn(range: { unitId: string; nights: Nights } | null, row: Row): Nights | null {
  return row.kind === 'unit' && range?.unitId === row.unit.id ? range.nights : null;
}
