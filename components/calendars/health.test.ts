import { describe, expect, it } from 'vitest';
import type { ExternalCalendar } from '#lib/domain/calendars/schemas.ts';
import { healthOf, worstOf } from './health.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');
const calendar = (part: Partial<ExternalCalendar>): ExternalCalendar => ({
  id: 'cal_000000000000000000000000',
  propertyId: 'prp_000000000000000000000000',
  unitId: null,
  name: 'Airbnb',
  host: 'www.airbnb.com',
  platform: 'airbnb',
  color: '#000000',
  description: null,
  isActive: true,
  supersededBy: null,
  intervalMinutes: 15,
  tentativeCloses: true,
  lastSyncAt: '2026-12-01T11:50:00Z',
  lastSuccessAt: '2026-12-01T11:50:00Z',
  lastSyncStatus: 'success',
  lastSyncErrorCode: null,
  lastSyncError: null,
  consecutiveFailures: 0,
  nextSyncAt: null,
  waiting: 0,
  events: 3,
  warnings: [],
  ...part,
});

describe('a calendar’s health', () => {
  it.each([
    [{}, 'healthy'],
    [{ isActive: false, lastSyncStatus: 'error' }, 'paused'],
    [{ lastSyncStatus: 'error' }, 'failing'],
    [{ lastSyncStatus: 'pending' }, 'syncing'],
    [{ lastSuccessAt: '2026-12-01T11:14:00Z' }, 'stale'],
    [{ lastSuccessAt: '2026-12-01T11:16:00Z' }, 'healthy'],
    [{ waiting: 2 }, 'doubtful'],
  ] as const)('%o is %s', (part, expected) => {
    expect(healthOf(calendar(part), NOW)).toBe(expected);
  });

  it('is the worst one for a unit, and unknown where nothing is followed', () => {
    expect(worstOf(['healthy', 'failing', 'paused'])).toBe('failing');
    expect(worstOf(['paused', 'healthy'])).toBe('healthy');
    expect(worstOf([])).toBeNull();
  });
});
