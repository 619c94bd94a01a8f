'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayNight } from '#components/format/words.ts';
import { daysOf, monthsOf, shareNight } from '#components/timeline/layout.ts';
import type { TimelineProperty } from '#components/timeline/rows.ts';
import { PaperRow } from './paper-row.tsx';
import type { Window } from './sheets.ts';

/** Four weeks of every unit as a table, whose head comes again on each page that it takes. */
export function Sheet({ window, properties }: { window: Window; properties: readonly TimelineProperty[] }) {
  const t = useTranslations('paper');
  const locale = useLocale();
  const days = daysOf(window);
  const last = days.at(-1)?.night ?? window.from;
  const range = { checkIn: window.from, checkOut: `${last}~` }; // every night up to and with the last one
  return (
    <table className="w-full table-fixed border-collapse break-after-page text-xs last:break-after-auto">
      <caption className="pb-2 text-left font-semibold text-md">
        {t('sheet', {
          from: sayNight(locale, window.from, 'dayYear'),
          to: sayNight(locale, last, 'dayYear'),
        })}
      </caption>
      <thead>
        <tr>
          <th
            rowSpan={2}
            scope="col"
            className="w-[13%] border-ink border-b pr-2 pb-1 text-left align-bottom"
          >
            {t('unit')}
          </th>
          {monthsOf(window).map((month) => (
            <th
              key={month.night}
              colSpan={month.days}
              className="truncate border-ink border-l px-1 text-left"
            >
              {month.days > 3 ? sayNight(locale, month.night, 'month') : null}
            </th>
          ))}
        </tr>
        <tr>
          {days.map((day) => (
            <th
              key={day.night}
              scope="col"
              className={`tnum border-ink border-b border-l px-0 text-center font-normal leading-tight ${day.isWeekend ? 'bg-sunken' : ''}`}
            >
              <span className="block text-[9px]">{sayNight(locale, day.night, 'weekday').slice(0, 2)}</span>
              <span className="font-medium">{day.date}</span>
            </th>
          ))}
        </tr>
      </thead>
      {properties.map((property) => (
        <tbody key={property.id}>
          {property.units.length > 1 ? (
            <tr className="break-inside-avoid break-after-avoid">
              <th colSpan={days.length + 1} className="border-ink-3 border-b pt-2 pb-0.5 text-left">
                {property.name}
              </th>
            </tr>
          ) : null}
          {property.units.map((unit) => (
            <PaperRow
              key={unit.id}
              isInGroup={property.units.length > 1}
              title={property.units.length > 1 ? unit.name : property.name}
              bars={unit.bars.filter((bar) => shareNight(bar, range))}
              window={window}
              days={days}
            />
          ))}
        </tbody>
      ))}
    </table>
  );
}
