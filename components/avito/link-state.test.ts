import { expect, it } from 'vitest';
import { endsSoon, needsReconnect } from './link-state.ts';

const NOW = Date.parse('2026-12-01T12:00:00Z');

it('an access that does not renew itself is told of six hours before it ends', () => {
  const ends = (expiresAt: string | null, renewsItself = false) => endsSoon({ expiresAt, renewsItself }, NOW);
  expect(ends('2026-12-01T17:59:00Z')).toBe(true);
  expect(ends('2026-12-01T18:01:00Z')).toBe(false);
  expect(ends('2026-12-01T12:01:00Z', true)).toBe(false);
  expect(ends(null)).toBe(false);
});

it('a new consent is asked for only where it mends something', () => {
  const failing = (code: string) => needsReconnect({ status: 'error', lastError: { code, message: 'said' } });
  expect([failing('auth'), failing('transient')]).toEqual([true, false]);
  expect(needsReconnect({ status: 'expired', lastError: null })).toBe(true);
  expect(needsReconnect({ status: 'synced', lastError: null })).toBe(false);
});
