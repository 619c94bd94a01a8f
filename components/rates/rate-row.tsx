// biome-ignore-all lint/a11y/useSemanticElements: a grid that scrolls in both directions and is virtual is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import Link from 'next/link';
import { memo } from 'react';
import { ChannelMark } from '#components/calendar/channels.tsx';
import { cn } from '#components/ui/cn.ts';
import { Cell, type CellDay } from './cell.tsx';
import { ROW, type UnitRow } from './model.ts';
import type { CellWords } from './use-cell-words.ts';

/** One unit: its name, currency and channels, and a cell for each night. */
export const RateRow = memo(function RateRow({
  row,
  rowIndex,
  days,
  today,
  chosen,
  activeNight,
  isDense,
  words,
}: {
  row: UnitRow;
  rowIndex: number;
  days: readonly CellDay[];
  today: string;
  /** The first and the last night chosen in this row. */
  chosen: { readonly from: string; readonly last: string } | null;
  activeNight: string | null;
  isDense: boolean;
  words: CellWords;
}) {
  const { unit, title, isInGroup } = row;
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      data-unit={unit.unitId}
      className="flex border-line border-b"
      style={{ height: ROW }}
    >
      <div
        role="rowheader"
        className={cn(
          'sticky left-0 z-[6] flex w-(--unit-col) shrink-0 flex-col justify-center border-line-strong border-r bg-panel pr-2 pl-3',
          isInGroup && 'pl-5',
        )}
      >
        <Link
          href={isInGroup ? `/units/${unit.unitId}` : `/properties/${unit.propertyId}`}
          title={title}
          className={cn('min-w-0 truncate hover:underline', !isInGroup && 'font-medium')}
        >
          {title}
        </Link>
        <span className="flex items-center gap-1.5 text-ink-2 text-xs">
          {unit.currency}
          {unit.channels.map((channel) => (
            <span
              key={channel.mappingId}
              title={`${channel.account}: ${channel.listing}`}
              className="inline-flex"
            >
              <ChannelMark
                channel={channel.provider}
                className={cn('size-3.5', channel.stopped && 'opacity-40')}
              />
            </span>
          ))}
        </span>
      </div>
      <div
        role="none"
        className="grid min-w-0 flex-1 cursor-cell select-none"
        style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
      >
        {days.map((day, index) => (
          <Cell
            key={day.night}
            unit={unit}
            night={row.nights.get(day.night)}
            day={day}
            column={index + 2}
            says={words.say(unit, row.nights.get(day.night), day.night)}
            isPast={day.night < today}
            isChosen={chosen !== null && chosen.from <= day.night && day.night <= chosen.last}
            isActive={activeNight === day.night}
            isDense={isDense}
          />
        ))}
      </div>
    </div>
  );
});
