// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useTranslations } from 'next-intl';
import { type CSSProperties, type FocusEvent, memo, type PointerEvent, useMemo } from 'react';
import { cn } from '#components/ui/cn.ts';
import { dayWidth, topsOf, wholeHeight } from './canvas.ts';
import { CanvasHeader } from './canvas-header.tsx';
import type { RowCellRuns } from './cells.ts';
import { DayLines } from './day-lines.tsx';
import type { Desk } from './desk.ts';
import type { Drawn, UnreadOf } from './drawn.ts';
import { GridReachProvider } from './grid-place.ts';
import { GroupRowView } from './group-row.tsx';
import { barKey, barsOn, cellAt, type Nights } from './layout.ts';
import { MoveLayerLater } from './move-layer-later.tsx';
import { Reveal } from './opened-later.ts';
import { type Position, spanOf } from './position.ts';
import type { Row } from './rows.ts';
import type { Rest, Seen } from './sight.ts';
import { UnitRowView } from './unit-row.tsx';
import { useBarWords } from './use-bar-words.ts';
import { useCanvasScroll } from './use-canvas-scroll.ts';
import { useCellWords } from './use-cell-words.ts';
import { useGridKeys } from './use-grid-keys.ts';
import { daysInto, type LocalNow } from './use-now.ts';

/** Pixels of a day below which two letters of neighbouring weekdays run into each other. */
const NARROW = 24;
/** Cells on each side of the one with the focus: two weeks. */
const MOST_CELLS = 14;

/** Units down, days across: an ARIA grid on a canvas of two years, in a box that scrolls by itself. */
export const Grid = memo(function Grid({
  rows,
  position,
  jump,
  startRow,
  canvas,
  now,
  zone,
  desk,
  unreadOf,
  cellsOf,
  open,
  chosen,
  word,
  isWhole,
  isBeside,
  onFold,
  onStep,
  onRest,
  onSee,
}: {
  rows: readonly Row[];
  position: Position;
  jump: number;
  startRow: string | null;
  canvas: { from: string; days: number };
  now: LocalNow;
  zone: string;
  desk: Desk;
  unreadOf: UnreadOf;
  cellsOf: (unitId: string) => RowCellRuns | null;
  open: { key: string; unitId: string } | null;
  chosen: { unitId: string; nights: Nights } | null;
  word: string;
  isWhole: boolean;
  /** Something stands beside the rows. */
  isBeside: boolean;
  onFold: (propertyId: string) => void;
  onStep: (direction: 1 | -1) => void;
  onRest: (rest: Rest) => void;
  onSee: (seen: Seen) => void;
}) {
  const t = useTranslations('timeline');
  const words = useBarWords();
  const cellWords = useCellWords();
  const tops = useMemo(() => topsOf(rows), [rows]);
  const span = useMemo(() => spanOf(position), [position]);
  const scroll = useCanvasScroll({
    rows,
    tops,
    unreadOf,
    canvas,
    position,
    jump,
    startRow,
    isBeside,
    onRest,
    onSee,
  });
  const { view, start } = scroll;
  const keys = useGridKeys({
    rows,
    canvas,
    span,
    jump,
    today: now.night,
    desk,
    show: scroll.show,
    onStep,
  });
  const { zoom } = position;
  const at = daysInto(canvas.from, now);

  function onFocus(event: FocusEvent<HTMLElement>) {
    const cell = event.target;
    const unitId = cell.closest<HTMLElement>('[data-unit]')?.dataset.unit;
    const night = cell.dataset.night;
    const row = rows.find((one) => one.key === unitId);
    if (!night || row?.kind !== 'unit') return;
    keys.onFocusCell(row.unit.id, night);
    const [bar] = barsOn(row.unit.bars, night);
    const drawn = bar
      ? scroll.box.current?.querySelector(`[data-unit="${row.unit.id}"] [data-bar="${barKey(bar)}"]`)
      : null;
    if (bar && drawn && cell.matches(':focus-visible'))
      desk.hover({ bar, unit: row.unit, at: () => drawn.getBoundingClientRect() });
    else desk.hover(null);
  }

  /** The cell under a pressed pointer takes the focus, as if it stood there. */
  function onPointerDown(event: PointerEvent<HTMLElement>) {
    const target = event.target instanceof Element ? event.target : null;
    if (event.button !== 0 || !target?.closest('[data-lanes]') || target.closest('button, a')) return;
    const cell = cellAt(scroll.reach.place(), event.clientX, event.clientY);
    if (cell) keys.take(cell.unitId, cell.night);
  }

  const draw = ({ row, days, unread }: Drawn, index: number) =>
    row.kind === 'group' ? (
      <GroupRowView
        key={row.key}
        row={row}
        rowIndex={index + 2}
        top={tops[index] ?? 0}
        canvas={canvas}
        days={days}
        unread={unread}
        today={now.night}
        zoom={zoom}
        onFold={onFold}
      />
    ) : (
      <UnitRowView
        key={row.key}
        row={row}
        rowIndex={index + 2}
        top={tops[index] ?? 0}
        canvas={canvas}
        days={days}
        unread={unread}
        dayWidth={scroll.dayWidth}
        words={words}
        cells={cellsOf(row.unit.id)}
        cellWords={cellWords}
        openKey={open?.unitId === row.unit.id ? open.key : null}
        activeNight={keys.active?.unitId === row.unit.id ? keys.active.night : null}
        reach={Math.min(span.days, MOST_CELLS)}
        chosen={nightsIn(chosen, row) ?? nightsIn(keys.grown, row)}
        word={word}
        isYear={zoom === 'year'}
      />
    );
  // The row that Tab reaches is always drawn, however far away it was scrolled.
  const drawn = rows.flatMap((row, index) => {
    const isActive = row.key === keys.active?.unitId;
    if (!isActive && (index < view.first || index > view.last)) return [];
    const known = view.drawn.get(row.key);
    if (known) return [draw(known, index)];
    return isActive ? [draw({ row, days: view.days, unread: unreadOf(row.property.id) }, index)] : [];
  });
  const units = useMemo(() => rows.filter((row) => row.kind === 'unit').length, [rows]);
  const wide: CSSProperties & Record<'--day-on-screen' | '--day-on-paper', string> = {
    '--day-on-screen': scroll.isMeasured ? `${scroll.dayWidth}px` : dayWidth(zoom),
    '--day-on-paper': dayWidth(zoom),
    width: `calc(var(--unit-col) + ${canvas.days} * var(--day))`,
  };

  return (
    <GridReachProvider value={scroll.reach}>
      <div
        ref={scroll.box}
        role="grid"
        aria-label={t('gridLabel')}
        aria-rowcount={rows.length + 1}
        aria-colcount={canvas.days + 2}
        aria-busy={!isWhole}
        onKeyDown={keys.onKeyDown}
        onFocus={onFocus}
        onPointerDown={onPointerDown}
        onBlur={(event) => {
          desk.hover(null);
          // A cell that was taken away leaves towards nothing; a person leaves towards something.
          if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget)) keys.onLeave();
        }}
        onScroll={() => {
          desk.hover(null);
          scroll.onScroll();
        }}
        style={{ maxHeight: wholeHeight(tops, scroll.edges) }}
        className={cn(
          'min-h-0 grow basis-0 overflow-auto overscroll-contain rounded-lg border border-line-strong bg-panel',
          !scroll.isMeasured && '@container',
        )}
      >
        <div role="none" className="canvas-width relative" style={wide}>
          <div role="none" data-shifted="across" style={shifted(start)}>
            <CanvasHeader
              track={scroll.track}
              canvas={canvas}
              zoom={zoom}
              days={view.days}
              isNarrow={scroll.dayWidth < NARROW}
              now={now}
              zone={zone}
              units={units}
            />
            <div role="none" data-shifted="down" className="relative" style={{ height: tops.at(-1) }}>
              <DayLines canvas={canvas} zoom={zoom} today={now.night} />
              {drawn}
              {at >= 0 && at <= canvas.days ? (
                <div
                  aria-hidden
                  className="pointer-events-none absolute inset-y-0 right-0 left-(--unit-col) z-[1]"
                >
                  <span
                    style={{ left: `${(at / canvas.days) * 100}%` }}
                    className="absolute inset-y-0 w-px bg-accent"
                  />
                </div>
              ) : null}
            </div>
          </div>
        </div>
      </div>
      <MoveLayerLater rows={rows} />
      {isBeside && open ? <Reveal box={scroll.box} rows={rows} open={open} /> : null}
    </GridReachProvider>
  );
});

/** Where the first paint stands, before any script can scroll: see canvas.css. */
function shifted(start: { readonly days: number; readonly top: number }) {
  const style: CSSProperties & Record<'--across' | '--down', string> = {
    '--across': `calc(${start.days} * var(--day))`,
    '--down': `${start.top}px`,
  };
  return style;
}

function nightsIn(range: { unitId: string; nights: Nights } | null, row: Row): Nights | null {
  return row.kind === 'unit' && range?.unitId === row.unit.id ? range.nights : null;
}
