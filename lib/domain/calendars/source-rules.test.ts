import { describe, expect, it } from 'vitest';
import { evidenceOf, type Source } from './source-rules.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

function calendar(more: Partial<Source> = {}): Source {
  return {
    name: 'Airbnb',
    isActive: true,
    intervalMinutes: 15,
    lastSuccessAt: ago(4),
    lastSyncStatus: 'success',
    consecutiveFailures: 0,
    waiting: 0,
    ...more,
  };
}

describe('the evidence', () => {
  it('counts a calendar as heard only while its last whole answer is young, and tells the oldest of those', () => {
    const calendars = [
      calendar({ lastSuccessAt: ago(12) }),
      calendar(),
      calendar({ lastSuccessAt: ago(46) }),
      calendar({ lastSuccessAt: null, lastSyncStatus: 'pending' }),
      calendar({ isActive: false }),
    ];
    expect(evidenceOf(calendars, NOW)).toEqual({
      followed: 5,
      asked: 4,
      heard: 2,
      deaf: 1,
      oldestMs: 12 * 60_000,
    });
  });
});
