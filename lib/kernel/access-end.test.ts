import { expect, it } from 'vitest';
import { endsSoon } from './access-end.ts';

it('an access that does not renew itself is told of six hours before it ends', () => {
  const now = Date.parse('2026-12-01T12:00:00Z');
  const ends = (expiresAt: string | null, renewsItself = false) => endsSoon({ expiresAt, renewsItself }, now);
  expect(ends('2026-12-01T17:59:00Z')).toBe(true);
  expect(ends('2026-12-01T18:01:00Z')).toBe(false);
  expect(ends('2026-12-01T12:01:00Z', true)).toBe(false);
  expect(ends(null)).toBe(false);
});
