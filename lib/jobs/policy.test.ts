import { describe, expect, it } from 'vitest';
import { afterThrow, MAX_ATTEMPTS, mayRun } from './policy.ts';

const now = Temporal.Instant.from('2026-03-01T12:00:00Z');
const seconds = (attempts: number, recurs: boolean, random: number) =>
  afterThrow({ attempts, recurs }, now, random).dueAt.since(now).total('second');

describe('after an unexpected error', () => {
  it.each([
    [1, false, 2.5, 5],
    [2, false, 5, 10],
    [5, false, 40, 80],
    [9, false, 640, 1280],
    [5, true, 40, 80],
    [9, true, 450, 900],
    [500, true, 450, 900],
  ])('attempt %i (recurs: %s) is followed by the next in %d to %d seconds', (attempts, recurs, from, to) => {
    expect(seconds(attempts, recurs, 0)).toBe(from);
    expect(seconds(attempts, recurs, 1)).toBe(to);
  });

  it.each([
    [MAX_ATTEMPTS - 1, false, 'pending', false],
    [MAX_ATTEMPTS, false, 'failed', true],
    [MAX_ATTEMPTS, true, 'pending', true],
  ])('attempt %i (recurs: %s) leaves it %s, alarming: %s', (attempts, recurs, state, alarming) => {
    expect(afterThrow({ attempts, recurs }, now, 0)).toMatchObject({ state, alarming });
  });
});

describe('a job that took its process down with it', () => {
  it.each([
    [MAX_ATTEMPTS, false, true],
    [MAX_ATTEMPTS + 1, false, false],
    [MAX_ATTEMPTS + 1, true, true],
  ])('claimed for the %ith time (recurs: %s) is run: %s', (attempts, recurs, expected) => {
    expect(mayRun({ attempts, recurs })).toBe(expected);
  });
});
