import { describe, expect, it } from 'vitest';
import { minorDigits } from './currency.ts';
import { moneyFromDecimal } from './money.ts';

it.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['HUF', 2],
  ['CLF', 4],
])('%s has %i decimals', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
});

describe('a decimal text becomes minor units', () => {
  it.each([
    ['12.50', 'EUR', 1250],
    ['12.5', 'EUR', 1250],
    ['12', 'EUR', 1200],
    ['0.07', 'USD', 7],
    ['40000', 'JPY', 40000],
    ['40000.00', 'JPY', 40000],
    ['40000.5', 'JPY', 40001],
    ['1.234', 'KWD', 1234],
    ['12.345', 'EUR', 1235],
    ['12.3449999', 'EUR', 1234],
    ['-3.10', 'EUR', -310],
    ['90000000000.00', 'EUR', 9_000_000_000_000],
  ])('%s %s is %i', (text, currency, amount) => {
    expect(moneyFromDecimal(text, currency)).toEqual({ amount, currency });
  });

  it('minus nothing is nothing', () => {
    expect(Object.is(moneyFromDecimal('-0.00', 'EUR')?.amount, 0)).toBe(true);
  });
});

it.each([
  ['1e3'],
  ['1,234.50'],
  ['12,50'],
  [''],
  [' 12'],
  ['+5'],
  ['.5'],
  ['5.'],
  ['NaN'],
  ['€12'],
  ['0x10'],
  ['99999999999999.00'],
  ['12.50.1'],
])('%j is no money', (text) => {
  expect(moneyFromDecimal(text, 'EUR')).toBeNull();
});

it('a currency that is none makes no money', () => {
  expect(moneyFromDecimal('1.00', 'euro')).toBeNull();
});
