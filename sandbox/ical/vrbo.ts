import type { Calendar, Entry } from './calendar.ts';
import { compactDate, escapeText, stamp } from './text.ts';

const WORDS = {
  en: { reservation: 'Reserved', block: 'Blocked', tentative: 'Tentative' },
  fr: { reservation: 'Réservée', block: 'Indisponible', tentative: 'Provisoire' },
} as const;

/** Vrbo: the guest's first name after a word in the host's language; past stays remain; no DESCRIPTION. */
export function vrboLines(calendar: Calendar, now: Temporal.Instant): string[] {
  return [
    'BEGIN:VCALENDAR',
    'PRODID:-//HomeAway.com, Inc.//EN',
    'CALSCALE:GREGORIAN',
    'VERSION:2.0',
    ...calendar.entries.flatMap((entry) => eventLines(calendar, entry, now)),
    'END:VCALENDAR',
  ];
}

function eventLines(calendar: Calendar, entry: Entry, now: Temporal.Instant): string[] {
  if (entry.kind === 'cancelled') return [];
  const word = WORDS[calendar.settings.language][entry.kind];
  const firstName = entry.guest?.split(' ')[0];
  return [
    'BEGIN:VEVENT',
    `UID:${entry.uid}`,
    `DTSTAMP:${stamp(now)}`,
    `DTSTART;VALUE=DATE:${compactDate(entry.checkIn)}`,
    `DTEND;VALUE=DATE:${compactDate(entry.checkOut)}`,
    `SUMMARY:${entry.kind === 'block' || !firstName ? word : escapeText(`${word} - ${firstName}`)}`,
    'END:VEVENT',
  ];
}
