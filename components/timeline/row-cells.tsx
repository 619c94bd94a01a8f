// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useLocale } from 'next-intl';
import { dayNumber, nightAt } from '#components/format/days.ts';
import { sayNight } from '#components/format/words.ts';
import type { Days } from './canvas.ts';
import type { RowCellRuns } from './cells.ts';
import { barsByDay } from './layout.ts';
import type { Span } from './position.ts';
import type { TimelineUnit } from './rows.ts';
import type { BarWords } from './use-bar-words.ts';
import type { CellWords } from './use-cell-words.ts';

/** The nights around the one that takes the focus, each a cell that says what has it: other rows need none. */
export function RowCells({
  unit,
  night,
  reach,
  canvas,
  unread,
  words,
  cells,
  cellWords,
}: {
  unit: TimelineUnit;
  night: string;
  reach: number;
  canvas: Span;
  unread: readonly Days[];
  words: BarWords;
  cells: RowCellRuns | null;
  cellWords: CellWords;
}) {
  const locale = useLocale();
  const first = dayNumber(canvas.from);
  const at = dayNumber(night) - first;
  const start = Math.max(at - reach, 0);
  const end = Math.min(at + reach + 1, canvas.days);
  const taken = barsByDay(unit.bars, { from: nightAt(first + start), days: Math.max(end - start, 0) });
  return (
    <div role="none" className="days" style={{ left: `calc(${start} * var(--day))` }}>
      {taken.map((on, index) => {
        const day = start + index;
        const name = nightAt(first + day);
        const isUnread = on.length === 0 && unread.some((one) => one.start <= day && day < one.end);
        const says = cells ? cellWords.aloud(cells, name) : '';
        return (
          <div
            key={name}
            role="gridcell"
            aria-colindex={day + 2}
            aria-label={`${sayNight(locale, name, 'full')}: ${isUnread ? words.unread : words.taken(on)}${says && `, ${says}`}`}
            tabIndex={name === night ? 0 : -1}
            data-night={name}
            className="night"
          />
        );
      })}
    </div>
  );
}
