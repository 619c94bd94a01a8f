import { describe, expect, it } from 'vitest';
import * as table from '#db/schema/notices.ts';
import { compare, isOnByDefault, kindsFor, wants } from './rules.ts';
import { NOTICE_KINDS, NOTICE_MEDIA } from './schemas.ts';

describe('who is told', () => {
  it('knows the kinds and media of the database', () => {
    expect([...NOTICE_KINDS].sort()).toEqual([...table.NOTICE_KINDS].sort());
    expect(NOTICE_MEDIA).toEqual(table.NOTICE_MEDIA);
  });

  it('is by default whoever can do something about it', () => {
    const on = (role: 'owner' | 'admin' | 'manager' | 'viewer') =>
      NOTICE_KINDS.filter((kind) => isOnByDefault(role, kind));
    expect(on('viewer')).toEqual([]);
    expect(on('manager')).toEqual([
      'conflict',
      'booking_unmapped',
      'booking_unknown_status',
      'sync_failed',
      'feed_stale',
    ]);
    expect(on('admin')).toEqual(
      [...NOTICE_KINDS].filter((kind) => kind !== 'booking_new' && kind !== 'bell_silent'),
    );
    expect(on('owner')).toEqual([...NOTICE_KINDS].filter((kind) => kind !== 'booking_new'));
  });

  it('is by choice whoever may see it, and nobody else', () => {
    const asked = (kind: 'conflict' | 'bell_silent') => [{ kind, medium: 'mail' as const, isOn: true }];
    expect(wants('viewer', asked('conflict'), 'conflict', 'mail')).toBe(true);
    expect(wants('viewer', asked('conflict'), 'conflict', 'telegram')).toBe(false);
    expect(wants('admin', asked('bell_silent'), 'bell_silent', 'mail')).toBe(false);
    expect(kindsFor('admin')).not.toContain('bell_silent');
    expect(wants('owner', [{ kind: 'conflict', medium: 'mail', isOn: false }], 'conflict', 'mail')).toBe(
      false,
    );
  });
});

describe('what has to be said', () => {
  const cause = (name: string, state: string) => ({ kind: 'conflict' as const, cause: name, state });
  it('is what is new or different, and what is gone', () => {
    const open = [
      { id: '1', ...cause('same', 'a') },
      { id: '2', ...cause('changed', 'a') },
      { id: '3', ...cause('gone', 'a') },
    ];
    const current = [cause('same', 'a'), cause('changed', 'b'), cause('new', 'a')];
    const { raise, close } = compare(current, open);
    expect(raise.map((one) => one.cause)).toEqual(['changed', 'new']);
    expect(close.map(({ id }) => id)).toEqual(['3']);
  });
});
