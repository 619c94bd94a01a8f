import { addNights, type Night, type NightRange, parseNight } from '#lib/kernel/nights.ts';
import type { RawEvent } from './scan.ts';
import { type Moment, parseDuration, parseMoment, type Wall } from './values.ts';
import { addToWall, moveWall, type Zones, zoneOf } from './zones.ts';

/*
 * From DTSTART, DTEND and DURATION to nights. What the rules decide where RFC 5545 leaves it open:
 * - all-day, DTEND = DTSTART: one night, like no DTEND at all (sites write one-day blocks so);
 * - a timed event closes the local dates of the property's zone from its start's to its end's, that one left out as a day of
 *   departure; inside one day it closes that night; ending at 23:59 it means the end of the day, so its last night is closed too;
 * - both ends at 00:00:00Z: dates written as instants, taken as those dates, or a property west of Greenwich would lose its
 *   last night. Not for Google, which writes true instants.
 */

export type Times =
  | { readonly kind: 'nights'; readonly nights: NightRange }
  | {
      readonly kind: 'timed';
      readonly nights: NightRange;
      /** Start on the clock of `zone`, and how long by that clock: what recurrence repeats. */
      readonly wall: Wall;
      readonly zone: string;
      readonly seconds: number;
    };

export type TimesRefused = {
  readonly kind: 'refused';
  readonly code: 'event_skipped_dates' | 'end_not_after_start';
};

const UNREADABLE: TimesRefused = { kind: 'refused', code: 'event_skipped_dates' };
const INVERTED: TimesRefused = { kind: 'refused', code: 'end_not_after_start' };

export function readTimes(raw: RawEvent, zones: Zones, utcMidnightIsDate: boolean): Times | TimesRefused {
  const start = raw.start && parseMoment(raw.start.value, raw.start.params);
  if (!start) return UNREADABLE;
  const end = raw.end && parseMoment(raw.end.value, raw.end.params);
  if (raw.end && !end) return UNREADABLE;
  if (start.kind === 'date') return fromDate(start.date, end, raw, zones);
  if (end?.kind === 'date') return rangeOrRefused(nightOfStart(start, zones), end.date);
  if (utcMidnightIsDate && end && isUtcMidnight(start) && isUtcMidnight(end) && end.wall > start.wall)
    return rangeOrRefused(dateOf(start.wall), dateOf(end.wall));
  return fromTime(start, end, raw, zones);
}

function fromDate(date: Night, end: Moment | null, raw: RawEvent, zones: Zones): Times | TimesRefused {
  if (end) return rangeOrRefused(date, end.kind === 'date' ? end.date : nightOfEnd(inProperty(end, zones)));
  if (!raw.duration) return rangeOrRefused(date, date);
  const duration = parseDuration(raw.duration.value);
  if (!duration) return UNREADABLE;
  const days = duration.days + Math.ceil(duration.seconds / 86_400);
  if (duration.days < 0 || duration.seconds < 0) return INVERTED;
  return date > '9800' ? UNREADABLE : rangeOrRefused(date, addNights(date, days));
}

function rangeOrRefused(checkIn: Night | null, end: Night | null): Times | TimesRefused {
  if (!checkIn || !end) return UNREADABLE;
  if (end < checkIn) return INVERTED;
  const checkOut = end > checkIn ? end : nextDay(checkIn);
  return checkOut ? { kind: 'nights', nights: { checkIn, checkOut } } : UNREADABLE;
}

type TimeMoment = Extract<Moment, { kind: 'time' }>;

function fromTime(
  start: TimeMoment,
  end: TimeMoment | null,
  raw: RawEvent,
  zones: Zones,
): Times | TimesRefused {
  const zone = zoneOf(start, zones);
  const first = moveWall(start.wall, zone, zone);
  const last = end ? moveWall(end.wall, zoneOf(end, zones), zone) : endByDuration(first, zone, raw);
  if (last === null) return UNREADABLE;
  const seconds = secondsBetween(first, last);
  if (seconds < 0) return INVERTED;
  const nights = nightsOfWalls(first, last, zone, zones.property);
  return nights ? { kind: 'timed', nights, wall: start.wall, zone, seconds } : UNREADABLE;
}

/** No end and no duration: RFC 5545 3.6.1 says the event ends when it starts. */
function endByDuration(wall: Wall, zone: string, raw: RawEvent): Wall | null {
  if (!raw.duration) return wall;
  const duration = parseDuration(raw.duration.value);
  if (!duration || wall > '9800') return null;
  return addToWall(wall, zone, duration);
}

function secondsBetween(from: Wall, to: Wall): number {
  const span = Temporal.PlainDateTime.from(from).until(to, { largestUnit: 'second' });
  return span.seconds;
}

/** Nights at the property of a span on the clock of `zone`; null beyond the calendar. */
export function nightsOfWalls(start: Wall, end: Wall, zone: string, property: string): NightRange | null {
  const checkIn = dateOf(moveWall(start, zone, property));
  const last = nightOfEnd(moveWall(end, zone, property));
  if (!checkIn || !last) return null;
  const checkOut = last > checkIn ? last : nextDay(checkIn);
  return checkOut && { checkIn, checkOut };
}

/** The instance that starts at `wall`: as long by the clock as the first one. */
export function repeatAt(
  wall: Wall,
  times: Extract<Times, { kind: 'timed' }>,
  property: string,
): NightRange | null {
  const end = Temporal.PlainDateTime.from(wall)
    .add({ seconds: times.seconds })
    .toString({ smallestUnit: 'second' });
  return nightsOfWalls(wall, end, times.zone, property);
}

function inProperty(moment: TimeMoment, zones: Zones): Wall {
  return moveWall(moment.wall, zoneOf(moment, zones), zones.property);
}

function nightOfStart(moment: TimeMoment, zones: Zones): Night | null {
  return dateOf(inProperty(moment, zones));
}

/** The day of departure a local end means: the next one where it is the last minute of a day. */
function nightOfEnd(wall: Wall): Night | null {
  const date = dateOf(wall);
  return date && wall.slice(11, 16) === '23:59' ? nextDay(date) : date;
}

function isUtcMidnight(moment: TimeMoment): boolean {
  return moment.utc && moment.wall.endsWith('T00:00:00');
}

function dateOf(wall: Wall): Night | null {
  return parseNight(wall.slice(0, 10));
}

function nextDay(date: Night): Night | null {
  return date === '9999-12-31' ? null : addNights(date, 1);
}
