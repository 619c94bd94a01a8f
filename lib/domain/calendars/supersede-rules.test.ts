import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { explainedBy } from './fold-events.ts';
import { isOfAnother, isOfChannel } from './supersede-rules.ts';

const read = Temporal.Instant.from('2026-11-21T12:00:00Z');

describe('a calendar is the channel’s', () => {
  it.each([
    ['by how it writes', { dialect: 'airbnb', urlHost: 'calendars.example', lastSuccessAt: read }, true],
    [
      'by where it stands, until it was read',
      { dialect: 'generic', urlHost: 'www.airbnb.co.uk', lastSuccessAt: null },
      true,
    ],
    [
      'not by where it stands, once it was read',
      { dialect: 'generic', urlHost: 'www.airbnb.com', lastSuccessAt: read },
      false,
    ],
    ['not by a like host', { dialect: 'generic', urlHost: 'notairbnb.com', lastSuccessAt: null }, false],
    [
      'not where it is another channel’s',
      { dialect: 'booking', urlHost: 'ical.booking.com', lastSuccessAt: read },
      false,
    ],
  ])('%s', (_, calendar, expected) => {
    expect(isOfChannel(calendar, 'airbnb')).toBe(expected);
  });
});

describe('a calendar of another listing', () => {
  const others = new Set(['90002']);
  it.each([
    ['https://www.airbnb.com/calendar/ical/90002.ics?s=90001', true],
    ['https://www.airbnb.com/calendar/ical/90001.ics?s=90002', false],
    ['https://www.airbnb.com/calendar/ical/77777.ics', false],
    ['https://host.example/90001-90002.ics', false],
    ['https://host.example/calendar.ics', false],
    ['', false],
  ])('%s: %s', (link, expected) => {
    expect(isOfAnother(link, '90001', others)).toBe(expected);
  });
});

describe('a closure shows bookings', () => {
  const nights = (id: string, from: string, to: string) => ({
    id,
    checkIn: night(from),
    checkOut: night(to),
  });
  const closure = nights('evt', '2027-02-05', '2027-02-10');
  it.each([
    ['of exactly its nights', [nights('a', '2027-02-05', '2027-02-10')], 'a'],
    ['of more', [nights('a', '2027-02-01', '2027-02-20')], 'a'],
    [
      'that touch, the longest of them',
      [nights('a', '2027-02-05', '2027-02-07'), nights('b', '2027-02-07', '2027-02-10')],
      'b',
    ],
    [
      'not where a night is nobody’s',
      [nights('a', '2027-02-05', '2027-02-07'), nights('b', '2027-02-08', '2027-02-10')],
      null,
    ],
    ['not of other nights', [nights('a', '2027-02-10', '2027-02-12')], null],
    ['not where there are none', [], null],
  ])('%s', (_, booked, expected) => {
    expect(explainedBy(closure, booked)?.id ?? null).toBe(expected);
  });
});
