import { describe, expect, it } from 'vitest';
import { night } from '#lib/kernel/nights.ts';
import { classifyAnswer, judgeMissing, type MissingEvent } from './freeing-rules.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');
const today = night('2026-11-21');

function missing(kind: MissingEvent['kind'], missedPolls: number, minutesAgo: number | null): MissingEvent {
  return {
    kind,
    checkOut: night('2026-12-24'),
    missedPolls,
    firstMissedAt: minutesAgo === null ? null : now.subtract({ minutes: minutesAgo }),
  };
}

describe('how an answer counts', () => {
  it.each([
    [{ known: 0, missing: 0, said: 0 }, 'plain'],
    [{ known: 1, missing: 1, said: 0 }, 'empty'],
    [{ known: 5, missing: 5, said: 0 }, 'empty'],
    [{ known: 2, missing: 2, said: 1 }, 'plain'],
    [{ known: 3, missing: 2, said: 1 }, 'shrunken'],
    [{ known: 10, missing: 6, said: 4 }, 'shrunken'],
    [{ known: 10, missing: 5, said: 5 }, 'plain'],
  ] as const)('%j is %s', (counts, expected) => {
    expect(classifyAnswer(counts)).toBe(expected);
  });
});

describe('what becomes of an event that an answer leaves out', () => {
  it.each([
    ['a closure is freed by one plain answer', missing('closure', 0, null), 'plain', 'free'],
    ['a reservation waits for a second plain answer', missing('reservation', 0, null), 'plain', 'wait'],
    ['a reservation is freed by the second plain answer', missing('reservation', 1, 15), 'plain', 'free'],
    ['a closure waits after a shrunken answer', missing('closure', 0, null), 'shrunken', 'wait'],
    ['three like answers within 30 minutes are not enough', missing('closure', 2, 29), 'shrunken', 'wait'],
    ['two answers over 30 minutes are not enough', missing('closure', 1, 45), 'shrunken', 'wait'],
    ['three like answers over 30 minutes are', missing('reservation', 2, 30), 'shrunken', 'free'],
    [
      'an empty answer frees no reservation for a day',
      missing('reservation', 90, 23 * 60 + 59),
      'empty',
      'wait',
    ],
    ['a day of empty answers frees a reservation', missing('reservation', 90, 24 * 60), 'empty', 'free'],
    ['an empty answer frees a closure like any implausible one', missing('closure', 2, 30), 'empty', 'free'],
  ] as const)('%s', (_, event, answer, expected) => {
    expect(judgeMissing(event, answer, now, today)).toBe(expected);
  });

  it('forgets a stay that is over, without a cancellation', () => {
    expect(judgeMissing({ ...missing('reservation', 0, null), checkOut: today }, 'empty', now, today)).toBe(
      'forget',
    );
  });
});
