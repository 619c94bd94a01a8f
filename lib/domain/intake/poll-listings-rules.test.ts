import { describe, expect, it } from 'vitest';
import {
  intervalMs,
  latenessMs,
  nextDue,
  retryMs,
  shareNow,
  slower,
  spacingMs,
  turnSize,
} from './poll-listings-rules.ts';

const PACE = { seconds: 10, perSecond: 5 };
const T0 = Temporal.Instant.from('2026-12-01T08:00:00Z');

describe('the interval', () => {
  it('is as set while the budget allows, and then as long as the budget needs', () => {
    expect([1, 30, 31, 100, 1000].map((listings) => intervalMs(listings, PACE, 1))).toEqual([
      10_000, 10_000, 10_333, 33_333, 333_333,
    ]);
  });

  it('doubles when the channel says "too many", however few listings there are', () => {
    const slowed = slower(null, T0, null);
    expect(intervalMs(1, PACE, shareNow(slowed, T0))).toBe(20_000);
    expect(intervalMs(100, PACE, shareNow(slower(slowed, T0, null), T0))).toBe(133_333);
  });

  it('recovers over minutes, and never grows for ever', () => {
    const slowed = slower(null, T0, 7);
    expect(slowed.notBefore).toBe('2026-12-01T08:00:07Z');
    const shares = [0, 1, 4, 5, 60].map((minutes) => shareNow(slowed, T0.add({ minutes })));
    expect(shares.map((share) => Math.round(share * 100))).toEqual([50, 60, 90, 100, 100]);
    let worst = slowed;
    for (let i = 0; i < 20; i++) worst = slower(worst, T0, null);
    expect(intervalMs(1, PACE, shareNow(worst, T0))).toBe(160_000);
  });

  it('is not shortened by a clock that stepped back', () => {
    const slowed = slower(null, T0, null);
    expect(shareNow(slowed, T0.subtract({ hours: 1 }))).toBe(0.5);
  });
});

describe('the next question', () => {
  const due = (startedAfterMs: number) =>
    nextDue({ dueAt: T0, startedAt: T0.add({ milliseconds: startedAfterMs }) }, 10_000)
      .since(T0)
      .total('milliseconds');

  it('keeps its beat where this one was about on time', () => {
    expect([0, 400, 1000].map(due)).toEqual([10_000, 10_000, 10_000]);
  });

  it('counts from now on where this one was late: nothing is caught up on', () => {
    expect([1001, 30_000, 3_600_000].map(due)).toEqual([11_001, 40_000, 3_610_000]);
  });

  it('is late by how long after it was due it began', () => {
    expect(latenessMs({ dueAt: T0, startedAt: T0.add({ milliseconds: 1500 }) })).toBe(1500);
    expect(latenessMs({ dueAt: T0, startedAt: T0.subtract({ seconds: 1 }) })).toBe(0);
  });

  it('waits longer after each failure: a minute at most where the channel is away, five where it refuses', () => {
    expect([1, 2, 3, 50].map((n) => retryMs(n, 10_000, true))).toEqual([20_000, 40_000, 60_000, 60_000]);
    expect([1, 2, 3, 50].map((n) => retryMs(n, 10_000, false))).toEqual([20_000, 40_000, 80_000, 300_000]);
    expect(retryMs(1, 400_000, true)).toBe(400_000);
  });
});

describe('a turn', () => {
  it('begins no more than its share of the budget in its seconds', () => {
    expect(turnSize(PACE)).toBe(15);
    expect(turnSize({ seconds: 10, perSecond: 0.1 })).toBe(1);
    expect(spacingMs(PACE, 1)).toBe(334);
    expect(spacingMs(PACE, 0.5)).toBe(667);
  });
});
