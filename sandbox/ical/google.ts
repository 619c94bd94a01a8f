import type { Calendar, Entry } from './calendar.ts';
import { compactDate, escapeText, stamp } from './text.ts';

/**
 * Google Calendar as a host's own block list: all-day events, weekly ones, timed ones that leave the host free
 * (TRANSP:TRANSPARENT), and cancelled ones that stay in the file. SEQUENCE and LAST-MODIFIED are kept.
 */
export function googleLines(calendar: Calendar, now: Temporal.Instant): string[] {
  const zone = calendar.settings.timeZone;
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escapeText(calendar.name)}`,
    `X-WR-TIMEZONE:${zone}`,
    ...timeZoneLines(zone),
    ...calendar.entries.flatMap((entry) => eventLines(entry, zone, now)),
    'END:VCALENDAR',
  ];
}

/** Western European time, as Google writes it; other zones are named by their TZID alone. */
function timeZoneLines(zone: string): string[] {
  if (zone !== 'Europe/Lisbon') return [];
  return [
    ...['BEGIN:VTIMEZONE', `TZID:${zone}`, `X-LIC-LOCATION:${zone}`],
    ...['BEGIN:DAYLIGHT', 'TZOFFSETFROM:+0000', 'TZOFFSETTO:+0100', 'TZNAME:GMT+1'],
    ...['DTSTART:19700329T010000', 'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU', 'END:DAYLIGHT'],
    ...['BEGIN:STANDARD', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0000', 'TZNAME:GMT'],
    ...['DTSTART:19701025T020000', 'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', 'END:STANDARD'],
    'END:VTIMEZONE',
  ];
}

function eventLines(entry: Entry, zone: string, now: Temporal.Instant): string[] {
  const changed = stamp(Temporal.Instant.from(entry.changedAt));
  const status = {
    cancelled: 'CANCELLED',
    tentative: 'TENTATIVE',
    reservation: 'CONFIRMED',
    block: 'CONFIRMED',
  };
  return [
    'BEGIN:VEVENT',
    ...startAndEnd(entry, zone),
    ...(entry.weekly ? [`RRULE:FREQ=WEEKLY;COUNT=${entry.weekly.count}`] : []),
    `DTSTAMP:${stamp(now)}`,
    `UID:${entry.uid}`,
    `CREATED:${changed}`,
    'DESCRIPTION:',
    `LAST-MODIFIED:${changed}`,
    'LOCATION:',
    `SEQUENCE:${entry.sequence}`,
    `STATUS:${status[entry.kind]}`,
    `SUMMARY:${escapeText(entry.guest ?? (entry.kind === 'block' ? 'Closed' : 'Booked'))}`,
    `TRANSP:${entry.weekly?.hours ? 'TRANSPARENT' : 'OPAQUE'}`,
    'END:VEVENT',
  ];
}

function startAndEnd(entry: Entry, zone: string): string[] {
  const hours = entry.weekly?.hours;
  if (!hours) {
    return [
      `DTSTART;VALUE=DATE:${compactDate(entry.checkIn)}`,
      `DTEND;VALUE=DATE:${compactDate(entry.checkOut)}`,
    ];
  }
  const [from, to] = hours.map((hour) => `${compactDate(entry.checkIn)}T${hour.replace(':', '')}00`);
  return [`DTSTART;TZID=${zone}:${from}`, `DTEND;TZID=${zone}:${to}`];
}
