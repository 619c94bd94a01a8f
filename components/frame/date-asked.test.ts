import { expect, it } from 'vitest';
import { dateAsked } from './date-asked.ts';

const TODAY = '2026-11-21';

it.each([
  ['2027-02-03', 'en', '2027-02-03'],
  ['4.12.', 'en', '2026-12-04'],
  ['4/12', 'en', '2026-12-04'],
  ['4.3', 'ru', '2027-03-04'],
  ['21.11', 'en', '2026-11-21'],
  ['4/12/28', 'en', '2028-12-04'],
  ['4 Dec', 'en', '2026-12-04'],
  ['dec 4', 'en', '2026-12-04'],
  ['december 4 2027', 'en', '2027-12-04'],
  ['4 décembre', 'fr', '2026-12-04'],
  ['4 декабря', 'ru', '2026-12-04'],
  ['4 дек', 'ru', '2026-12-04'],
  ['29.2', 'en', '2028-02-29'],
] as const)('takes %j in %s for %s', (text, locale, night) => {
  expect(dateAsked(text, TODAY, locale)).toBe(night);
});

it.each(['30.2.2027', '4.13', 'decoy 4', 'mill house', '12', '', '4 dec house', '2026-02-30'])(
  'takes %j for no date',
  (text) => {
    expect(dateAsked(text, TODAY, 'en')).toBeNull();
  },
);
