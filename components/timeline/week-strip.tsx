'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayNight } from '#components/format/words.ts';
import { cn } from '#components/ui/cn.ts';
import type { AgendaDay } from './agenda-days.ts';

/** Seven days in a row, how full each is and whether anything clashes; a press goes to what happens that day. */
export function WeekStrip({
  days,
  taken,
  units,
  today,
  onDay,
}: {
  days: readonly AgendaDay[];
  /** Units that are taken or closed, of each day. */
  taken: readonly number[];
  units: number;
  today: string;
  onDay: (night: string) => void;
}) {
  const t = useTranslations('moves.agenda');
  const locale = useLocale();
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'short', timeZone: 'UTC' });
  return (
    <ol aria-label={t('week')} className="grid grid-cols-7 gap-1">
      {days.map(({ night, entries }, index) => {
        const arrive = entries.filter((entry) => entry.what === 'arrival').length;
        const leave = entries.filter((entry) => entry.what === 'departure').length;
        const clashes = entries.filter((entry) => entry.what === 'clash').length;
        const count = Math.min(taken[index] ?? 0, units);
        return (
          <li key={night}>
            <button
              type="button"
              onClick={() => onDay(night)}
              aria-current={night === today ? 'date' : undefined}
              aria-label={`${sayNight(locale, night)}: ${t('day', { arrive, leave, count, units })}${
                clashes > 0 ? `, ${t('clashes', { count: clashes })}` : ''
              }`}
              className={cn(
                'relative flex min-h-14 w-full flex-col items-center justify-between rounded-md border bg-panel px-0.5 pt-1 pb-1.5',
                night === today ? 'border-accent' : 'border-line-strong',
              )}
            >
              <span className="max-w-full truncate text-ink-2 text-xs">
                {weekday.format(Date.parse(`${night}T00:00:00Z`))}
              </span>
              <span className={cn('tnum font-medium', night === today && 'text-accent-text')}>
                {Number(night.slice(8))}
              </span>
              <span aria-hidden className="mt-1 h-1 w-full max-w-8 overflow-hidden rounded-full bg-idle-soft">
                <span
                  className="block h-full rounded-full bg-ink-3"
                  style={{ width: units > 0 ? `${(count / units) * 100}%` : 0 }}
                />
              </span>
              {clashes > 0 ? (
                <span aria-hidden className="absolute top-1 right-1 size-2 rounded-full bg-bad-strong" />
              ) : null}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
