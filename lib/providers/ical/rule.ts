import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Times } from './times.ts';
import { parseMoment } from './values.ts';
import { moveWall, type Zones, zoneOf } from './zones.ts';

/*
 * RRULE, read by an allow-list before any library sees it. Rules run on dates alone: every instance of a rule of DAILY or
 * slower keeps the clock time of its first, so the time of day is put back afterwards, and UNTIL becomes its last date.
 */

export type RuleRead =
  | { readonly ok: true; readonly rule: string; readonly note: string | null }
  | { readonly ok: false; readonly why: string };

const FREQUENCIES = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);

/** BYHOUR and its like multiply instances within a day (31 million from one rule) and change no night. */
const WITHIN_A_DAY = new Set(['BYHOUR', 'BYMINUTE', 'BYSECOND']);

const NUMBERS: ReadonlyMap<string, { max: number; signed: boolean }> = new Map([
  ['BYMONTH', { max: 12, signed: false }],
  ['BYMONTHDAY', { max: 31, signed: true }],
  ['BYYEARDAY', { max: 366, signed: true }],
  ['BYWEEKNO', { max: 53, signed: true }],
  ['BYSETPOS', { max: 366, signed: true }],
]);

const WEEKDAY = /^(?:[+-]?[1-9]\d?)?(?:MO|TU|WE|TH|FR|SA|SU)$/;
const MAX_INTERVAL = 10_000;
const MAX_COUNT = 1_000_000;

/** Reads the value of an RRULE for an event that begins with `times`; says why where it is not to be followed. */
export function readRule(text: string, times: Times, zones: Zones): RuleRead {
  const parts = new Map<string, string>();
  let note: string | null = null;
  for (const part of text.toUpperCase().split(';')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = part.slice(0, equals).trim();
    if (equals <= 0 || parts.has(name))
      return { ok: false, why: equals <= 0 ? 'it is not readable' : 'a part stands twice' };
    parts.set(name, part.slice(equals + 1).trim());
  }
  const out: string[] = [];
  for (const [name, value] of parts) {
    if (WITHIN_A_DAY.has(name)) {
      note = `${name} is left out`;
      continue;
    }
    const read = readPart(name, value, times, zones);
    if (read === null) return { ok: false, why: whyNot(name) };
    out.push(`${name}=${read}`);
  }
  if (!parts.has('FREQ')) return { ok: false, why: 'it has no frequency' };
  if (parts.has('COUNT') && parts.has('UNTIL')) note = 'COUNT and UNTIL both stand; the earlier end counts';
  return { ok: true, rule: out.join(';'), note };
}

function whyNot(name: string): string {
  if (name === 'FREQ') return 'its frequency is below a day or unknown';
  return NUMBERS.has(name) || ['INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'WKST'].includes(name)
    ? `its ${name} is out of range`
    : 'it has an unknown part';
}

function readPart(name: string, value: string, times: Times, zones: Zones): string | null {
  if (name === 'FREQ') return FREQUENCIES.has(value) ? value : null;
  if (name === 'INTERVAL') return boundedNumber(value, MAX_INTERVAL);
  if (name === 'COUNT') return boundedNumber(value, MAX_COUNT);
  if (name === 'WKST') return /^(MO|TU|WE|TH|FR|SA|SU)$/.test(value) ? value : null;
  if (name === 'BYDAY') return list(value, (item) => WEEKDAY.test(item));
  if (name === 'UNTIL') return readUntil(value, times, zones);
  const range = NUMBERS.get(name);
  if (!range) return null;
  const shape = range.signed ? /^[+-]?\d{1,3}$/ : /^\d{1,2}$/;
  return list(value, (item) => {
    const number = Math.abs(Number(item));
    return shape.test(item) && number >= 1 && number <= range.max;
  });
}

function boundedNumber(value: string, max: number): string | null {
  if (!/^\d{1,10}$/.test(value)) return null;
  const number = Number(value);
  return number >= 1 && number <= max ? String(number) : null;
}

function list(value: string, isGood: (item: string) => boolean): string | null {
  const items = [...new Set(value.split(',').map((item) => item.trim()))];
  return items.every(isGood) ? items.join(',') : null;
}

/** The last date an instance may start on, as the end of that day in the worker's clock. */
function readUntil(value: string, times: Times, zones: Zones): string | null {
  const until = parseMoment(value, '');
  if (!until) return null;
  const last = lastDate(until, times, zones);
  return last && `${last.replaceAll('-', '')}T235959Z`;
}

function lastDate(
  until: NonNullable<ReturnType<typeof parseMoment>>,
  times: Times,
  zones: Zones,
): string | null {
  if (until.kind === 'date') return until.date;
  const clock = times.kind === 'timed' ? times.zone : zones.property;
  const from = until.utc ? zoneOf(until, zones) : clock;
  const wall = moveWall(until.wall, from, clock);
  const date = wall.slice(0, 10);
  if (times.kind === 'nights' || wall.slice(11) >= times.wall.slice(11)) return date;
  return addNights(date as Night, -1); // a wall clock begins with a date that exists
}
