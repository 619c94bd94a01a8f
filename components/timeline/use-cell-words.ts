'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { minorDigits } from '#lib/kernel/currency.ts';
import type { CellRun, RowCellRuns } from './cells.ts';

/** What stands in a night, in signs for the eye and in words for the ear. */
export function useCellWords() {
  const t = useTranslations('timeline.cells');
  const locale = useLocale();
  return useMemo(() => {
    const numbers = new Map<string, string>();
    const price = (minor: number, currency: string): string => {
      const key = `${currency}${minor}`;
      const known = numbers.get(key) ?? sayPrice(locale, minor, currency);
      numbers.set(key, known);
      return known;
    };
    return {
      short: ({ show, currency }: RowCellRuns, value: CellRun['value']): string => {
        if (typeof value === 'string') return t(value);
        return show === 'price' ? price(value, currency) : `${value}+`;
      },
      /** Of a night; nothing where nothing stands in it. */
      aloud: ({ show, currency, runs }: RowCellRuns, night: string): string => {
        const value = valueOn(runs, night);
        if (value === null) return '';
        if (typeof value === 'string') return t('atChannels', { state: t(value) });
        return show === 'price' ? `${price(value, currency)} ${currency}` : t('atLeast', { count: value });
      },
    };
  }, [t, locale]);
}

export type CellWords = ReturnType<typeof useCellWords>;

/** What stands in a night; null where nothing does. */
export function valueOn(runs: readonly CellRun[], night: string): CellRun['value'] | null {
  return runs.find((run) => run.from <= night && night < run.to)?.value ?? null;
}

/** Without a currency, and without decimals where there are none. */
function sayPrice(locale: string, minor: number, currency: string): string {
  const digits = minorDigits(currency);
  const isWhole = minor % 10 ** digits === 0;
  return new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
    minimumFractionDigits: isWhole ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}
