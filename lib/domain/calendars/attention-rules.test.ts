import { describe, expect, it } from 'vitest';
import { attentionOf, type Watched } from './attention-rules.ts';

const NOW = 1_000_000_000;
const minutesAgo = (minutes: number) => NOW - minutes * 60_000;
const calendar = (part: Partial<Watched>): Watched => ({
  isActive: true,
  lastSyncStatus: 'success',
  consecutiveFailures: 0,
  lastSuccessMs: minutesAgo(10),
  intervalMinutes: 15,
  ...part,
});

describe('whether a calendar waits for a person', () => {
  it.each([
    ['answers', {}, null],
    [
      'failed once after it worked: that mends itself',
      { lastSyncStatus: 'error', consecutiveFailures: 1 },
      null,
    ],
    ['failed three times', { lastSyncStatus: 'error', consecutiveFailures: 3 }, 'failing'],
    ['never worked', { lastSyncStatus: 'error', consecutiveFailures: 1, lastSuccessMs: null }, 'failing'],
    ['has not been asked yet', { lastSyncStatus: 'pending', lastSuccessMs: null }, null],
    ['is silent for three intervals', { lastSuccessMs: minutesAgo(46) }, 'stale'],
    ['is nearly silent for three intervals', { lastSuccessMs: minutesAgo(45) }, null],
    ['is paused', { isActive: false, lastSyncStatus: 'error', consecutiveFailures: 9 }, null],
  ] as const)('%s', (_what, part, expected) => {
    expect(attentionOf(calendar(part), NOW)).toBe(expected);
  });
});
