import { describe, expect, it } from 'vitest';
import { quantile, summaryOf } from './stats-rules.ts';
import { reasonOf, reasonsOf } from './sync-rules.ts';

describe('a quantile', () => {
  it.each([
    [[], 0.5, null],
    [[7], 0.95, 7],
    [[1, 2], 0.5, 1.5],
    [[1, 2, 3], 0.5, 2],
    [[0, 10, 20, 30], 0.25, 7.5],
  ])('of %j at %s is %s', (values, at, expected) => {
    expect(quantile(values, at)).toBe(expected);
  });

  it('of few is no middle half', () => {
    expect(summaryOf([5, 1, 3])).toEqual({ count: 3, median: 3, low: null, high: null, average: 3 });
    expect(summaryOf([8, 7, 6, 5, 4, 3, 2, 1])).toMatchObject({ median: 4.5, low: 2.75, high: 6.25 });
    expect(summaryOf([])).toEqual({ count: 0, median: null, low: null, high: null, average: null });
  });
});

describe('the reason of a failure', () => {
  it('is told by group, and an unknown code is no reason of ours', () => {
    expect(['auth', 'timeout', 'limited', 'html', 'constructor', null].map(reasonOf)).toEqual([
      'sign_in',
      'no_answer',
      'limit',
      'unreadable',
      'other',
      'other',
    ]);
  });

  it('adds up what comes down to the same, the commonest first', () => {
    const codes = [
      { code: 'limited', count: 2 },
      { code: 'dns', count: 1 },
      { code: 'timeout', count: 2 },
    ];
    expect(reasonsOf(codes)).toEqual([
      { group: 'no_answer', count: 3 },
      { group: 'limit', count: 2 },
    ]);
  });
});
