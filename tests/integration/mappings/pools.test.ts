import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mappingUnits } from '#db/schema/mappings.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listListings } from '#lib/domain/mappings/list-listings.ts';
import { listMappings } from '#lib/domain/mappings/list-mappings.ts';
import { saveMappings, savePropertyMapping } from '#lib/domain/mappings/save-mappings.ts';
import { MappingChange } from '#lib/domain/mappings/schemas.ts';
import { archiveUnit } from '#lib/domain/properties/archive-unit.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { createUnit } from '#lib/domain/properties/create-unit.ts';
import { night } from '#lib/kernel/nights.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { BOOKING_PRODID, calendarText } from '#tests/support/feed-host.ts';
import { addUnit, openConflicts, unprotectedStays } from '#tests/support/stays.ts';
import { type CalendarWorld, calendarWorld } from '../calendars/world.ts';
import { allStays, calendarRow, connect, hear, importListings, listingOf } from './world.ts';

let world: CalendarWorld;
let ctx: Ctx;
let propertyId: string;
/** Double 1, Double 2, Suite. */
let rooms: string[];
let connectionId: string;
let double: string;
let suite: string;

beforeAll(async () => {
  world = await calendarWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  ctx = await world.org();
  const inn = await createProperty(ctx, { name: 'Inn', timezone: 'Europe/Paris', currency: 'EUR' });
  propertyId = inn.id;
  const names = ['Double 1', 'Double 2', 'Suite'];
  rooms = [];
  for (const name of names) rooms.push((await createUnit(ctx, propertyId, { name })).id);
  await archiveUnit(ctx, inn.units[0]?.id ?? '');
  connectionId = await connect(ctx, 'booking');
  const more = (quantity: number): Partial<ChannelListing> => ({
    group: { externalId: 'H1', name: 'Inn' },
    quantity,
    ratePlans: [
      { externalId: 'P1', name: 'Flexible', isDerived: false },
      { externalId: 'P2', name: 'Non refundable', isDerived: true },
    ],
  });
  [double = '', suite = ''] = await importListings(ctx, connectionId, [
    { ...listingOf('R1', more(2)), name: 'Double' },
    { ...listingOf('R2', more(1)), name: 'Suite' },
  ]);
});

const save = (...mappings: MappingChange[]) => saveMappings(ctx, 'booking', connectionId, { mappings });
const rehearse = (...mappings: MappingChange[]) =>
  saveMappings(ctx, 'booking', connectionId, { mappings, dryRun: true });
const doubles = () => rooms.slice(0, 2);
const book = (code: string, from: string, to: string) =>
  hear(ctx, { connectionId, listingId: double, provider: 'booking' }, { code, from, to });
const behind = async (mappingId: string) => {
  const rows = await ctx.db
    .select()
    .from(mappingUnits)
    .where(eq(mappingUnits.mappingId, mappingId))
    .orderBy(asc(mappingUnits.position));
  return rows.map((row) => row.unitId);
};
const guardsOf = async (...changes: MappingChange[]) =>
  (await rehearse(...changes)).effects.flatMap((effect) =>
    effect.guards.map((guard) => `${guard.level} ${guard.code}`),
  );

describe('a room type with several units', () => {
  it('is saved with all of them in order, and answered with all of them', async () => {
    const unitIds = doubles().reverse();
    const answer = await save({ listingId: 'R1', unitIds, stage: 'active', ratePlanId: 'P1', markupBp: 250 });
    const [listing] = answer.listings;
    expect(listing).toMatchObject({
      group: { externalId: 'H1', name: 'Inn' },
      quantity: 2,
      ratePlans: [{ externalId: 'P1' }, { externalId: 'P2', isDerived: true }],
      guards: [],
      mapping: { unit: { id: unitIds[0] }, ratePlanId: 'P1', markupBp: 250 },
    });
    expect(listing?.mapping?.units.map((unit) => unit.id)).toEqual(unitIds);
    expect(await behind(listing?.mapping?.id ?? '')).toEqual(unitIds);
    const { items } = await listMappings(ctx, 'booking', { limit: 10 });
    expect(items[0]?.units.map((unit) => unit.id)).toEqual(unitIds);
    // What is left out stays: the plan and the markup; the first unit follows the pool.
    await save({ listingId: 'R1', unitIds: doubles() });
    const [again] = (await listMappings(ctx, 'booking', { limit: 10 })).items;
    expect(again).toMatchObject({ unit: { id: rooms[0] }, ratePlanId: 'P1', markupBp: 250, stage: 'active' });
    expect(await behind(again?.id ?? '')).toEqual(doubles());
  });

  it('is suggested with as many units as are sold, each of them once', async () => {
    const { items } = await listListings(ctx, 'booking', { limit: 10 });
    const idea = (id: string) => items.find((one) => one.id === id)?.suggestion?.units.map((unit) => unit.id);
    expect(idea(double)).toEqual(doubles());
    expect(idea(suite)).toEqual([rooms[2]]);
  });

  it('brings in what waited, each guest on a unit of its own', async () => {
    await book('1', '2027-05-05', '2027-05-08');
    await book('2', '2027-05-06', '2027-05-09');
    await book('3', '2027-05-07', '2027-05-08');
    const first = await rehearse({ listingId: double, unitIds: doubles(), stage: 'active' });
    expect(first.effects[0]?.conflicts).toHaveLength(1);
    await save({ listingId: double, unitIds: doubles(), stage: 'active' });
    const at = (await allStays(ctx)).map((stay) => stay.unitId);
    expect(new Set(at)).toEqual(new Set(doubles()));
    expect(await openConflicts(ctx)).toHaveLength(1);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('loses a unit: who stands there stays, and nobody new comes', async () => {
    await save({ listingId: double, unitIds: doubles(), stage: 'active' });
    await book('1', '2027-05-05', '2027-05-08');
    await book('2', '2027-05-05', '2027-05-08');
    const answer = await save({ listingId: double, unitId: rooms[0] ?? '' });
    expect(answer.effects).toMatchObject([{ staysElsewhere: 1 }]);
    await book('3', '2027-05-20', '2027-05-22');
    const stays = await allStays(ctx);
    expect(stays.filter((stay) => stay.unitId === rooms[1])).toHaveLength(1);
    expect(stays.find((stay) => stay.externalId === '3')?.unitId).toBe(rooms[0]);
  });

  it('keeps working when one of its units goes out of use', async () => {
    await save({ listingId: double, unitIds: doubles(), stage: 'active' });
    await archiveUnit(ctx, rooms[0] ?? '');
    await book('1', '2027-05-05', '2027-05-08');
    expect((await allStays(ctx)).map((stay) => stay.unitId)).toEqual([rooms[1]]);
  });
});

describe('what stands in the way of a pool', () => {
  it.each<[string, () => MappingChange[], string[]]>([
    ['as many units as are sold', () => [{ listingId: double, unitIds: doubles() }], []],
    [
      'fewer units than are sold',
      () => [{ listingId: double, unitId: rooms[0] ?? '' }],
      ['warns quantity_differs'],
    ],
    [
      'one unit twice',
      () => [{ listingId: suite, unitIds: [rooms[0] ?? '', rooms[0] ?? ''] }],
      ['blocks unit_repeated'],
    ],
    [
      'a unit of two room types that both work',
      () => [
        { listingId: double, unitIds: doubles(), stage: 'active' },
        { listingId: suite, unitId: rooms[0] ?? '', stage: 'active' },
      ],
      ['blocks unit_twice', 'blocks unit_twice'],
    ],
    [
      'a plan that takes no price',
      () => [{ listingId: double, unitIds: doubles(), ratePlanId: 'P2' }],
      ['blocks rate_plan_derived'],
    ],
    [
      'a plan that there is not',
      () => [{ listingId: double, unitIds: doubles(), ratePlanId: 'P9' }],
      ['blocks rate_plan_unknown'],
    ],
  ])('%s', async (_, changes, expected) => {
    expect(await guardsOf(...changes())).toEqual(expected);
  });

  it('a house beside one of its rooms', async () => {
    const house = await addUnit(ctx, propertyId, rooms);
    const change: MappingChange = { listingId: double, unitIds: [house, rooms[0] ?? ''], stage: 'active' };
    expect(await guardsOf(change)).toEqual(['blocks composite_and_part']);
    await expect(save(change)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a unit of somebody else is none', async () => {
    const other = await world.org();
    const theirs = await createProperty(other, { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' });
    const unitIds = [rooms[0] ?? '', theirs.units[0]?.id ?? ''];
    await expect(save({ listingId: double, unitIds })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('both a unit and a pool, or neither, is no change at all', () => {
    const [unitId = ''] = rooms;
    expect(MappingChange.safeParse({ listingId: double, unitId, unitIds: rooms }).success).toBe(false);
    expect(MappingChange.safeParse({ listingId: double }).success).toBe(false);
    expect(MappingChange.safeParse({ listingId: double, unitIds: [] }).success).toBe(false);
  });
});

describe('calendars of the channel on the units of a pool', () => {
  it('stop together, and those of a unit that leaves the pool go on', async () => {
    const [first, second] = [
      await world.follow('ical/1', ctx, rooms[0] ?? ''),
      await world.follow('ical/2', ctx, rooms[1] ?? ''),
    ];
    const airbnbId = await connect(ctx);
    const [home = ''] = await importListings(ctx, airbnbId, [listingOf('90001', { quantity: 2 })]);
    const change = (unitIds: string[]) =>
      saveMappings(ctx, 'airbnb', airbnbId, { mappings: [{ listingId: home, unitIds, stage: 'active' }] });
    const isActive = async () =>
      Promise.all([first, second].map(async (one) => (await calendarRow(ctx, one.calendarId)).isActive));
    const shown = calendarText([{ uid: 'a', from: '2027-02-05', to: '2027-02-07' }]);
    for (const fed of [first, second]) await fed.poll(shown);
    await change(doubles());
    expect(await isActive()).toEqual([false, false]);
    await change([rooms[0] ?? '']);
    expect(await isActive()).toEqual([false, true]);
  });
});

describe('a booking that a calendar of the channel had closed nights for', () => {
  it('goes to the unit on which it was shown, and closes that one alone', async () => {
    const fed = await world.follow('booking', ctx, rooms[1] ?? '');
    await fed.poll(
      calendarText(
        [{ uid: 'a', from: '2027-05-05', to: '2027-05-08', summary: 'CLOSED - Not available' }],
        BOOKING_PRODID,
      ),
    );
    await book('1', '2027-05-05', '2027-05-08');
    await save({ listingId: double, unitIds: doubles(), stage: 'active' });
    await book('2', '2027-05-05', '2027-05-08');
    const stays = await allStays(ctx);
    expect(stays.find((stay) => stay.externalId === '1')?.unitId).toBe(rooms[1]);
    expect(stays.find((stay) => stay.externalId === '2')?.unitId).toBe(rooms[0]);
    const [from, to] = [night('2027-05-04'), night('2027-05-09')];
    const nights = await readNights(ctx, { unitIds: doubles(), from, to });
    for (const states of nights.values())
      expect(states.map(({ state }) => state)).toEqual(['free', 'held', 'held', 'held', 'free']);
    expect(await openConflicts(ctx)).toEqual([]);
  });
});

describe('the short form', () => {
  it('of a property maps its room types by their names, and again changes nothing', async () => {
    await savePropertyMapping(ctx, connectionId, { H1: propertyId });
    const { items } = await listMappings(ctx, 'booking', { limit: 10 });
    const at = items.map((one) => [one.listing.externalId, one.units.map((unit) => unit.name), one.stage]);
    expect(at.sort()).toEqual([
      ['R1', ['Double 1', 'Double 2'], 'active'],
      ['R2', ['Suite'], 'active'],
    ]);
    expect(await savePropertyMapping(ctx, connectionId, { H1: propertyId })).toMatchObject({ effects: [] });
  });

  it('asks which room type is which unit where that cannot be told, and changes nothing', async () => {
    const asked = savePropertyMapping(ctx, connectionId, { H1: rooms[0] ?? '' });
    await expect(asked).rejects.toMatchObject({
      code: 'choose_room_type',
      details: { roomTypes: [{ externalId: 'R1' }, { externalId: 'R2' }], units: [{ id: rooms[0] }] },
    });
    expect((await listMappings(ctx, 'booking', { limit: 10 })).items).toEqual([]);
    await savePropertyMapping(ctx, connectionId, { R2: rooms[0] ?? '' });
    await expect(savePropertyMapping(ctx, connectionId, { H1: propertyId })).rejects.toMatchObject({
      code: 'choose_unit',
    });
  });

  it('names nothing of another organization', async () => {
    const theirs = await createProperty(await world.org(), {
      name: 'Inn',
      timezone: 'Europe/Paris',
      currency: 'EUR',
    });
    const asked = savePropertyMapping(ctx, connectionId, { H1: theirs.id });
    await expect(asked).rejects.toMatchObject({ code: 'not_found' });
  });
});
