import { useLocale } from 'next-intl';

/** "40ms", "1.4s", "12s", "45m". */
export function sayDuration(locale: string, ms: number): string {
  const say = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
      style: 'unit',
      unit,
      unitDisplay: 'narrow',
      maximumFractionDigits: digits,
    }).format(value);
  if (ms < 1000) return say(Math.round(ms), 'millisecond');
  if (ms < 10_000) return say(ms / 1000, 'second', 1);
  if (ms < 120_000) return say(Math.round(ms / 1000), 'second');
  return say(Math.round(ms / 60_000), 'minute');
}

export function Duration({ from, to }: { from: string; to: string }) {
  const locale = useLocale();
  return <>{sayDuration(locale, Math.max(0, Date.parse(to) - Date.parse(from)))}</>;
}
