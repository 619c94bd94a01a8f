// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { memo } from 'react';
import { cn } from '#components/ui/cn.ts';
import { BarButton } from './bar.tsx';
import { type Days, isOn } from './canvas.ts';
import type { RowCellRuns } from './cells.ts';
import { useChosenIn } from './choosing.ts';
import { ClashMark } from './clash-mark.tsx';
import { useDesk } from './desk.ts';
import { Ghost } from './ghost.tsx';
import { barKey, type Day, type Nights, type Place } from './layout.ts';
import { CellValues, YearBars } from './opened-later.ts';
import type { Span } from './position.ts';
import { RowCells } from './row-cells.tsx';
import { isMeant, type UnitRow } from './rows.ts';
import { UnitName } from './unit-name.tsx';
import type { BarWords } from './use-bar-words.ts';
import type { CellWords } from './use-cell-words.ts';
import { useHeldAmong } from './use-moving.ts';

/** Pixels of a bar that nothing is written on: its gaps, its edge and its padding. */
const PADDING = 14;
/** Letters that set some bars apart: most bear any single one. */
const TELLING = 2;

export type HeadedDay = Day & { readonly aloud: string };

type Props = {
  row: UnitRow;
  rowIndex: number;
  /** Pixels from the first row's upper edge. */
  top: number;
  canvas: Span;
  /** The days whose bars are drawn. */
  days: Days;
  /** Days about which nothing is known yet. */
  unread: readonly Days[];
  /** Pixels of a day. */
  dayWidth: number;
  words: BarWords;
  /** What is written into the nights, where something is. */
  cells: RowCellRuns | null;
  cellWords: CellWords;
  openKey: string | null;
  /** The night whose cell takes the focus, where that is in this row, and how many are around it. */
  activeNight: string | null;
  reach: number;
  /** Nights chosen in this row and not yet decided on. */
  chosen: Nights | null;
  word: string;
  isYear: boolean;
};

/** One unit: its name and light, and across the days its bars; the row that has the focus has its cells too. */
export const UnitRowView = memo(function UnitRowView(props: Props) {
  const { row, canvas, days, words, word, unread } = props;
  const { unit, layout } = row;
  const desk = useDesk();
  const mayWrite = desk.rights.book || desk.rights.block;
  const dragged = useChosenIn(unit.id);
  const nights = dragged ?? props.chosen;
  const held = useHeldAmong(unit.bars);
  const hasHit = !props.isYear && word.length >= TELLING && unit.bars.some((bar) => isMeant(bar, word));
  const isDrawn = (at: Place) => isOn(days, canvas, at);

  return (
    <div
      role="row"
      aria-rowindex={props.rowIndex}
      data-unit={unit.id}
      className="absolute inset-x-0 flex border-line border-b"
      style={{ top: props.top, height: row.height }}
    >
      <UnitName row={row} mayResolve={desk.rights.resolve} />
      <div
        role="none"
        data-lanes
        className={cn('lanes relative min-w-0 flex-1 select-none', mayWrite && 'cursor-cell')}
      >
        {props.activeNight === null ? null : (
          <RowCells
            unit={unit}
            night={props.activeNight}
            reach={props.reach}
            canvas={canvas}
            unread={unread}
            words={words}
            cells={props.cells}
            cellWords={props.cellWords}
          />
        )}
        {props.cells && !props.isYear ? (
          <CellValues cells={props.cells} unit={unit} canvas={canvas} days={days} words={props.cellWords} />
        ) : null}
        {/* Across all nights, and so in none of their cells: a last cell that lets the pointer through. */}
        <div role="gridcell" aria-colindex={canvas.days + 2} className="row-bars">
          {props.isYear ? (
            <YearBars row={row} canvas={canvas} openKey={props.openKey} />
          ) : (
            layout.bars
              .filter(isDrawn)
              .map((placed) => (
                <BarButton
                  key={barKey(placed.bar)}
                  placed={placed}
                  unit={unit}
                  width={placed.width * canvas.days * props.dayWidth - PADDING}
                  isOpen={props.openKey === barKey(placed.bar)}
                  isHeld={held === placed.bar.id}
                  isMeant={hasHit && isMeant(placed.bar, word)}
                  words={words}
                />
              ))
          )}
          {hasHit ? <span aria-hidden data-dimmed className="absolute inset-0 z-[3] bg-panel/70" /> : null}
          {layout.clashes.filter(isDrawn).map((clash) => (
            <ClashMark
              key={`${clash.left}/${clash.bottom}`}
              clash={clash}
              span={canvas}
              mayResolve={desk.rights.resolve}
              isNarrow={props.isYear}
            />
          ))}
        </div>
        {nights ? <Ghost nights={nights} span={canvas} words={words} /> : null}
        {unread.map(({ start, end }) =>
          start < days.end && end > days.start ? (
            <span
              key={start}
              aria-hidden
              style={{
                left: `calc(${start} * var(--day) + 4px)`,
                width: `calc(${end - start} * var(--day) - 8px)`,
              }}
              className="absolute top-3 h-3.5 animate-breathe rounded-sm bg-idle-soft"
            />
          ) : null,
        )}
      </div>
    </div>
  );
});
