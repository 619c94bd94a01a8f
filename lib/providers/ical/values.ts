import { addNights, type Night, nightOf } from '#lib/kernel/nights.ts';

/*
 * Property values as text. A DATE stays the digits it was written with; a DATE-TIME stays a wall clock with the zone it
 * names. Nothing here knows an offset, and no JavaScript Date is made.
 */

/** Wall clock as YYYY-MM-DDTHH:MM:SS. */
export type Wall = string;

export type Moment =
  | { readonly kind: 'date'; readonly date: Night }
  /** `zoneId` as written (TZID); null with `utc` false is floating time. */
  | { readonly kind: 'time'; readonly wall: Wall; readonly utc: boolean; readonly zoneId: string | null };

export type Duration = { readonly days: number; readonly seconds: number };

const DATE_TIME =
  /^(\d{4})-?(\d{2})-?(\d{2})(?:[Tt ](\d{2}):?(\d{2})(?::?(\d{2}))?(?:[.,]\d{1,9})?([Zz])?)?$/;

/**
 * Reads DATE and DATE-TIME, basic or extended form; VALUE=DATE takes the date of either. Null where the date does not exist
 * (30 February is not 2 March) or the text is something else. Second 60 is read as 59, hour 24 as midnight of the next day.
 */
export function parseMoment(value: string, params: string): Moment | null {
  const match = DATE_TIME.exec(value.trim());
  if (!match) return null;
  const date = nightOf(Number(match[1]), Number(match[2]), Number(match[3]));
  if (!date) return null;
  if (match[4] === undefined || readParam(params, 'VALUE')?.toUpperCase() === 'DATE')
    return { kind: 'date', date };
  const wall = wallOf(date, Number(match[4]), Number(match[5]), Number(match[6] ?? '0'));
  if (!wall) return null;
  const utc = match[7] !== undefined;
  return { kind: 'time', wall, utc, zoneId: utc ? null : readParam(params, 'TZID') };
}

function wallOf(date: Night, hour: number, minute: number, second: number): Wall | null {
  if (minute > 59 || second > 60 || hour > 24) return null;
  if (hour === 24)
    return minute + second === 0 && date < '9999-12-31' ? `${addNights(date, 1)}T00:00:00` : null;
  return `${date}T${two(hour)}:${two(minute)}:${two(Math.min(second, 59))}`;
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

const DURATION =
  /^([+-]?)P(?:(\d{1,12})W)?(?:(\d{1,12})D)?(?:T(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})S)?)?$/i;

/** A hundred years: what is longer is a mistake, and arithmetic on it overflows. */
const MAX_DURATION_DAYS = 36_525;

/** Reads a DURATION: null for another shape or over a hundred years; negative ones come back negative. */
export function parseDuration(value: string): Duration | null {
  const text = value.trim();
  const match = DURATION.exec(text);
  if (!match || /[PT]$/i.test(text)) return null;
  const [weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? '0'));
  const duration = {
    days: (weeks ?? 0) * 7 + (days ?? 0),
    seconds: (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0),
  };
  if (duration.days + duration.seconds / 86_400 > MAX_DURATION_DAYS) return null;
  return match[1] === '-' ? { days: -duration.days, seconds: -duration.seconds } : duration;
}

/** The first value of a parameter, quotes taken off; null where it is absent. `params` begins with its semicolon. */
export function readParam(params: string, wanted: string): string | null {
  if (params === '') return null;
  for (let from = 1; from <= params.length; ) {
    const to = endOfParam(params, from);
    const equals = params.indexOf('=', from);
    if (equals !== -1 && equals < to && params.slice(from, equals).trim().toUpperCase() === wanted)
      return params
        .slice(equals + 1, to)
        .replaceAll('"', '')
        .trim();
    from = to + 1;
  }
  return null;
}

function endOfParam(params: string, from: number): number {
  let quoted = false;
  for (let at = from; at < params.length; at++) {
    const code = params.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 59 && !quoted) return at;
  }
  return params.length;
}

/** TEXT with its escapes resolved; a backslash before anything else stays. */
export function unescapeText(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\([\\;,:"nN])/g, (_, char: string) => (char === 'n' || char === 'N' ? '\n' : char));
}

const HIDDEN = /\p{Cc}|\p{Bidi_Control}|[\u2028\u2029\uFEFF]/gu;

/** Text as a person may see it: no control but the line break, no direction override, at most `limit` characters. */
export function displayText(value: string, limit: number): string {
  const visible = unescapeText(value)
    .replace(/\r\n?/g, '\n')
    .replace(HIDDEN, (char) => (char === '\n' ? char : char === '\t' ? ' ' : ''))
    .trim();
  if (visible.length <= limit) return visible;
  const cut = visible.slice(0, limit);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}
