import { dayNumber, epochMs, nightsFrom } from './days.ts';

type Style = 'day' | 'dayYear' | 'dayMonth' | 'month' | 'monthShort' | 'weekday' | 'full';

const OPTIONS: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  dayYear: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  dayMonth: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  monthShort: { month: 'short' },
  weekday: { weekday: 'short' },
  full: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
};

const made = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, options: Intl.DateTimeFormatOptions, key: string): Intl.DateTimeFormat {
  const name = `${locale}/${key}`;
  const known = made.get(name);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, options);
  made.set(name, fresh);
  return fresh;
}

/** A night as people say it: "Fri 4 Dec". */
export function sayNight(locale: string, night: string, style: Style = 'day'): string {
  const key = `${locale}/${style}/${night}`;
  const known = said.get(key) ?? putNight(locale, night, style);
  if (said.size > MOST_SAID) said.clear();
  said.set(key, known);
  return known;
}

/**
 * As it begins a line: French and Russian write days and months small. Not by `::first-letter`, for which a browser looks
 * at every element whenever it works out a style.
 */
export function atStart(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A calendar says the same few hundred nights on thousands of bars and cells. */
const said = new Map<string, string>();
const MOST_SAID = 5_000;

function putNight(locale: string, night: string, style: Style): string {
  const text = formatter(locale, { ...OPTIONS[style], timeZone: 'UTC' }, style).format(epochMs(night));
  // English and French put no comma where people say none; narrow spaces differ between engines.
  return text.replace(/ | /g, ' ').replace(/^(\p{L}+\.?), /u, '$1 ');
}

/** "Fri 4 Dec – Mon 7 Dec", with years where they are not the one that `near` stands in. */
export function sayStay(locale: string, checkIn: string, checkOut: string, near?: string): string {
  const years = new Set([checkIn, checkOut, near ?? checkIn].map((night) => night.slice(0, 4)));
  const isPlain = years.size === 1;
  const from = sayNight(
    locale,
    checkIn,
    isPlain || checkIn.slice(0, 4) === checkOut.slice(0, 4) ? 'day' : 'dayYear',
  );
  return `${from} – ${sayNight(locale, checkOut, isPlain ? 'day' : 'dayYear')}`;
}

export function nightsIn(checkIn: string, checkOut: string): number {
  return nightsFrom(checkIn, checkOut);
}

/** An instant to the minute in a named zone, or in the reader's where none is named (browser only). */
export function sayInstant(locale: string, iso: string, timeZone?: string): string {
  return formatter(
    locale,
    { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...(timeZone ? { timeZone } : {}) },
    `instant/${timeZone ?? ''}`,
  ).format(Date.parse(iso));
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
];

/** "4 minutes ago", "in 12 minutes"; within a minute it is "now". */
export function sayAgo(locale: string, iso: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(iso) - nowMs) / 1000);
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return words.format(Math.trunc(seconds / size), unit);
  }
  return words.format(0, 'second');
}

/** Days from one night to another, for "today" and "tomorrow". */
export function daysApart(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}
