'use client';

import { useLocale, useTranslations } from 'next-intl';
import { dayNumber, weekdayOf } from '#components/format/days.ts';
import { atStart, sayNight } from '#components/format/words.ts';
import { daysOf } from '#components/timeline/layout.ts';
import type { Span } from '#components/timeline/position.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Select } from '#components/ui/select.tsx';
import { runAt, sayPrice, type UnitRow } from './model.ts';
import { StateStrip, statesAt, WorstSign } from './states.tsx';
import { useCellWords } from './use-cell-words.ts';

/** The phone's rates: one unit at a time, a night a line. */
export function RatesList({
  units,
  row,
  span,
  today,
  onUnit,
  onNight,
  onLater,
}: {
  units: readonly UnitRow[];
  row: UnitRow;
  span: Span;
  today: string;
  onUnit: (unitId: string) => void;
  onNight: (night: string) => void;
  onLater: () => void;
}) {
  const t = useTranslations('rates');
  const locale = useLocale();
  const words = useCellWords();
  const { unit } = row;
  return (
    <div className="flex flex-col gap-2 pb-16">
      <Select aria-label={t('unit')} value={unit.unitId} onChange={(event) => onUnit(event.target.value)}>
        {units.map((one) => (
          <option key={one.key} value={one.unit.unitId}>
            {one.isInGroup ? `${one.unit.property}: ${one.title}` : one.title}
          </option>
        ))}
      </Select>
      <ul className="border-line border-t">
        {daysOf(span).map(({ night }) => {
          const set = row.nights.get(night);
          const states = statesAt(unit, night).map((one) => one.state);
          const isTaken = runAt(unit.taken, night) !== null;
          const terms = [...words.shortTerms(set), ...words.taken(unit, night)];
          return (
            <li
              key={night}
              className={cn(
                'border-line border-b',
                weekdayOf(dayNumber(night)) === 6 && 'border-line-strong',
              )}
            >
              <button
                type="button"
                onClick={() => onNight(night)}
                className={cn(
                  'relative flex min-h-11 w-full items-center gap-3 px-2 py-1.5 text-left hover:bg-hover',
                  isTaken && 'bg-idle-soft',
                  set?.stopSell && 'hatched',
                  night < today && 'text-ink-3',
                )}
              >
                <span className="sr-only">
                  {`${sayNight(locale, night, 'full')}: ${words.say(unit, set, night)}`}
                </span>
                <span aria-hidden className="tnum w-24 shrink-0">
                  {atStart(sayNight(locale, night))}
                </span>
                <span aria-hidden className="min-w-0 flex-1 text-ink-2 text-sm">
                  {terms.join(', ')}
                </span>
                <WorstSign states={states} />
                <span
                  aria-hidden
                  className={cn('tnum shrink-0 font-medium', set?.stopSell && 'line-through')}
                >
                  {set?.priceMinor
                    ? `${sayPrice(locale, set.priceMinor, unit.currency)} ${unit.currency}`
                    : '–'}
                </span>
                <StateStrip states={states} className="absolute inset-x-2 bottom-0.5" />
              </button>
            </li>
          );
        })}
      </ul>
      <Button className="mt-2 self-stretch" onClick={onLater}>
        {t('later')}
      </Button>
    </div>
  );
}
