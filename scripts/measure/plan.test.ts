import { describe, expect, it } from 'vitest';
import { median } from './observe.ts';
import { planPortfolio } from './plan.ts';

describe('the plan of a portfolio', () => {
  it('is the same each time, of as many units as were asked for', () => {
    const plan = planPortfolio(200);
    expect(plan).toEqual(planPortfolio(200));
    expect(plan.reduce((sum, { units }) => sum + units.length, 0)).toBe(200);
    expect(Math.max(...plan.map(({ units }) => units.length))).toBe(12);
  });

  it('sells no night of a unit twice but where a clash is meant, and no room while its whole house is sold', () => {
    for (const { units } of planPortfolio(200)) {
      for (const unit of units.filter(({ parts }) => parts.length === 0)) {
        const whole = units.find(({ parts }) => parts.length > 0);
        const held = [...unit.stays, ...(whole?.stays ?? [])]
          .filter(({ kind }) => kind === 'held')
          .sort((one, other) => one.from - other.from);
        const twice = held.filter((stay, at) => stay.from + stay.nights > (held[at + 1]?.from ?? Infinity));
        expect(twice).toEqual([]);
      }
    }
  });
});

describe('figures', () => {
  it('are the middle one of several', () => {
    expect([median([9, 1, 5]), median([4, 2]), median([])]).toEqual([5, 3, Number.NaN]);
  });
});
