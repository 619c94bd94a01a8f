import { describe, expect, it } from 'vitest';
import { markupOf, previewOf } from './markup.ts';

describe('a markup', () => {
  it.each([
    ['15', 1500],
    ['12,5', 1250],
    ['0', 0],
    ['100 %', 10_000],
  ])('%s is read', (text, bp) => {
    expect(markupOf(text)).toBe(bp);
  });

  it.each(['', '-1', '100.01', '15.125', 'a lot'])('%j is none', (text) => {
    expect(markupOf(text)).toBeNull();
  });
});

describe('the preview', () => {
  const night = (amount: number | null, currency = 'RUB') => ({
    night: '2026-12-01',
    price: amount === null ? null : { amount, currency },
  });

  it('shows whole roubles, never less than the markup asks', () => {
    expect(previewOf([night(333_300)], 1500, 'none')).toEqual([
      { night: '2026-12-01', here: 333_300, there: 383_300 },
    ]);
    expect(previewOf([night(333_301)], 1500, 'none')[0]?.there).toBe(383_300);
    expect(previewOf([night(333_400)], 1500, 'none')[0]?.there).toBe(383_500);
  });

  it('rounds as the account rounds', () => {
    expect(previewOf([night(333_300)], 1500, 'nine')[0]?.there).toBe(383_900);
  });

  it('shows no night without a price, and none in money that Avito does not take', () => {
    expect(previewOf([night(null), night(0), night(9000, 'EUR')], 1500, 'none')).toEqual([]);
  });
});
