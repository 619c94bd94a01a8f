import { todayIn } from '#lib/kernel/nights.ts';
import type { Calendar, Entry } from './calendar.ts';
import { compactDate, digest, stamp } from './text.ts';

/**
 * Booking.com: one summary for bookings and for nights the host closed, which nothing tells apart. Whether a stay
 * under way keeps its UID and start is reported both ways, hence the switch.
 */
export function bookingLines(calendar: Calendar, now: Temporal.Instant): string[] {
  const today = todayIn(calendar.settings.timeZone, now);
  const shown = calendar.entries.filter((entry) => entry.kind !== 'cancelled' && entry.checkOut > today);
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//admin.booking.com\\\\\\, b.v.//NONSGML v1.0//EN',
    'VERSION:2.0',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...shown.flatMap((entry) => closed(calendar, entry, today, now)),
    'END:VCALENDAR',
  ];
}

function closed(calendar: Calendar, entry: Entry, today: Entry['checkIn'], now: Temporal.Instant): string[] {
  const moves = calendar.settings.inProgress === 'moves' && entry.checkIn < today;
  const start = moves ? today : entry.checkIn;
  const uid = moves ? `${digest(entry.uid, today)}@booking.com` : entry.uid;
  return [
    'BEGIN:VEVENT',
    `DTSTART;VALUE=DATE:${compactDate(start)}`,
    `DTEND;VALUE=DATE:${compactDate(entry.checkOut)}`,
    `DTSTAMP:${stamp(now)}`,
    `UID:${uid}`,
    'SUMMARY:CLOSED - Not available',
    'END:VEVENT',
  ];
}
