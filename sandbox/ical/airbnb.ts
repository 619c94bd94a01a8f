import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { Calendar, Entry } from './calendar.ts';
import { compactDate, digest, stamp } from './text.ts';

/**
 * Airbnb: DTSTAMP is the time of the fetch, so no two answers are alike; only reservations have a DESCRIPTION, and
 * their UID stays through date changes. Everything else is "Not available" under a UID that lives a day: blocks of
 * the host, and what lies beyond the booking window. Nothing past, nothing further than a year.
 */
export function airbnbLines(calendar: Calendar, now: Temporal.Instant): string[] {
  const today = todayIn(calendar.settings.timeZone, now);
  const shown = calendar.entries.filter((entry) => entry.kind !== 'cancelled' && entry.checkOut > today);
  const windowEnd = addNights(today, calendar.settings.windowDays);
  const horizon = addNights(today, 366);
  const events = shown.map((entry) =>
    entry.kind === 'reservation'
      ? reservation(entry, now)
      : unavailable(calendar, entry.checkIn, entry.checkOut, now),
  );
  if (windowEnd < horizon) events.push(unavailable(calendar, windowEnd, horizon, now));
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    ...events.flat(),
    'END:VCALENDAR',
  ];
}

function reservation(entry: Entry, now: Temporal.Instant): string[] {
  const page = `https://www.airbnb.com/hosting/reservations/details/${entry.id}`;
  return [
    'BEGIN:VEVENT',
    `DTSTAMP:${stamp(now)}`,
    `DTSTART;VALUE=DATE:${compactDate(entry.checkIn)}`,
    `DTEND;VALUE=DATE:${compactDate(entry.checkOut)}`,
    'SUMMARY:Reserved',
    `UID:${entry.uid}`,
    `DESCRIPTION:Reservation URL: ${page}\\nPhone Number (Last 4 Digits): ${lastFour(entry.id)}`,
    'END:VEVENT',
  ];
}

function unavailable(
  calendar: Calendar,
  from: Entry['checkIn'],
  to: Entry['checkOut'],
  now: Temporal.Instant,
): string[] {
  const day = todayIn(calendar.settings.timeZone, now);
  return [
    'BEGIN:VEVENT',
    `DTSTAMP:${stamp(now)}`,
    `DTSTART;VALUE=DATE:${compactDate(from)}`,
    `DTEND;VALUE=DATE:${compactDate(to)}`,
    'SUMMARY:Airbnb (Not available)',
    `UID:7f662ec65913-${digest(calendar.name, from, to, day)}@airbnb.com`,
    'END:VEVENT',
  ];
}

/** The end of the guest's phone number, which depends on nothing but the reservation's code. */
export function lastFour(code: string): string {
  return String(Number.parseInt(digest(code).slice(0, 8), 16) % 10_000).padStart(4, '0');
}
