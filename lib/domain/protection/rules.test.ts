import { describe, expect, it } from 'vitest';
import type { LastRead } from '../feeds/last-reads.ts';
import { type Around, type Followed, protectionOf, refusalsOf, type Told } from './rules.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

function calendar(more: Partial<Followed> = {}): Followed {
  return {
    id: 'cal_1',
    name: 'Vrbo',
    at: 'unt_1',
    isCalendar: true,
    sells: true,
    isActive: true,
    intervalMinutes: 15,
    lastSuccessAt: ago(4),
    lastSyncStatus: 'success',
    consecutiveFailures: 0,
    waiting: 0,
    ...more,
  };
}

const account = (more: Partial<Followed> = {}) =>
  calendar({ name: 'Airbnb', at: 'airbnb', isCalendar: false, ...more });

function reader(more: Partial<LastRead> = {}): LastRead {
  return {
    id: 'sub_1',
    name: 'Vrbo',
    isPlain: false,
    propertyId: 'prp_1',
    unitId: 'unt_1',
    sourceCalendarId: null,
    createdAt: ago(5000),
    lastReadAt: ago(180),
    usualMinutes: 120,
    ...more,
  };
}

function told(more: Partial<Told> = {}): Told {
  return {
    connectionId: 'con_1',
    unitIds: ['unt_1'],
    name: 'Airbnb',
    at: 'airbnb',
    stopped: null,
    failures: 0,
    refused: 0,
    drift: 0,
    isOwed: false,
    owedSince: null,
    lastReadAt: ago(600),
    lastPushedAt: ago(30),
    ...more,
  };
}

const judge = (around: Partial<Around>, unit: { openConflicts?: number; changedAt?: string } = {}) =>
  protectionOf(
    { id: 'unt_1', openConflicts: 0, changedAt: ago(500), ...unit },
    { sources: [], readers: [], channels: [], ...around },
    NOW,
  );

describe('a unit followed and read through calendars', () => {
  const level = (sources: Followed[], readers: LastRead[], unit = {}) =>
    judge({ sources, readers }, unit).level;

  it('is green where every calendar answered in time and every reader came since the last change', () => {
    expect(
      judge({ sources: [calendar(), calendar({ lastSuccessAt: ago(20) })], readers: [reader()] }),
    ).toEqual({
      level: 'good',
      reasons: [],
      evidence: {
        sources: 2,
        answeredMs: 20 * 60_000,
        readers: 1,
        readMs: 180 * 60_000,
        channels: 0,
        toldMs: 0,
      },
    });
  });

  it.each([
    [
      'nothing whole for more than three intervals',
      'deaf',
      [calendar({ lastSuccessAt: ago(46) })],
      [reader()],
    ],
    [
      'silence that failures explain',
      'deaf',
      [calendar({ lastSuccessAt: ago(46), lastSyncStatus: 'error', consecutiveFailures: 2 })],
      [reader()],
    ],
    [
      'a calendar that never answered',
      'deaf',
      [calendar({ lastSuccessAt: null, lastSyncStatus: 'error', consecutiveFailures: 1 })],
      [reader()],
    ],
    [
      'a first answer on its way',
      'syncing',
      [calendar({ lastSuccessAt: null, lastSyncStatus: 'pending' })],
      [reader()],
    ],
    ['a paused calendar', 'paused', [calendar({ isActive: false })], [reader()]],
    ['events missing from the last answers', 'doubtful', [calendar({ waiting: 2 })], [reader()]],
    ['a reader that stayed away for a day', 'unread', [calendar()], [reader({ lastReadAt: ago(1441) })]],
    ['a reader that never came', 'unread', [calendar()], [reader({ lastReadAt: null })]],
    ['a reader that is new', 'awaited', [calendar()], [reader({ lastReadAt: null, createdAt: ago(60) })]],
    ['a reader that came before the last change', 'behind', [calendar()], [reader({ lastReadAt: ago(501) })]],
    [
      'a link for all that nobody read',
      'notRead',
      [calendar()],
      [reader({ isPlain: true, lastReadAt: null })],
    ],
    ['nobody who reads', 'notRead', [calendar()], []],
    ['only a reader of a part', 'notRead', [calendar()], [reader({ unitId: 'unt_2' })]],
    ['nothing followed', 'notFollowed', [], [reader()]],
  ] as const)('is not green with %s', (_, expected, calendars, readers) => {
    expect(level([...calendars], [...readers])).toBe(expected);
  });

  it('stands one failed attempt after a recent whole answer: that answer is the evidence', () => {
    expect(level([calendar({ lastSyncStatus: 'error', consecutiveFailures: 1 })], [reader()])).toBe('good');
  });
});

describe('a unit sold by a channel that is told', () => {
  const level = (more: Partial<Told>) => judge({ sources: [account()], channels: [told(more)] }).level;

  it('is green without anybody who reads a feed, and says how old the proof is', () => {
    expect(judge({ sources: [account()], channels: [told()] })).toMatchObject({
      level: 'good',
      evidence: { sources: 1, readers: 0, channels: 1, toldMs: 30 * 60_000 },
    });
  });

  it.each([
    ['it takes nothing, or was told not to', 'stopped', { stopped: 'no' }],
    [
      'its calendar is being looked at for the first time',
      'adopting',
      { stopped: 'not_yet', lastReadAt: null },
    ],
    ['that first look fails', 'late', { stopped: 'not_yet', failures: 2 }],
    ['it refused a night', 'refused', { refused: 3, drift: 1 }],
    ['it shows something else than it confirmed', 'drift', { drift: 1 }],
    ['a change is on its way', 'owed', { isOwed: true, owedSince: ago(2) }],
    ['a change has been owed for long', 'late', { isOwed: true, owedSince: ago(11) }],
    ['the last call failed', 'late', { isOwed: true, owedSince: ago(1), failures: 1 }],
    ['what it shows was never read', 'unproven', { lastReadAt: null }],
    ['what it shows was read days ago', 'unproven', { lastReadAt: ago(37 * 60) }],
  ] as const)('is not green while %s', (_, expected, more) => {
    expect(level(more)).toBe(expected);
  });

  it('is protected one way where only its bookings come in', () => {
    expect(judge({ sources: [account()] }).level).toBe('notRead');
  });

  it('needs a reader all the same for a calendar of a platform that sells, and none for a person’s own', () => {
    const channels = [told()];
    expect(judge({ sources: [account(), calendar()], channels }).level).toBe('notRead');
    expect(judge({ sources: [account(), calendar()], channels, readers: [reader()] }).level).toBe('good');
    expect(judge({ sources: [account(), calendar({ sells: false })], channels }).level).toBe('good');
  });
});

it('has nothing to protect where it is sold nowhere, but an open conflict is told there too', () => {
  expect(judge({})).toEqual({ level: 'none', reasons: [], evidence: null });
  expect(judge({}, { openConflicts: 2 })).toMatchObject({
    level: 'clash',
    reasons: [{ kind: 'clash', count: 2, at: 'unt_1' }],
  });
});

it('tells the worst reason first, and each with where it is mended', () => {
  const { level, reasons } = judge(
    {
      sources: [account({ lastSuccessAt: ago(60) }), calendar({ waiting: 1 })],
      channels: [told({ refused: 2 })],
      readers: [reader({ lastReadAt: null })],
    },
    { openConflicts: 1 },
  );
  expect(level).toBe('clash');
  expect(reasons.map(({ kind, at }) => [kind, at])).toEqual([
    ['clash', 'unt_1'],
    ['deaf', 'airbnb'],
    ['refused', 'airbnb'],
    ['unread', 'unt_1'],
  ]);
});

it('refused nights are counted by account, and not where nothing is told any more', () => {
  const all = [
    told({ refused: 2 }),
    told({ refused: 3, unitIds: ['unt_2'] }),
    told(),
    told({ connectionId: 'con_2', name: 'Booking.com', refused: 1 }),
    told({ connectionId: 'con_3', refused: 9, stopped: 'no' }),
  ];
  expect(refusalsOf(all)).toEqual([
    { connectionId: 'con_1', name: 'Airbnb', nights: 5 },
    { connectionId: 'con_2', name: 'Booking.com', nights: 1 },
  ]);
});
