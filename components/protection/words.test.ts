import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { REASON_KINDS } from '#lib/domain/protection/schemas.ts';
import { mendOf } from './mend.ts';
import { PROTECTION_STATE } from './state.ts';

const { protection } = JSON.parse(readFileSync('messages/en/protection.json', 'utf8'));
/** Reasons of which it may not be known since when. */
const MAY_BE_NEVER = ['deaf', 'late', 'unread', 'unproven'];

const reason = (kind: (typeof REASON_KINDS)[number], at: string) => ({
  kind,
  name: 'Airbnb',
  count: 1,
  since: null,
  at,
});

describe('every reason', () => {
  it.each(REASON_KINDS)('has its word and its sentence, and is no green light: %s', (kind) => {
    expect(protection[kind]).toMatchObject({ word: expect.any(String), means: expect.any(String) });
    expect(Boolean(protection[kind].never)).toBe(MAY_BE_NEVER.includes(kind));
    expect(PROTECTION_STATE[kind]).not.toBe('good');
  });

  it.each(REASON_KINDS)('leads to a page that mends it, or mends itself: %s', (kind) => {
    for (const at of ['unt_1', 'prp_1', 'airbnb']) {
      // These are said of units, and of those who read them, alone.
      if (['notRead', 'notFollowed', 'unread'].includes(kind) && at === 'airbnb') continue;
      const mend = mendOf(reason(kind, at));
      if (PROTECTION_STATE[kind] !== 'waiting') expect(mend).not.toBeNull();
      if (!mend) continue;
      expect(mend.href).toMatch(/^\/(inbox\?unit=|units\/unt_1|properties\/prp_1|channels)/);
      expect(protection.mend[mend.word]).toEqual(expect.any(String));
    }
  });
});
