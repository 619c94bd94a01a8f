import { describe, expect, it } from 'vitest';
import { clockMode, untilNextBeat } from './clock-rules.ts';

const start = Temporal.Instant.from('2026-03-01T12:00:00Z');
const after = (seconds: number) => start.add({ milliseconds: seconds * 1000 });
const mode = (facts: { rang: number | null; now: number; hasQstash?: boolean; minutes?: number }) =>
  clockMode({
    hasQstash: facts.hasQstash ?? true,
    lastRangAt: facts.rang === null ? null : after(facts.rang),
    startedAt: start,
    now: after(facts.now),
    intervalMs: (facts.minutes ?? 1) * 60_000,
    beatMs: 10_000,
  });

describe('the built-in clock', () => {
  it.each([
    ['without QStash it is alone', { rang: null, now: 0, hasQstash: false }, 'alone'],
    ['QStash has not rung yet', { rang: null, now: 60 }, 'standby'],
    ['QStash has missed two rings', { rang: 0, now: 169 }, 'standby'],
    ['at its last beat before three minutes it rings itself', { rang: 0, now: 170 }, 'stand_in'],
    ['QStash never rang', { rang: null, now: 170 }, 'stand_in'],
    ['an hour of silence before this process started is no silence', { rang: -3600, now: 100 }, 'standby'],
    ['QStash has just rung again', { rang: 600, now: 601 }, 'standby'],
    ['every ten minutes: half an hour', { rang: 0, now: 1789, minutes: 10 }, 'standby'],
    ['every ten minutes: after half an hour', { rang: 0, now: 1790, minutes: 10 }, 'stand_in'],
  ])('%s', (_, facts, expected) => {
    expect(mode(facts)).toBe(expected);
  });

  it.each([
    ['nothing waits: the usual beat', null, 10_000],
    ['due in an hour: the usual beat', 3600, 10_000],
    ['due in three seconds: then', 3, 3_000],
    ['overdue: at once, but never a busy loop', -5, 250],
  ])('%s', (_, dueIn, expected) => {
    expect(untilNextBeat(start, 10_000, dueIn === null ? null : after(dueIn))).toBe(expected);
  });
});
