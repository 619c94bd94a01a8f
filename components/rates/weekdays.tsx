'use client';

import { useLocale, useTranslations } from 'next-intl';
import { nightAt } from '#components/format/days.ts';
import { atStart, sayNight } from '#components/format/words.ts';
import { EVERY_DAY } from './draft.ts';

/** Day number of a Monday. */
const MONDAY = 4;

/** Which days of the week are meant; all of them to begin with. */
export function Weekdays({
  value,
  error,
  onChange,
}: {
  value: readonly number[];
  error: string | undefined;
  onChange: (weekdays: number[]) => void;
}) {
  const t = useTranslations('rates.form');
  const locale = useLocale();
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t('weekdays')}</legend>
      <div className="flex h-8 overflow-hidden rounded-md border border-line-strong">
        {EVERY_DAY.map((day) => (
          <label
            key={day}
            className="flex min-w-0 flex-1 cursor-pointer items-center justify-center border-line-strong border-l bg-panel text-ink-2 text-sm transition-colors first:border-l-0 has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-text has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:-outline-offset-2 hover:text-ink"
          >
            <input
              type="checkbox"
              className="sr-only"
              checked={value.includes(day)}
              onChange={(event) =>
                onChange(
                  EVERY_DAY.filter((one) => (one === day ? event.target.checked : value.includes(one))),
                )
              }
            />
            <span className="truncate">
              {atStart(sayNight(locale, nightAt(MONDAY + day - 1), 'weekday').replace('.', ''))}
            </span>
          </label>
        ))}
      </div>
      {error ? (
        <p role="alert" className="mt-1.5 text-bad text-sm">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
