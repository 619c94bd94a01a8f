import { describe, expect, it } from 'vitest';
import { addNights, night } from '#lib/kernel/nights.ts';
import { addDays, dayNumber, nightAt, weekdayOf } from './days.ts';

describe('days as numbers', () => {
  it('agrees with Temporal on every day of 400 years', () => {
    let date = Temporal.PlainDate.from('1899-12-25');
    const start = dayNumber('1899-12-25');
    for (let step = 0; step < 146_097; step++) {
      const text = date.toString();
      if (dayNumber(text) !== start + step || nightAt(start + step) !== text) {
        expect({ text, number: dayNumber(text), back: nightAt(start + step) }).toEqual({
          text,
          number: start + step,
          back: text,
        });
      }
      date = date.add({ days: 1 });
    }
    expect(date.toString()).toBe('2299-12-25');
  });

  it('moves over leap days and year ends as the kernel does', () => {
    for (const from of ['2028-02-28', '2027-02-28', '2026-12-31', '0001-01-01', '9999-12-01']) {
      expect(addDays(from, 1)).toBe(addNights(night(from), 1));
    }
  });

  it('counts weekdays from Monday, before 1970 too', () => {
    expect(weekdayOf(dayNumber('2026-11-23'))).toBe(0);
    expect(weekdayOf(dayNumber('1969-12-28'))).toBe(6);
  });
});
