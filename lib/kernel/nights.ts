import { z } from 'zod';

/**
 * A night is a local date: the date of its evening, in the property's time zone.
 * Across every border (JSON, worker, props, SQL) it is the text YYYY-MM-DD; inside, arithmetic goes through
 * Temporal.PlainDate. ISO dates of four-digit years compare correctly as text, which the hot paths rely on.
 */
export type Night = string & { readonly __night: unique symbol };

/** Half-open: [checkIn, checkOut). The check-out date is a day of departure, never a night of the stay. */
export type NightRange = { readonly checkIn: Night; readonly checkOut: Night };

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Reads YYYY-MM-DD; null for any other shape and for dates that do not exist (30 February is not 2 March). */
export function parseNight(text: string): Night | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  return nightOf(Number(match[1]), Number(match[2]), Number(match[3]));
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The night of a calendar date, or null where that date does not exist or its year is outside 1..9999. */
export function nightOf(year: number, month: number, day: number): Night | null {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return null;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (MONTH_DAYS[month - 1] ?? 0) + (leap ? 1 : 0)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as Night; // checked just above
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** Like parseNight, but throws a RangeError: for text that our own code wrote. */
export function night(text: string): Night {
  const parsed = parseNight(text);
  if (!parsed) throw new RangeError(`not a night: ${JSON.stringify(text.slice(0, 40))}`);
  return parsed;
}

/** The range of two texts that our own code wrote; throws a RangeError where it holds no night. */
export function nightRange(checkIn: string, checkOut: string): NightRange {
  const range = { checkIn: night(checkIn), checkOut: night(checkOut) };
  if (range.checkOut <= range.checkIn) throw new RangeError(`no night in ${checkIn}..${checkOut}`);
  return range;
}

export function toPlainDate(value: Night): Temporal.PlainDate {
  return Temporal.PlainDate.from(value);
}

/** `days` may be negative. Throws a RangeError beyond the years 1..9999. */
export function addNights(value: Night, days: number): Night {
  const date = toPlainDate(value).add({ days });
  const moved = nightOf(date.year, date.month, date.day);
  if (!moved) throw new RangeError(`out of the calendar: ${value} ${days > 0 ? '+' : ''}${days}`);
  return moved;
}

/** Number of nights from one date to another; negative where `to` is earlier. */
export function nightsBetween(from: Night, to: Night): number {
  return toPlainDate(from).until(toPlainDate(to), { largestUnit: 'day' }).days;
}

export function lengthOf(range: NightRange): number {
  return nightsBetween(range.checkIn, range.checkOut);
}

/** True where the two share a night; touching ranges (a turnover day) share none. */
export function overlaps(a: NightRange, b: NightRange): boolean {
  return a.checkIn < b.checkOut && b.checkIn < a.checkOut;
}

/** The nights both hold, or null. */
export function intersection(a: NightRange, b: NightRange): NightRange | null {
  const checkIn = a.checkIn > b.checkIn ? a.checkIn : b.checkIn;
  const checkOut = a.checkOut < b.checkOut ? a.checkOut : b.checkOut;
  return checkIn < checkOut ? { checkIn, checkOut } : null;
}

export function sameNights(a: NightRange, b: NightRange): boolean {
  return a.checkIn === b.checkIn && a.checkOut === b.checkOut;
}

/** Every night of the range in order. Callers bound the range first: a range may span 8,000 years. */
export function* nightsOf(range: NightRange): Generator<Night> {
  for (let at = range.checkIn; at < range.checkOut; at = addNights(at, 1)) yield at;
}

/** Sorted, disjoint ranges covering the same nights; touching ranges are joined. */
export function union(ranges: readonly NightRange[]): NightRange[] {
  const sorted = [...ranges].sort((a, b) => (a.checkIn < b.checkIn ? -1 : a.checkIn > b.checkIn ? 1 : 0));
  const joined: { checkIn: Night; checkOut: Night }[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && range.checkIn <= last.checkOut) {
      if (range.checkOut > last.checkOut) last.checkOut = range.checkOut;
    } else joined.push({ ...range });
  }
  return joined;
}

/** The parts of `range` that no range of `taken` covers, in order. */
export function subtract(range: NightRange, taken: readonly NightRange[]): NightRange[] {
  const left: NightRange[] = [];
  let from = range.checkIn;
  for (const part of union(taken)) {
    if (part.checkOut <= from) continue;
    if (part.checkIn >= range.checkOut) break;
    if (part.checkIn > from) left.push({ checkIn: from, checkOut: part.checkIn });
    from = part.checkOut;
  }
  if (from < range.checkOut) left.push({ checkIn: from, checkOut: range.checkOut });
  return left;
}

/** The local date at an instant in a time zone (IANA name): what "today" is for a property. */
export function todayIn(timeZone: string, at: Temporal.Instant): Night {
  const date = at.toZonedDateTimeISO(timeZone).toPlainDate();
  return night(date.toString());
}

export const NightSchema = z
  .string()
  .transform((text, issue) => {
    const parsed = parseNight(text);
    if (parsed) return parsed;
    issue.addIssue({ code: 'custom', message: 'a date as YYYY-MM-DD that exists' });
    return z.NEVER;
  })
  .meta({ type: 'string', format: 'date', description: 'A local date, YYYY-MM-DD' });
