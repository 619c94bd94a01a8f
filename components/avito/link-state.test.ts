import { expect, it } from 'vitest';
import { needsReconnect } from './link-state.ts';

it('a new consent is asked for only where it mends something', () => {
  const failing = (code: string) => needsReconnect({ status: 'error', lastError: { code, message: 'said' } });
  expect([failing('auth'), failing('transient')]).toEqual([true, false]);
  expect(needsReconnect({ status: 'expired', lastError: null })).toBe(true);
  expect(needsReconnect({ status: 'synced', lastError: null })).toBe(false);
});
