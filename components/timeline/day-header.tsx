// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useLocale } from 'next-intl';
import { atStart, sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { NowPill, shortWeekday, UnitsHead } from './header-parts.tsx';
import { HEADER, monthsOf } from './layout.ts';
import type { Span } from './position.ts';
import type { HeadedDay } from './unit-row.tsx';
import type { LocalNow } from './use-now.ts';

/** Months as they change, then weekday and date; a dense window writes Mondays only. Now is a pill with the time. */
export function DayHeader({
  span,
  days,
  now,
  zone,
  isDense,
  units,
}: {
  span: Span;
  days: readonly HeadedDay[];
  now: LocalNow;
  zone: string;
  isDense: boolean;
  units: number;
}) {
  const locale = useLocale();
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ height: HEADER }}
      className="sticky top-0 z-20 flex border-line-strong border-b bg-panel"
    >
      <UnitsHead units={units} />
      <div role="none" data-lanes className="tnum relative min-w-0 flex-1">
        <div aria-hidden className="relative h-[26px]">
          {monthsOf(span).map((month) => (
            <span
              key={month.night}
              style={{ left: `${month.left * 100}%`, width: `${month.width * 100}%` }}
              className={cn(
                'absolute inset-y-0 px-2 pt-1.5',
                month.left > 0 && 'border-line-strong border-l',
              )}
            >
              {month.width > 0.075 ? (
                <span className="sticky left-[calc(var(--unit-col)+8px)] block truncate font-semibold text-sm">
                  {atStart(sayNight(locale, month.night, 'month'))}
                </span>
              ) : null}
            </span>
          ))}
        </div>
        <div
          role="none"
          className="grid h-[42px]"
          style={{ gridTemplateColumns: `repeat(${span.days}, minmax(0, 1fr))` }}
        >
          {days.map((day, index) => (
            <DayHead
              key={day.night}
              day={day}
              index={index}
              isToday={day.night === now.night}
              isDense={isDense}
            />
          ))}
        </div>
        <NowPill span={span} now={now} zone={zone} />
      </div>
    </div>
  );
}

function DayHead({
  day,
  index,
  isToday,
  isDense,
}: {
  day: HeadedDay;
  index: number;
  isToday: boolean;
  isDense: boolean;
}) {
  const locale = useLocale();
  const isWritten = !isDense || day.isWeekStart;
  return (
    <div
      role="columnheader"
      aria-colindex={index + 2}
      aria-current={isToday ? 'date' : undefined}
      title={day.aloud}
      className={cn(
        '@container relative flex min-w-0 flex-col items-center justify-start pt-0.5 text-ink-2 text-xs leading-[15px]',
        day.isWeekend && 'bg-(--weekend) text-ink-3',
        day.isMonthStart && 'border-line-strong border-l',
        isToday && 'text-accent-text',
      )}
    >
      <span className="sr-only">{day.aloud}</span>
      {isDense ? null : (
        <span aria-hidden>
          <span className="@max-[24px]:hidden">{shortWeekday(locale, day.night, 3)}</span>
          <span className="@min-[24px]:hidden">{shortWeekday(locale, day.night, 1)}</span>
        </span>
      )}
      {isWritten ? (
        <span
          aria-hidden
          className={cn(
            'font-medium text-ink text-sm leading-[17px] @max-[19px]:text-xs @max-[19px]:leading-[17px]',
            isDense && 'absolute bottom-3 left-0.5 text-xs',
            day.isWeekend && 'text-ink-2',
            isToday && 'font-semibold text-accent-text',
          )}
        >
          {day.date}
        </span>
      ) : null}
      {isToday ? (
        <span aria-hidden className="absolute inset-x-0 top-0 bottom-0 -z-10 bg-accent-soft" />
      ) : null}
    </div>
  );
}
