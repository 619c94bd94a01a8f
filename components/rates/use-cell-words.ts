'use client';

import { useLocale, useTranslations } from 'next-intl';
import { sayMoney } from '#components/format/money.ts';
import { type RateUnit, runAt, type SetNight, stayOf } from './model.ts';
import { useStateWords } from './states.tsx';

/** Everything about a night of a unit, as it is read out. */
export function useCellWords() {
  const t = useTranslations('rates');
  const locale = useLocale();
  const states = useStateWords();
  const terms = (night: SetNight | undefined): string[] =>
    night
      ? [
          night.minStay === null ? null : t('cell.min', { count: night.minStay }),
          night.maxStay === null ? null : t('cell.max', { count: night.maxStay }),
          night.closedToArrival ? t('cell.noArrival') : null,
          night.closedToDeparture ? t('cell.noDeparture') : null,
          night.stopSell ? t('cell.stopSell') : null,
        ].filter((word) => word !== null)
      : [];
  const price = (unit: RateUnit, night: SetNight | undefined) =>
    night?.priceMinor ? sayMoney(locale, night.priceMinor, unit.currency) : t('unset');
  const taken = (unit: RateUnit, at: string): string[] => {
    const run = runAt(unit.taken, at);
    return run && run.state !== 'free' ? [t(`cell.${run.state}`)] : [];
  };
  const say = (unit: RateUnit, night: SetNight | undefined, at: string) =>
    [price(unit, night), ...terms(night), ...taken(unit, at), ...states(unit, at)].join(', ');
  /** The same in few words, where the place is narrow. */
  const shortTerms = (night: SetNight | undefined): string[] => {
    const stay = stayOf(night);
    const rest = terms(night && { ...night, minStay: null, maxStay: null });
    return stay === '' ? rest : [t('cell.stay', { value: stay }), ...rest];
  };
  return { say, shortTerms, taken };
}
export type CellWords = ReturnType<typeof useCellWords>;
