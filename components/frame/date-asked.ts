import { dayNumber, nightAt } from '#components/format/days.ts';

/**
 * The night that somebody typed: 2026-12-04, 4.12., 4/12/26, "4 Dec", "décembre 4", "4 декабря". Without a year it is the
 * next one from today on. Months by name are the reader's language's.
 * @returns null for anything else, and for days that do not exist
 */
export function dateAsked(text: string, today: string, locale: string): string | null {
  const said = text.trim().toLocaleLowerCase(locale);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said);
  if (iso) return nightOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const numbers = /^(\d{1,2})[./](\d{1,2})(?:[./](\d{2}|\d{4})?)?$/.exec(said);
  if (numbers) return near(Number(numbers[1]), Number(numbers[2]), numbers[3], today);
  const named =
    /^(\d{1,2})\.?\s+(\p{L}{3,})\.?(?:\s+(\d{4}))?$/u.exec(said) ??
    swapped(/^(\p{L}{3,})\.?\s+(\d{1,2})(?:\s+(\d{4}))?$/u.exec(said));
  const month = named?.[2] ? monthNamed(named[2], locale) : null;
  return named && month ? near(Number(named[1]), month, named[3], today) : null;
}

function swapped(match: RegExpExecArray | null): (string | undefined)[] | null {
  return match && [match[0], match[2], match[1], match[3]];
}

function near(day: number, month: number, year: string | undefined, today: string): string | null {
  if (year) return nightOf(year.length === 2 ? 2000 + Number(year) : Number(year), month, day);
  const thisYear = Number(today.slice(0, 4));
  for (const one of [0, 1, 2, 3, 4]) {
    const night = nightOf(thisYear + one, month, day); // 29 February may be years away
    if (night && night >= today) return night;
  }
  return null;
}

function nightOf(year: number, month: number, day: number): string | null {
  const text = [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-');
  return year >= 1970 && year < 2200 && nightAt(dayNumber(text)) === text ? text : null;
}

/** 1 to 12 of a month by the start of its name, as it stands alone or in a date. */
function monthNamed(word: string, locale: string): number | null {
  const alone = new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' });
  const inDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });
  const start = word.slice(0, Math.max(3, word.length - 1));
  for (let month = 1; month <= 12; month++) {
    const at = Date.UTC(2026, month - 1, 1);
    const names = [
      alone.format(at),
      inDate.formatToParts(at).find((part) => part.type === 'month')?.value ?? '',
    ];
    if (names.some((name) => name.toLocaleLowerCase(locale).startsWith(word))) return month;
    if (word.length > 4 && names.some((name) => name.toLocaleLowerCase(locale).startsWith(start)))
      return month;
  }
  return null;
}
