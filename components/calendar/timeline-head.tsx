'use client';

import { useLocale, useTranslations } from 'next-intl';
import { daysApart, sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import { daysOf, monthsOf, type Span } from './timeline-layout.ts';

/** Months as they change, then weekday and date; dense zooms write Mondays only. */
export function TimelineHead({
  span,
  today,
  now,
  dense,
}: {
  span: Span;
  today: string;
  /** Days from the window's start to now, and the time as it is said. */
  now: { at: number; label: string };
  dense: boolean;
}) {
  const t = useTranslations('calendar');
  const locale = useLocale();
  return (
    <div className="sticky top-0 z-10 flex border-line-strong border-b bg-panel">
      <div className="sticky left-0 z-10 flex w-(--unit-col) shrink-0 items-end border-line border-r bg-panel px-3 pb-1.5 text-ink-2 text-xs">
        {t('unit')}
      </div>
      <div className="tnum min-w-0 flex-1">
        <div className="relative h-6">
          {monthsOf(span).map((month) => (
            <span
              key={month.night}
              style={{ left: `${month.left * 100}%`, width: `${month.width * 100}%` }}
              className="absolute inset-y-0 border-line border-l px-1.5 pt-1 [overflow:clip] first:border-l-0"
            >
              <span className="sticky left-[calc(var(--unit-col)+6px)] inline-block whitespace-nowrap font-medium text-sm first-letter:uppercase">
                {sayNight(locale, month.night, 'month')}
              </span>
            </span>
          ))}
        </div>
        <div className="relative flex h-[50px] pb-3.5">
          {now.at >= 0 && now.at <= span.days ? (
            <span
              aria-hidden
              style={{ left: `${(now.at / span.days) * 100}%` }}
              className="absolute bottom-0 -ml-[17px] w-[34px] rounded-t-sm bg-accent text-center font-medium text-[10px] text-accent-ink leading-[13px]"
            >
              {now.label}
            </span>
          ) : null}
          {daysOf(span).map((day) => {
            const isToday = day.night === today;
            // Dense days are narrower than a date: beside today's mark none is written.
            const near = Math.abs(daysApart(today, day.night)) < 4;
            const written = !dense || isToday || (day.isWeekStart && !near);
            return (
              <span
                key={day.night}
                title={sayNight(locale, day.night, 'full')}
                className={cn(
                  'relative flex min-w-0 flex-1 flex-col items-center justify-center text-ink-2 text-xs leading-tight',
                  day.isWeekend && 'text-ink-3',
                  isToday && 'font-semibold text-accent-text',
                )}
              >
                {written ? (
                  <>
                    {dense ? null : <span aria-hidden>{weekdayLetter(locale, day.night)}</span>}
                    <span
                      className={cn(
                        'whitespace-nowrap',
                        isToday && 'rounded-full bg-accent px-1.5 py-px text-accent-ink',
                        dense && 'absolute left-0',
                      )}
                    >
                      {day.date}
                    </span>
                  </>
                ) : null}
              </span>
            );
          })}
        </div>
      </div>
    </div>
  );
}

function weekdayLetter(locale: string, night: string): string {
  return sayNight(locale, night, 'weekday').replace('.', '').slice(0, 2);
}
