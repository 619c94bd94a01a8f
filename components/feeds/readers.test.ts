import { describe, expect, it } from 'vitest';
import { getsItsOwnBack, hasStopped, readerOf } from './readers.ts';

describe('which instructions a subscriber gets', () => {
  it.each([
    ['Airbnb', 'airbnb'],
    ['Booking.com, room 2', 'booking'],
    ['Google Calendar', 'google'],
    ['My apple', 'apple'],
    ['Cleaner', 'other'],
    ['', 'other'],
  ])('%s → %s', (name, reader) => {
    expect(readerOf(name)).toBe(reader);
  });
});

describe('what a reader’s row warns of', () => {
  const NOW = Date.parse('2026-12-02T12:00:00Z');
  it.each([
    ['2026-12-02T11:00:00Z', 15, false],
    ['2026-12-02T05:00:00Z', 15, true],
    ['2026-12-02T05:00:00Z', 180, false],
    ['2026-12-01T23:00:00Z', 180, true],
    ['2026-11-01T00:00:00Z', null, false],
    [null, 15, false],
  ])('last read %s, usually every %s minutes: stopped %s', (lastFetchedAt, usualIntervalMinutes, stopped) => {
    expect(hasStopped({ lastFetchedAt, usualIntervalMinutes }, NOW)).toBe(stopped);
  });

  it('a channel that we follow and whose link names no counterpart gets its own bookings back', () => {
    const followed = [{ platform: 'airbnb' }];
    expect(getsItsOwnBack({ name: 'Airbnb', source: null }, followed)).toBe(true);
    expect(getsItsOwnBack({ name: 'Airbnb', source: { calendarId: 'x' } }, followed)).toBe(false);
    expect(getsItsOwnBack({ name: 'Vrbo', source: null }, followed)).toBe(false);
    expect(getsItsOwnBack({ name: 'Google Calendar', source: null }, followed)).toBe(false);
  });
});
