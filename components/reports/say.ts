import { epochMs } from '#components/format/days.ts';
import { minorDigits } from '#lib/kernel/currency.ts';

const tag = (locale: string) => (locale === 'en' ? 'en-GB' : locale);

/** 0.524 as "52 %"; a little as "0.4 %", so that it is not read as nothing. */
export function sayShare(locale: string, share: number): string {
  const isLittle = share > 0 && share < 0.01;
  return new Intl.NumberFormat(tag(locale), {
    style: 'percent',
    maximumFractionDigits: isLittle ? 1 : 0,
  }).format(share);
}

export function sayCount(locale: string, count: number): string {
  return new Intl.NumberFormat(tag(locale), { maximumFractionDigits: 1 }).format(count);
}

/** Money without its coins where it is a sum of many nights: "€4,960". The table and the CSV have them. */
export function saySum(locale: string, minor: number, currency: string): string {
  return new Intl.NumberFormat(tag(locale), { style: 'currency', currency, maximumFractionDigits: 0 }).format(
    minor / 10 ** minorDigits(currency),
  );
}

/** For an axis: "€5K". */
export function sayShort(locale: string, minor: number, currency: string): string {
  return new Intl.NumberFormat(tag(locale), {
    style: 'currency',
    currency,
    notation: 'compact',
    maximumFractionDigits: 1,
  }).format(minor / 10 ** minorDigits(currency));
}

/** By how much more or less: "+12 %". Null from nothing. */
export function sayChange(locale: string, now: number, before: number): string | null {
  if (before <= 0) return null;
  return new Intl.NumberFormat(tag(locale), {
    style: 'percent',
    maximumFractionDigits: 0,
    signDisplay: 'exceptZero',
  }).format(now / before - 1);
}

/** "a, b and c" as the language says it. */
export function sayList(locale: string, parts: readonly string[]): string {
  return new Intl.ListFormat(tag(locale), { type: 'conjunction' }).format(parts);
}

/** Nights [from, to) as people say dates: "1–30 November 2026". */
export function sayDates(locale: string, from: string, to: string, style: 'long' | 'short' = 'long'): string {
  const words = new Intl.DateTimeFormat(tag(locale), {
    timeZone: 'UTC',
    day: 'numeric',
    month: style,
    ...(style === 'long' ? { year: 'numeric' } : {}),
  });
  return words.formatRange(epochMs(from), epochMs(to) - 86_400_000);
}

/** A piece of time under or over a column. */
export function sayPiece(
  locale: string,
  from: string,
  to: string,
  grain: 'day' | 'week' | 'month',
  isShort: boolean,
): string {
  if (grain === 'week' && !isShort) return sayDates(locale, from, to, 'short');
  const options: Intl.DateTimeFormatOptions =
    grain === 'month'
      ? isShort
        ? { month: 'short' }
        : { month: 'long', year: 'numeric' }
      : isShort
        ? { day: 'numeric', month: 'short' }
        : { weekday: 'short', day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(tag(locale), { timeZone: 'UTC', ...options }).format(epochMs(from));
}
