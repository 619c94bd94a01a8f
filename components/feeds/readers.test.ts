import { describe, expect, it } from 'vitest';
import { readerOf } from './readers.ts';

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
