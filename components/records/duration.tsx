import { useLocale } from 'next-intl';

/** "0.4 s", "12 s", "45 min". */
export function sayDuration(locale: string, ms: number): string {
  const say = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(locale === 'en' ? 'en-GB' : locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    }).format(value);
  if (ms < 10_000) return say(ms / 1000, 'second', 1);
  if (ms < 120_000) return say(Math.round(ms / 1000), 'second');
  return say(Math.round(ms / 60_000), 'minute');
}

export function Duration({ from, to }: { from: string; to: string }) {
  const locale = useLocale();
  return <>{sayDuration(locale, Math.max(0, Date.parse(to) - Date.parse(from)))}</>;
}
