import { describe, expect, it } from 'vitest';
import { minorUnits } from './draft.ts';

describe('an amount as a person types it', () => {
  it.each([
    ['1250.50', 'EUR', 125_050],
    ['1 250,50', 'EUR', 125_050],
    ['1\u00a0250', 'RUB', 125_000],
    ['40000', 'JPY', 40_000],
    ['0.1', 'EUR', 10],
    ['', 'EUR', null],
    ['12.5.1', 'EUR', null],
    ['-5', 'EUR', null],
  ])('%s %s is %s', (text, currency, expected) => {
    expect(minorUnits(text, currency)).toBe(expected);
  });
});
