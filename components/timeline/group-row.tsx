// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { ChevronDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { cn } from '#components/ui/cn.ts';
import type { GroupRow } from './rows.ts';
import type { HeadedDay } from './unit-row.tsx';

/** A property of several units: folds them away, and says how many are free night by night. */
export const GroupRowView = memo(function GroupRowView({
  row,
  rowIndex,
  days,
  today,
  isDense,
  isWhole,
  onFold,
}: {
  row: GroupRow;
  rowIndex: number;
  days: readonly HeadedDay[];
  today: string;
  isDense: boolean;
  /** False while nobody knows what is free. */
  isWhole: boolean;
  onFold: (propertyId: string) => void;
}) {
  const t = useTranslations('timeline');
  const units = row.property.units.length;
  return (
    <div
      role="row"
      aria-rowindex={rowIndex}
      className="flex border-line border-b bg-sunken"
      style={{ height: row.height }}
    >
      <div
        role="rowheader"
        className="sticky left-0 z-[6] flex w-(--unit-col) shrink-0 items-center border-line-strong border-r bg-sunken"
      >
        <button
          type="button"
          aria-expanded={!row.isFolded}
          onClick={() => onFold(row.property.id)}
          title={row.property.name}
          className="flex h-full min-w-0 flex-1 items-center gap-1.5 pr-2 pl-2.5 text-left outline-offset-[-2px] hover:bg-hover"
        >
          <ChevronDown
            aria-hidden
            strokeWidth={2}
            className={cn(
              'size-4 shrink-0 text-ink-2 transition-transform duration-150',
              row.isFolded && '-rotate-90',
            )}
          />
          <span className="min-w-0 truncate font-semibold">{row.property.name}</span>
          <span className="tnum ml-auto shrink-0 pl-1 text-ink-2 text-xs max-lg:sr-only">
            {t('unitCount', { count: units })}
          </span>
        </button>
      </div>
      <div
        role="none"
        data-lanes
        style={{ gridTemplateColumns: `repeat(${days.length}, minmax(0, 1fr))` }}
        className="tnum grid min-w-0 flex-1 text-center text-ink-2 text-xs leading-8"
      >
        {days.map((day, index) => {
          const free = row.free[index] ?? 0;
          const says = isWhole
            ? t('freeOn', { count: free, night: day.aloud })
            : `${day.aloud}: ${t('unread')}`;
          return (
            <div
              key={day.night}
              role="gridcell"
              aria-colindex={index + 2}
              title={says}
              className={cn(
                'relative overflow-hidden border-line',
                (!isDense || day.isWeekStart) && index > 0 && 'border-l',
                day.isMonthStart && 'border-line-strong border-l',
                free === 0 && 'font-semibold text-ink',
                day.night < today && 'text-ink-3',
              )}
            >
              <span className="sr-only">{says}</span>
              {!isWhole ? null : isDense ? (
                <span aria-hidden className="mx-px mt-1.5 flex h-5 flex-col justify-end bg-idle-soft">
                  <span style={{ height: `${(1 - free / units) * 100}%` }} className="bg-ink-3" />
                </span>
              ) : (
                <span aria-hidden>{free}</span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
});
