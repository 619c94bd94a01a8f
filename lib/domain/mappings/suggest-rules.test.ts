import { describe, expect, it } from 'vitest';
import type { ListingFacts, UnitFacts } from './rules.ts';
import { plainName, suggest } from './suggest-rules.ts';

const now = Temporal.Instant.from('2026-11-21T12:00:00Z');

function listing(id: string, name: string, more: Partial<ListingFacts> = {}): ListingFacts {
  return {
    id,
    externalId: id,
    name,
    city: null,
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    capacity: 2,
    isSold: true,
    isGone: false,
    groupName: null,
    quantity: 1,
    ratePlans: [],
    ...more,
  };
}
function unit(id: string, name: string, more: Partial<UnitFacts> = {}): UnitFacts {
  return {
    id,
    name,
    propertyId: `p-${id}`,
    propertyName: name,
    hasSiblings: false,
    timeZone: 'Europe/Paris',
    currency: 'EUR',
    isArchived: false,
    parts: [],
    ...more,
  };
}
const other = unit('other', 'Zzyzx');
const none = new Map<string, Set<string>>();
const tie = (unitId: string) => new Map([['l', new Set([unitId])]]);

describe('a suggestion', () => {
  it.each<[string, ListingFacts, UnitFacts, string[] | null, [number, number]]>([
    [
      'the same name',
      listing('l', 'Sea view'),
      unit('u', 'Sea view'),
      ['same_name', 'same_zone', 'same_currency'],
      [75, 90],
    ],
    [
      'the same name, written otherwise',
      listing('l', 'CHALET «Edelweiß», n°2'),
      unit('u', 'Chalet Edelweiss N 2'),
      ['same_name', 'same_zone', 'same_currency'],
      [75, 90],
    ],
    [
      'the same name in Cyrillic',
      listing('l', 'Дом у моря'),
      unit('u', 'дом у моря'),
      ['same_name', 'same_zone', 'same_currency'],
      [75, 90],
    ],
    [
      'a like name',
      listing('l', 'Cosy flat by the river'),
      unit('u', 'Cosy flat near the river'),
      ['like_name', 'same_zone', 'same_currency'],
      [45, 74],
    ],
    [
      'its town in the name of the house',
      listing('l', 'Sea view', { city: 'Nice' }),
      unit('u', 'Sea view', { propertyName: 'Villa Nice' }),
      ['same_name', 'same_city', 'same_zone', 'same_currency'],
      [80, 95],
    ],
    [
      'a room by its own name and by that of its house',
      listing('l', 'Villa Rosa Room 2'),
      unit('u', 'Room 2', { propertyName: 'Villa Rosa', hasSiblings: true }),
      ['same_name', 'same_zone', 'same_currency'],
      [75, 90],
    ],
    [
      'a room not by the name of the whole house',
      listing('l', 'Villa Rosa'),
      unit('u', 'Attic', { propertyName: 'Villa Rosa', hasSiblings: true }),
      ['like_name', 'same_zone', 'same_currency'],
      [40, 74],
    ],
    [
      'the same name in another zone, less',
      listing('l', 'Sea view', { timeZone: 'Asia/Tokyo', currency: 'JPY' }),
      unit('u', 'Sea view'),
      ['same_name'],
      [45, 55],
    ],
    ['nothing in common', listing('l', 'Sea view'), unit('u', 'Mountain hut'), null, [0, 0]],
    ['a name of signs alone', listing('l', '★ ★ ★'), unit('u', '!!!'), null, [0, 0]],
  ])('%s', (_, one, here, reasons, [least, most]) => {
    const idea = suggest([one], [here, other], none, now).get('l');
    expect(idea?.reasons ?? null).toEqual(reasons);
    if (!idea) return;
    expect(idea.unitIds).toEqual(['u']);
    expect(idea.score).toBeGreaterThanOrEqual(least);
    expect(idea.score).toBeLessThanOrEqual(most);
  });

  it('a calendar of the listing weighs more than any name', () => {
    const units = [unit('named', 'Sea view'), unit('fed', 'Something else')];
    const idea = suggest([listing('l', 'Sea view')], units, tie('fed'), now).get('l');
    expect(idea).toMatchObject({
      unitIds: ['fed'],
      reasons: ['same_calendar', 'same_zone', 'same_currency'],
    });
  });

  it('never goes beyond 100', () => {
    const idea = suggest([listing('l', 'Sea view')], [unit('u', 'Sea view')], tie('u'), now).get('l');
    expect(idea?.score).toBe(100);
  });

  it('the only free unit, where nothing else speaks for any', () => {
    const idea = suggest([listing('l', 'Sea view')], [unit('u', 'Mountain hut')], none, now).get('l');
    expect(idea).toMatchObject({ unitIds: ['u'], reasons: ['only_free_unit', 'same_zone', 'same_currency'] });
    expect(idea?.score).toBeLessThan(60);
  });

  it('a unit is suggested once, to the listing it fits best, whatever their order', () => {
    const [good, better] = [listing('good', 'Sea views'), listing('better', 'Sea view')];
    for (const both of [
      [good, better],
      [better, good],
    ]) {
      const ideas = suggest(both, [unit('u', 'Sea view'), other], none, now);
      expect([...ideas.keys()]).toEqual(['better']);
    }
  });

  it('never a unit out of use', () => {
    const archived = unit('u', 'Sea view', { isArchived: true });
    expect(suggest([listing('l', 'Sea view')], [archived, other, unit('x', 'Yy')], none, now).size).toBe(0);
  });

  it('a thousand listings for a thousand units, each its own', { timeout: 60_000 }, () => {
    const names = Array.from({ length: 1000 }, (_, i) => `Apartment number ${i} in the old town`);
    const ideas = suggest(
      names.map((name, i) => listing(`l${i}`, name)),
      names.map((name, i) => unit(`u${i}`, name)),
      none,
      now,
    );
    expect(ideas.size).toBe(1000);
    for (const [id, idea] of ideas) expect(idea.unitIds).toEqual([id.replace('l', 'u')]);
  });

  it('a plain name has no accents, signs or doubled spaces', () => {
    expect(plainName('  Chalet «Edelweiß» n°2 — é! ')).toBe('chalet edelweiss n 2 e');
  });
});
