import { describe, expect, it } from 'vitest';
import { tenseOf, timeOf } from './periods.ts';

describe('a period', () => {
  it.each([
    ['month', '2026-11-21', '2026-11-01', '2026-12-01'],
    ['month', '2026-12-31', '2026-12-01', '2027-01-01'],
    ['month', '2028-02-01', '2028-02-01', '2028-03-01'],
    ['month', '2027-01-31', '2027-01-01', '2027-02-01'],
    ['last30', '2026-03-01', '2026-01-30', '2026-03-01'],
    ['last90', '2026-11-21', '2026-08-23', '2026-11-21'],
    ['next90', '2026-11-21', '2026-11-21', '2027-02-19'],
    ['year', '2026-11-21', '2026-01-01', '2027-01-01'],
  ] as const)('%s on %s is the nights from %s up to %s', (period, today, from, to) => {
    expect(timeOf(period, today)).toEqual({ period, from, to });
  });

  it('is over once its last night has begun to be yesterday, and ahead while tonight is its first', () => {
    expect(tenseOf({ from: '2026-11-01', to: '2026-11-21' }, '2026-11-21')).toBe('past');
    expect(tenseOf({ from: '2026-11-01', to: '2026-11-22' }, '2026-11-21')).toBe('now');
    expect(tenseOf({ from: '2026-11-21', to: '2026-12-22' }, '2026-11-21')).toBe('ahead');
  });
});
