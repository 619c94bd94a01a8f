import { describe, expect, it } from 'vitest';
import type { Guard, Listing, UnitRef } from '#lib/domain/mappings/schemas.ts';
import { changesOf, groupsOf, isIn, matches, stateOf, unitIdsOf, usedTwice } from './draft.ts';

const unit = (id: string): UnitRef => ({ id, name: `Room ${id}`, propertyId: 'p', propertyName: 'Mill' });
const listing = (id: string, more: Partial<Listing> = {}): Listing => ({
  id,
  connectionId: 'con_000000000000000000000000',
  externalId: `9${id}`,
  name: `Loft ${id}`,
  address: null,
  city: 'Lyon',
  timeZone: null,
  currency: null,
  capacity: null,
  bedrooms: null,
  pictureUrl: null,
  isSold: true,
  syncScope: null,
  group: null,
  quantity: 1,
  ratePlans: [],
  goneAt: null,
  mapping: null,
  suggestion: null,
  guards: [],
  waiting: 0,
  ...more,
});
const suggested = (id: string, unitId: string, score: number) =>
  listing(id, { suggestion: { unit: unit(unitId), units: [unit(unitId)], score, reasons: ['same_name'] } });
const mapped = (id: string, unitId: string, stage: 'draft' | 'active' = 'active') =>
  listing(id, {
    mapping: {
      id: 'map_000000000000000000000000',
      listingId: id,
      unit: unit(unitId),
      units: [unit(unitId)],
      ratePlanId: null,
      markupBp: null,
      stage,
      isSyncOn: true,
      pausedCalendars: [],
      activatedAt: null,
    },
  });
const none = { unitIds: [] };
const one = (unitId: string) => ({ unitIds: [unitId] });
const blocks: Guard = { code: 'unit_twice', level: 'blocks', theirs: null, ours: null };

describe('what is chosen for a listing', () => {
  it('is a sure suggestion until somebody decides, and never an unsure one', () => {
    expect(unitIdsOf(suggested('1', 'u', 60), {})).toEqual(['u']);
    expect(unitIdsOf(suggested('1', 'u', 59), {})).toEqual([]);
    expect(unitIdsOf(suggested('1', 'u', 90), { 1: one('v') })).toEqual(['v']);
    expect(unitIdsOf(suggested('1', 'u', 90), { 1: none })).toEqual([]);
  });

  it('is nothing for a listing that the channel no longer has', () => {
    const gone = { ...suggested('1', 'u', 99), goneAt: '2026-01-01T00:00:00Z' };
    expect(unitIdsOf(gone, {})).toEqual([]);
    expect(stateOf(gone, {}, [])).toBe('problem');
  });

  it('is told apart by who chose it and whether it works already', () => {
    expect(stateOf(listing('1'), {}, [])).toBe('unmapped');
    expect(stateOf(suggested('1', 'u', 90), {}, [])).toBe('suggested');
    expect(stateOf(suggested('1', 'u', 90), { 1: one('u') }, [])).toBe('chosen');
    expect(stateOf(mapped('1', 'u'), {}, [])).toBe('mapped');
    expect(stateOf(mapped('1', 'u'), { 1: one('v') }, [])).toBe('chosen');
    expect(stateOf(mapped('1', 'u', 'draft'), {}, [])).toBe('chosen');
    expect(stateOf(mapped('1', 'u'), {}, [blocks])).toBe('problem');
    expect(isIn('chosen', 'suggested')).toBe(true);
  });
});

describe('what activating would save', () => {
  it('leaves out what stands already and what nobody chose', () => {
    const all = [mapped('1', 'a'), listing('2'), suggested('3', 'c', 80), mapped('4', 'd', 'draft')];
    expect(changesOf(all, {})).toEqual([
      { listingId: '3', unitId: 'c', stage: 'active' },
      { listingId: '4', unitId: 'd', stage: 'active' },
    ]);
  });

  it('names all units of a pool, and a rate plan only where another is chosen', () => {
    const [room] = [mapped('1', 'a')];
    expect(changesOf([room], { 1: { unitIds: ['a', 'b'] } })).toEqual([
      { listingId: '1', unitIds: ['a', 'b'], stage: 'active' },
    ]);
    expect(changesOf([room], { 1: { unitIds: ['a'], ratePlanId: 'flex' } })).toEqual([
      { listingId: '1', unitId: 'a', stage: 'active', ratePlanId: 'flex' },
    ]);
    expect(changesOf([room], { 1: { unitIds: ['a'], ratePlanId: null } })).toEqual([]);
  });

  it('names a markup only where another is chosen, and where the own one is taken back', () => {
    const room = mapped('1', 'a');
    expect(changesOf([room], { 1: { unitIds: ['a'], markupBp: 1250 } })).toEqual([
      { listingId: '1', unitId: 'a', stage: 'active', markupBp: 1250 },
    ]);
    expect(changesOf([room], { 1: { unitIds: ['a'], markupBp: null } })).toEqual([]);
    const marked = { ...room, mapping: room.mapping && { ...room.mapping, markupBp: 500 } };
    expect(changesOf([marked], { 1: { unitIds: ['a'], markupBp: null } })).toEqual([
      { listingId: '1', unitId: 'a', stage: 'active', markupBp: null },
    ]);
  });

  it('takes a mapping away only where there was one', () => {
    expect(changesOf([mapped('1', 'a'), listing('2')], { 1: none, 2: none })).toEqual([
      { listingId: '1', unitId: null },
    ]);
  });
});

it('names units that two listings would fill', () => {
  const all = [mapped('1', 'a'), suggested('2', 'a', 70), listing('3')];
  expect([...usedTwice(all, {})]).toEqual([['a', ['1', '2']]]);
  expect(usedTwice(all, { 2: none }).size).toBe(0);
});

it('finds a listing by words of either side', () => {
  expect(matches(listing('1'), [unit('7')], 'loft lyon')).toBe(true);
  expect(matches(listing('1'), [unit('7')], 'mill room')).toBe(true);
  expect(matches(listing('1'), [], 'mill')).toBe(false);
});

it('puts room types under their property, and what stands alone before them', () => {
  const of = (id: string, name: string) => listing(id, { group: { externalId: name, name } });
  const groups = groupsOf([of('1', 'Zed'), listing('2'), of('3', 'Ada'), of('4', 'Zed')]);
  expect(groups.map((one) => [one.group?.name, one.listings.map(({ id }) => id)])).toEqual([
    [undefined, ['2']],
    ['Ada', ['3']],
    ['Zed', ['1', '4']],
  ]);
});
