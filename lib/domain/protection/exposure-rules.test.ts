import { describe, expect, it } from 'vitest';
import type { LastRead } from '../feeds/last-reads.ts';
import { exposuresOf, worstFirst } from './exposure-rules.ts';
import type { Followed } from './rules.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const ago = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();
const UNIT = { id: 'unt_1', propertyId: 'prp_1' };

function reader(more: Partial<LastRead> = {}): LastRead {
  return {
    id: 'sub_1',
    name: 'Airbnb',
    isPlain: false,
    propertyId: 'prp_1',
    unitId: 'unt_1',
    sourceCalendarId: 'cal_airbnb',
    createdAt: ago(9000),
    lastReadAt: ago(40),
    usualMinutes: 130,
    ...more,
  };
}

function source(id: string, intervalMinutes: number, more: Partial<Followed> = {}): Followed {
  return {
    id,
    name: id,
    at: 'unt_1',
    isCalendar: true,
    sells: true,
    isActive: true,
    intervalMinutes,
    lastSuccessAt: ago(4),
    lastSyncStatus: 'success',
    consecutiveFailures: 0,
    waiting: 0,
    ...more,
  };
}

const of = (sources: Followed[], readers = [reader()]) => exposuresOf(UNIT, { sources, readers }, NOW);

describe('how long nights may be open at a reader', () => {
  it.each([
    ['as long as it usually takes, where nothing else tells of bookings', [], 130, 0, 130],
    ['and as long as its own calendar takes, not at all', [source('cal_airbnb', 60)], 130, 0, 130],
    ['longer by the slowest other source', [source('cal_a', 15), source('cal_b', 30)], 130, 30, 160],
    ['not by a paused one', [source('cal_a', 30, { isActive: false })], 130, 0, 130],
    [
      'not known where a source fell silent',
      [source('cal_a', 15, { lastSuccessAt: ago(300) })],
      130,
      null,
      null,
    ],
  ] as const)('is %s', (_, sources, usualMinutes, lateMinutes, worstMinutes) => {
    expect(of([...sources])).toMatchObject([{ usualMinutes, lateMinutes, worstMinutes, isAway: false }]);
  });

  it('is at least as long as its silence, which is said where it is much longer than usual', () => {
    expect(of([], [reader({ usualMinutes: 30 })])).toMatchObject([
      { overdueMinutes: null, worstMinutes: 40 },
    ]);
    expect(of([source('cal_a', 15)], [reader({ usualMinutes: 10 })])).toMatchObject([
      { overdueMinutes: 40, worstMinutes: 55 },
    ]);
  });

  it('is not known of who came too rarely to tell, and of who stays away, however regular before', () => {
    expect(of([], [reader({ usualMinutes: null })])).toMatchObject([{ worstMinutes: null, isAway: false }]);
    expect(of([], [reader({ lastReadAt: ago(1500) })])).toMatchObject([
      { usualMinutes: null, worstMinutes: null, isAway: true },
    ]);
  });

  it('is said of this unit’s own readers, and not of a link for all that nobody uses', () => {
    const readers = [
      reader({ unitId: 'unt_2' }),
      reader({ unitId: null }),
      reader({ isPlain: true, lastReadAt: null }),
    ];
    expect(of([], readers)).toEqual([]);
  });
});

it('puts who stays away first, then who is not known, then the longest', () => {
  const all = of(
    [],
    [
      reader({ id: 'short', usualMinutes: 15 }),
      reader({ id: 'away', lastReadAt: ago(3000) }),
      reader({ id: 'long', usualMinutes: 600 }),
      reader({ id: 'unknown', usualMinutes: null }),
    ],
  );
  expect(worstFirst(all).map((one) => one.subscriberId)).toEqual(['away', 'unknown', 'long', 'short']);
});
