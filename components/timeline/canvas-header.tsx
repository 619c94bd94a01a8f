// biome-ignore-all lint/a11y/useSemanticElements: a grid of cells that bars lie across is no table
// biome-ignore-all lint/a11y/useFocusableInteractive: of an ARIA grid one cell at a time takes the focus
'use client';

import { useLocale } from 'next-intl';
import { memo, type RefObject } from 'react';
import { dayNumber, nightAt } from '#components/format/days.ts';
import { atStart, sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { type Days, isOn } from './canvas.ts';
import { NowPill, shortWeekday, UnitsHead } from './header-parts.tsx';
import { daysOf, HEADER, monthsOf } from './layout.ts';
import { isDenseAt, type Span, type Zoom } from './position.ts';
import type { LocalNow } from './use-now.ts';

/** Days of the header that are drawn and taken away together. */
const WEEK = 7;

/** Months as they change, then weekday and date; a quarter writes Mondays only, a year months. Now is a pill with the time. */
export const CanvasHeader = memo(function CanvasHeader({
  track,
  canvas,
  zoom,
  days,
  isNarrow,
  now,
  zone,
  units,
}: {
  /** What the days are measured by. */
  track: RefObject<HTMLDivElement | null>;
  canvas: Span;
  zoom: Zoom;
  days: Days;
  /** Room for one letter of a weekday. */
  isNarrow: boolean;
  now: LocalNow;
  zone: string;
  units: number;
}) {
  const weeks = Array.from(
    { length: Math.ceil(days.end / WEEK) - Math.floor(days.start / WEEK) },
    (_, index) => (Math.floor(days.start / WEEK) + index) * WEEK,
  );
  return (
    <div
      role="row"
      aria-rowindex={1}
      style={{ height: HEADER }}
      className="sticky top-0 z-20 flex border-line-strong border-b bg-panel"
    >
      <UnitsHead units={units} />
      <div ref={track} role="none" data-lanes className="tnum relative min-w-0 flex-1">
        <Months canvas={canvas} days={days} isYear={zoom === 'year'} />
        {(zoom === 'year' ? [] : weeks).map((start) => (
          <Week
            key={start}
            from={nightAt(dayNumber(canvas.from) + start)}
            start={start}
            days={Math.min(WEEK, canvas.days - start)}
            today={now.night}
            zoom={zoom}
            isNarrow={isNarrow}
          />
        ))}
        <NowPill span={canvas} now={now} zone={zone} />
      </div>
    </div>
  );
});

/**
 * All of them, so that whoever scrolls fast sees where he is. Only those of the drawn days stay in sight beside the names:
 * what does that has a layer of its own, which the browser looks at in every frame.
 */
const Months = memo(function Months({ canvas, days, isYear }: { canvas: Span; days: Days; isYear: boolean }) {
  const locale = useLocale();
  return (
    <div role="none" className={isYear ? 'absolute inset-0' : 'relative h-[26px]'}>
      {monthsOf(canvas).map((month) => {
        const words = sayNight(locale, month.night, 'month');
        return (
          <span
            key={month.night}
            {...(isYear
              ? {
                  role: 'columnheader',
                  'aria-label': words,
                  'aria-colindex': Math.round(month.left * canvas.days) + 2,
                  'aria-colspan': month.days,
                }
              : { 'aria-hidden': true })}
            style={{ left: `${month.left * 100}%`, width: `${month.width * 100}%` }}
            className={cn(
              'absolute inset-y-0 pt-1.5',
              isYear ? 'px-1.5 pt-2.5' : 'px-2',
              month.left > 0 && 'border-line-strong border-l',
            )}
          >
            <span className={cn('month', isOn(days, canvas, month) && 'month-in-sight')}>
              {atStart(isYear ? sayNight(locale, month.night, 'monthShort') : words)}
            </span>
            {isYear ? <span className="tnum block text-ink-2 text-xs">{month.night.slice(0, 4)}</span> : null}
          </span>
        );
      })}
    </div>
  );
});

const Week = memo(function Week({
  from,
  start,
  days,
  today,
  zoom,
  isNarrow,
}: {
  from: string;
  start: number;
  days: number;
  today: string;
  zoom: Zoom;
  isNarrow: boolean;
}) {
  const locale = useLocale();
  const isDense = isDenseAt(zoom);
  return (
    <div role="none" className="days top-[26px]" style={{ left: `calc(${start} * var(--day))` }}>
      {daysOf({ from, days }).map((day, index) => {
        const isToday = day.night === today;
        const aloud = sayNight(locale, day.night, 'full');
        const isWritten = !isDense || day.isWeekStart;
        return (
          <div
            key={day.night}
            role="columnheader"
            aria-colindex={start + index + 2}
            aria-current={isToday ? 'date' : undefined}
            aria-label={aloud}
            title={aloud}
            className={cn(
              'flex w-(--day) flex-col items-center pt-0.5 text-ink-2 text-xs leading-[15px]',
              isDense && 'relative',
              day.isWeekend && 'bg-(--weekend) text-ink-3',
              isToday && 'bg-accent-soft text-accent-text',
            )}
          >
            {isDense ? null : (
              <span aria-hidden>
                {shortWeekday(locale, day.night, isNarrow ? 1 : zoom === 'month' ? 2 : 3)}
              </span>
            )}
            {isWritten ? (
              <span
                aria-hidden
                className={cn(
                  'font-medium text-ink text-sm leading-[17px]',
                  isNarrow && 'text-xs',
                  isDense && 'absolute bottom-3 left-0.5 text-xs',
                  day.isWeekend && 'text-ink-2',
                  isToday && 'font-semibold text-accent-text',
                )}
              >
                {day.date}
              </span>
            ) : null}
          </div>
        );
      })}
    </div>
  );
});
