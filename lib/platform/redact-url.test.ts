import { expect, it } from 'vitest';
import { redactUrl } from './redact-url.ts';

const HEX = '0123456789abcdef0123456789abcdef';

it.each([
  [
    'Airbnb',
    `https://www.airbnb.com/calendar/ical/123456789.ics?s=${HEX}`,
    'https://www.airbnb.com/calendar/ical/123456789.ics?s=redacted',
  ],
  [
    'Booking.com',
    'https://ical.booking.com/v1/export?t=0f8fad5b-d9cb-469f-a165-70867728950e',
    'https://ical.booking.com/v1/export?t=redacted',
  ],
  [
    'Vrbo',
    `http://www.vrbo.com/icalendar/${HEX}.ics?nonTentative`,
    'http://www.vrbo.com/icalendar/redacted.ics?nonTentative=redacted',
  ],
  [
    'Google',
    `https://calendar.google.com/calendar/ical/anna%40example.com/private-${HEX}/basic.ics`,
    'https://calendar.google.com/calendar/ical/redacted/private-redacted/basic.ics',
  ],
  [
    'Avito, which has no secret',
    'https://www.avito.ru/calendars-export/12/89/1234567890.ics',
    'https://www.avito.ru/calendars-export/12/89/1234567890.ics',
  ],
  [
    'Sutochno',
    `https://sutochno.ru/calendar/ical/${HEX}abcdef1.ics`,
    'https://sutochno.ru/calendar/ical/redacted.ics',
  ],
  [
    'ours',
    `https://host.example/api/calendar/unt_0123456789abcdefghjkmnpq/feed.ics?token=${HEX}${HEX}`,
    'https://host.example/api/calendar/unt_0123456789abcdefghjkmnpq/feed.ics?token=redacted',
  ],
  ['a token as its own name', `https://host.example/x?${HEX}`, 'https://host.example/x?redacted=redacted'],
  [
    'a token in the path',
    'https://host.example/cal/Zk3PqLr8TtYw2VbNc6Xd/x',
    'https://host.example/cal/redacted/x',
  ],
  ['credentials and a fragment', 'https://anna:pw@host.example:8443/a#key=1', 'https://host.example:8443/a'],
  ['webcal', `webcal://host.example/a.ics?k=${HEX}`, 'webcal://host.example/a.ics?k=redacted'],
  ['another scheme', 'data:text/calendar,BEGIN:VCALENDAR', 'data:redacted'],
  ['no address', 'not an address', '[unreadable address]'],
])('an address keeps its shape and loses its secret: %s', (_name, address, shown) => {
  expect(redactUrl(address)).toBe(shown);
});
