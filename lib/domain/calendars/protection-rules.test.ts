import { describe, expect, it } from 'vitest';
import type { LastRead } from '../feeds/last-reads.ts';
import { calendarsOf, evidenceOf, protectionOf } from './protection-rules.ts';
import type { ExternalCalendar } from './schemas.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

function calendar(more: Partial<ExternalCalendar> = {}): ExternalCalendar {
  return {
    id: 'cal_1',
    propertyId: 'prp_1',
    unitId: 'unt_1',
    name: 'Airbnb',
    host: 'airbnb.com',
    platform: 'airbnb',
    color: '#000000',
    description: null,
    isActive: true,
    supersededBy: null,
    intervalMinutes: 15,
    tentativeCloses: true,
    lastSyncAt: ago(4),
    lastSuccessAt: ago(4),
    lastSyncStatus: 'success',
    lastSyncErrorCode: null,
    lastSyncError: null,
    consecutiveFailures: 0,
    nextSyncAt: null,
    waiting: 0,
    events: 3,
    warnings: [],
    ...more,
  };
}

function reader(more: Partial<LastRead> = {}): LastRead {
  return {
    id: 'sub_1',
    name: 'Airbnb',
    isPlain: false,
    propertyId: 'prp_1',
    unitId: 'unt_1',
    createdAt: ago(5000),
    lastReadAt: ago(180),
    ...more,
  };
}

const level = (calendars: ExternalCalendar[], readers: LastRead[], openConflicts = 0) =>
  protectionOf({ openConflicts }, calendars, readers, NOW).level;

describe('the protection of a unit', () => {
  it('is green only where every calendar answered in time and every reader came within a day', () => {
    expect(
      protectionOf({ openConflicts: 0 }, [calendar(), calendar({ lastSuccessAt: ago(20) })], [reader()], NOW),
    ).toEqual({
      level: 'good',
      sources: 2,
      answeredMs: 20 * 60_000,
      readers: 1,
      readMs: 180 * 60_000,
    });
  });

  it.each([
    ['an open conflict', 'clash', [calendar()], [reader()], 1],
    [
      'nothing whole for more than three intervals',
      'deaf',
      [calendar({ lastSuccessAt: ago(46) })],
      [reader()],
      0,
    ],
    [
      'silence that failures explain',
      'deaf',
      [calendar({ lastSuccessAt: ago(46), lastSyncStatus: 'error', consecutiveFailures: 2 })],
      [reader()],
      0,
    ],
    [
      'a calendar that never answered',
      'deaf',
      [calendar({ lastSuccessAt: null, lastSyncStatus: 'error', consecutiveFailures: 1 })],
      [reader()],
      0,
    ],
    [
      'a first answer on its way',
      'syncing',
      [calendar({ lastSuccessAt: null, lastSyncStatus: 'pending' })],
      [reader()],
      0,
    ],
    ['a paused calendar', 'paused', [calendar({ isActive: false })], [reader()], 0],
    ['events missing from the last answers', 'doubtful', [calendar({ waiting: 2 })], [reader()], 0],
    ['a reader that stayed away for a day', 'unread', [calendar()], [reader({ lastReadAt: ago(1441) })], 0],
    ['a reader that never came', 'unread', [calendar()], [reader({ lastReadAt: null })], 0],
    ['a reader that is new', 'awaited', [calendar()], [reader({ lastReadAt: null, createdAt: ago(60) })], 0],
    [
      'a link for all that nobody read',
      'notRead',
      [calendar()],
      [reader({ isPlain: true, lastReadAt: null })],
      0,
    ],
    ['nobody who reads', 'notRead', [calendar()], [], 0],
    ['nothing followed', 'notFollowed', [], [reader()], 0],
    ['nothing at all', 'none', [], [], 0],
  ] as const)('is not green with %s', (_, expected, calendars, readers, conflicts) => {
    expect(level([...calendars], [...readers], conflicts)).toBe(expected);
  });

  it('stands one failed attempt after a recent whole answer: that answer is the evidence', () => {
    expect(level([calendar({ lastSyncStatus: 'error', consecutiveFailures: 1 })], [reader()])).toBe('good');
  });
});

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

it('a whole house is closed by the calendars of its parts and of its property, a part not by another', () => {
  const of = (unitId: string | null, propertyId = 'prp_1') => ({ unitId, propertyId });
  const all = [of('left'), of('right'), of(null), of(null, 'prp_2')];
  const units = (id: string, parts: string[]) => calendarsOf({ id, parts }, 'prp_1', all);
  expect(units('whole', ['left', 'right'])).toEqual([all[0], all[1], all[2]]);
  expect(units('left', [])).toEqual([all[0], all[2]]);
});
