import {
  addNights,
  type Night,
  type NightRange,
  nightOf,
  nightsBetween,
  parseNight,
} from '#lib/kernel/nights.ts';
import { attribute, every, first } from '#lib/platform/xml/pick.ts';
import type { XmlElement } from '#lib/platform/xml/read.ts';
import type { Warn } from './amounts.ts';

const NIGHTS_MAX = 2000;

/** A nightly price as an element tells it: [EffectiveDate, ExpireDate), or the one night where it does not say (`end` null). */
export type PricedNights = {
  readonly start: Night;
  readonly end: Night | null;
  readonly rate: XmlElement;
  readonly roomRate: XmlElement;
};

/** The RoomRates of a room with their nights; one whose dates cannot be read makes the room unreadable (null). */
export function pricedNights(room: XmlElement): PricedNights[] | null {
  const priced: PricedNights[] = [];
  for (const roomRate of every(room, 'RoomRates', 'RoomRate')) {
    const rates = every(roomRate, 'Rates', 'Rate');
    for (const rate of rates.length > 0 ? rates : [roomRate]) {
      const dated = attribute(rate, 'EffectiveDate') === null ? roomRate : rate;
      const from = attribute(dated, 'EffectiveDate');
      if (from === null) continue;
      const span = spanOfPrice(from, attribute(dated, 'ExpireDate'));
      if (span === null) return null;
      priced.push({ ...span, rate, roomRate });
    }
  }
  return priced.sort((a, b) => (a.start < b.start ? -1 : 1));
}

function spanOfPrice(from: string, expires: string | null): Pick<PricedNights, 'start' | 'end'> | null {
  const start = dateOf(from);
  const end = expires === null ? null : dateOf(expires);
  if (start === null || (expires !== null && end === null)) return null;
  if (end === null || end <= start) return { start, end: null };
  return isTooLong({ checkIn: start, checkOut: end }) ? null : { start, end };
}

/**
 * The stay of a room: its TimeSpan where there is one (End is the day of departure), else its nightly prices, as
 * Booking.com has it (check-out = the last night and a day), else the reservation's TimeSpan. Where both are told the stay
 * holds all of it: a night too many is seen by somebody, a night too few is sold twice.
 * @returns null where there is no night in it, or no date that exists
 */
export function stayOf(
  room: XmlElement,
  priced: readonly PricedNights[],
  around: XmlElement | null,
  warn: Warn,
): NightRange | null {
  const own = first(room, 'TimeSpan');
  const told = own ?? (priced.length === 0 ? first(around, 'TimeSpan') : null);
  const span = told === null ? null : spanOf(told);
  if (told !== null && span === null) return null;
  const nights = hullOf(priced, warn);
  if (span === null || nights === null) return bounded(span ?? nights);
  const checkIn = nights.checkIn < span.checkIn ? nights.checkIn : span.checkIn;
  const checkOut = nights.checkOut > span.checkOut ? nights.checkOut : span.checkOut;
  if (checkIn !== span.checkIn || checkOut !== span.checkOut) warn('a room has prices beyond its dates');
  return bounded({ checkIn, checkOut });
}

/** Null where there is none, or where it leads beyond the calendar. */
function hullOf(priced: readonly PricedNights[], warn: Warn): NightRange | null {
  const [earliest] = priced;
  if (earliest === undefined) return null;
  let checkOut = earliest.start;
  for (const { start, end } of priced) {
    if (start > checkOut) warn('a room has nights without a price between others');
    const until = end ?? next(start);
    if (until === null) return null;
    if (until > checkOut) checkOut = until;
  }
  return { checkIn: earliest.start, checkOut };
}

function spanOf(span: XmlElement): NightRange | null {
  const checkIn = dateOf(attribute(span, 'Start'));
  const end = attribute(span, 'End');
  const nights = /^P(\d{1,4})[DN]$/.exec(attribute(span, 'Duration') ?? '')?.[1];
  if (checkIn === null) return null;
  const checkOut =
    end === null ? (nights === undefined ? null : after(checkIn, Number(nights))) : dateOf(end);
  return checkOut !== null && checkOut > checkIn ? { checkIn, checkOut } : null;
}

function bounded(range: NightRange | null): NightRange | null {
  return range === null || isTooLong(range) ? null : range;
}

function isTooLong({ checkIn, checkOut }: NightRange): boolean {
  return nightsBetween(checkIn, checkOut) > NIGHTS_MAX;
}

/** The date of a date or of a local time: the zone of a hotel's clock is the hotel's. */
export function dateOf(text: string | null): Night | null {
  const date = /^(\d{4}-\d{2}-\d{2})(?:$|[T ]\d{2}:|Z$|[+-]\d{2}:\d{2}$)/.exec(text ?? '')?.[1];
  return date === undefined ? null : parseNight(date);
}

/** The day after; a message has thousands, and Temporal takes its time. */
function next(night: Night): Night | null {
  const [year = 0, month = 0, day = 0] = night.split('-').map(Number);
  return nightOf(year, month, day + 1) ?? nightOf(year, month + 1, 1) ?? nightOf(year + 1, 1, 1);
}

function after(night: Night, days: number): Night | null {
  try {
    return addNights(night, days);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
