import { describe, expect, it } from 'vitest';
import { chooseLocale } from './choose-locale.ts';

describe('the reader’s language', () => {
  it.each([
    ['ru', 'en-GB,en;q=0.9', 'ru'],
    [undefined, 'fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
    [undefined, 'de-DE,ru;q=0.4,en;q=0.7', 'en'],
    [undefined, 'de', 'en'],
    [undefined, null, 'en'],
    ['xx', 'ru', 'ru'],
    [undefined, 'fr;q=0, ru', 'ru'],
  ])('chosen %s, browser %s → %s', (chosen, header, expected) => {
    expect(chooseLocale(chosen, header)).toBe(expected);
  });
});
