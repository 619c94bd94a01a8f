import { describe, expect, it } from 'vitest';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { factsOf, idsIn, isChanged, isPersonal } from './facts.ts';

describe('what changed, field by field', () => {
  it('has what differs first, and leaves out what neither side knows', () => {
    const facts = factsOf({
      before: { status: 'active', checkIn: '2026-05-01', note: null },
      after: { status: 'active', checkIn: '2026-05-02', units: [], stayId: 'sty_1', changed: ['checkIn'] },
    });
    expect(facts).toEqual([
      { field: 'checkIn', before: '2026-05-01', after: '2026-05-02' },
      { field: 'status', before: 'active', after: 'active' },
    ]);
    expect(facts.map(isChanged)).toEqual([true, false]);
  });

  it('is nothing of a row that kept no values', () => {
    expect(factsOf({ before: null, after: null })).toEqual([]);
    expect(factsOf({ before: 'x', after: [1] })).toEqual([]);
  });

  it.each(['guestName', 'guestEmail', 'guestPhone', 'email', 'phoneTail'])('never shows %s', (field) => {
    expect(isPersonal(field)).toBe(true);
    expect(isPersonal('guests')).toBe(false);
  });

  it('names every id, also those inside of lists', () => {
    const [a, b] = [`unt_${'a'.repeat(24)}`, `prp_${'b'.repeat(24)}`];
    const item = { subject: { kind: 'rates', id: b }, unitId: null, before: null, after: { unitIds: [a] } };
    expect(idsIn(item as unknown as JournalItem)).toEqual([b, a]); // the rest of a row names nothing
  });
});
