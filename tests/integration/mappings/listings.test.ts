import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listings } from '#db/schema/connections.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listListings } from '#lib/domain/mappings/list-listings.ts';
import { listMappings } from '#lib/domain/mappings/list-mappings.ts';
import { renameListing } from '#lib/domain/mappings/rename-listing.ts';
import { storeListings } from '#lib/domain/mappings/store-listings.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { airbnbDescription, calendarText } from '#tests/support/feed-host.ts';
import { type CalendarWorld, calendarWorld, newUnit } from '../calendars/world.ts';
import { actions, allStays, connect, hear, importListings, listingOf, mappingRow, save } from './world.ts';

let world: CalendarWorld;
beforeAll(async () => {
  world = await calendarWorld();
});
afterAll(() => world.close());

const stored = (ctx: Ctx, connectionId: string) =>
  ctx.db.select().from(listings).where(eq(listings.connectionId, connectionId)).orderBy(listings.externalId);

const list = (ctx: Ctx, asked: Partial<Parameters<typeof listListings>[2]> = {}) =>
  listListings(ctx, 'airbnb', { limit: 50, ...asked });

describe('an import of listings', () => {
  it('makes, updates, marks what a whole one lacks, and takes it back', async () => {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    const [, second = ''] = await importListings(ctx, connectionId, [listingOf('1'), listingOf('2')]);
    const unitId = await newUnit(ctx);
    await save(ctx, [{ listingId: second, unitId, stage: 'active' }]);
    world.clock.advance({ minutes: 15 });
    const tell = (told: ReturnType<typeof listingOf>[], isWhole = true) =>
      storeListings(ctx, { connectionId, listings: told, isWhole, askedAt: ctx.clock.now() });

    expect(await tell([listingOf('1', { name: 'New name' })], false)).toEqual({
      created: 0,
      updated: 1,
      gone: 0,
      back: 0,
    });
    expect(await tell([listingOf('1', { name: 'New name' })])).toMatchObject({ updated: 0, gone: 1 });
    expect(await stored(ctx, connectionId)).toMatchObject([
      { name: 'New name', goneAt: null },
      { goneAt: expect.anything() },
    ]);
    expect((await list(ctx, { state: 'problem' })).items).toMatchObject([
      { id: second, guards: [{ code: 'listing_gone', level: 'warns' }], mapping: { stage: 'active' } },
    ]);
    // Told again and again, it is gone once.
    expect(await tell([listingOf('1', { name: 'New name' })])).toMatchObject({ gone: 0 });
    expect(await tell([listingOf('1', { name: 'New name' }), listingOf('2')])).toMatchObject({ back: 1 });
    expect(await mappingRow(ctx, second)).toMatchObject({ unitId, stage: 'active' });
    expect(await actions(ctx, 'listing.')).toEqual([
      'listing.found',
      'listing.found',
      'listing.changed',
      'listing.gone',
      'listing.back',
    ]);
  });

  it('takes the last word where one import names a listing twice', async () => {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    await storeListings(ctx, {
      connectionId,
      listings: [listingOf('1', { name: 'first' }), listingOf('1', { name: 'second' })],
      isWhole: true,
      askedAt: ctx.clock.now(),
    });
    expect(await stored(ctx, connectionId)).toMatchObject([{ name: 'second' }]);
  });

  it('says nothing of a listing that was seen after it was asked for', async () => {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    const askedAt = ctx.clock.now();
    world.clock.advance({ minutes: 1 });
    await importListings(ctx, connectionId, [listingOf('1'), listingOf('2')]);
    await storeListings(ctx, { connectionId, listings: [listingOf('1')], isWhole: true, askedAt });
    expect((await stored(ctx, connectionId)).map((row) => row.goneAt)).toEqual([null, null]);
  });

  it('two at once: each listing once', async () => {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    const told = Array.from({ length: 40 }, (_, i) => listingOf(`${i}`));
    await Promise.all([1, 2, 3].map(() => importListings(ctx, connectionId, told)));
    expect(await stored(ctx, connectionId)).toHaveLength(40);
    expect(await actions(ctx, 'listing.found')).toHaveLength(40);
  });

  it('stores what Postgres could not hold as it is', async () => {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    const odd = listingOf('1', {
      name: ` Loft\u0000 \ud800 ${'x'.repeat(5000)}`,
      capacity: 1e12,
      bedrooms: 1.5,
      currency: 'EURO',
    });
    await importListings(ctx, connectionId, [odd]);
    const [row] = await stored(ctx, connectionId);
    expect(row).toMatchObject({ capacity: null, bedrooms: null, currency: null });
    expect(row?.name.length).toBe(300);
    // The same again is no change.
    await importListings(ctx, connectionId, [odd]);
    expect(await actions(ctx, 'listing.')).toEqual(['listing.found']);
  });

  it('not for a connection of another organization', async () => {
    const [ctx, other] = [await world.org(), await world.org()];
    const connectionId = await connect(other);
    await expect(importListings(ctx, connectionId, [listingOf('1')])).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a listing that the channel renames', () => {
  async function mapped() {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    const unitId = await newUnit(ctx);
    const [listingId = ''] = await importListings(ctx, connectionId, [listingOf('old')]);
    await save(ctx, [{ listingId, unitId, stage: 'active' }]);
    await hear(
      ctx,
      { connectionId, listingId },
      { code: 'HMONE00001', from: '2027-02-01', to: '2027-02-03' },
    );
    return { ctx, connectionId, unitId, listingId };
  }

  it('keeps its row, mapping and bookings', async () => {
    const { ctx, connectionId, unitId, listingId } = await mapped();
    await renameListing(ctx, connectionId, 'old', 'new');
    await renameListing(ctx, connectionId, 'old', 'new');
    expect(await importListings(ctx, connectionId, [listingOf('new')])).toEqual([listingId]);
    expect(await stored(ctx, connectionId)).toHaveLength(1);
    expect(await mappingRow(ctx, listingId)).toMatchObject({ unitId });
    expect(await actions(ctx, 'listing.renamed')).toHaveLength(1);
  });

  it('and was imported under its new id already: that takes mapping and bookings over, and what waited lands', async () => {
    const { ctx, connectionId, unitId, listingId } = await mapped();
    const before = await mappingRow(ctx, listingId);
    const [, other = ''] = await importListings(ctx, connectionId, [listingOf('old'), listingOf('new')]);
    await hear(
      ctx,
      { connectionId, listingId: other },
      { code: 'HMTWO00002', from: '2027-03-01', to: '2027-03-03' },
    );
    await renameListing(ctx, connectionId, 'old', 'new');
    await renameListing(ctx, connectionId, 'old', 'new');
    expect(await mappingRow(ctx, listingId)).toBeNull();
    expect(await mappingRow(ctx, other)).toMatchObject({ id: before?.id, unitId, stage: 'active' });
    expect(await allStays(ctx)).toMatchObject([
      { unitId, listingId: other },
      { unitId, listingId: other },
    ]);
    expect(await actions(ctx, 'listing.renamed')).toHaveLength(1);
  });

  it('that nobody knows: nothing happens', async () => {
    const { ctx, connectionId } = await mapped();
    await renameListing(ctx, connectionId, 'never heard of', 'new');
    expect(await actions(ctx, 'listing.renamed')).toEqual([]);
  });
});

describe('the listings of a channel', () => {
  it('are found by part of a name, a town or an id, whatever their case and accents, page by page', async () => {
    const ctx = await world.org();
    const connectionId = await connect(ctx);
    await importListings(ctx, connectionId, [
      listingOf('31', { name: 'Été à la mer', city: 'Nice' }),
      listingOf('32', { name: 'Chalet', address: '3 rue du Lac' }),
      listingOf('33', { name: 'Attic' }),
    ]);
    const names = async (q: string) => (await list(ctx, { q })).items.map((one) => one.externalId);
    expect(await names('ete')).toEqual(['31']);
    expect(await names('NICE')).toEqual(['31']);
    expect(await names('lac')).toEqual(['32']);
    expect(await names('3')).toEqual(['33', '32', '31']);
    expect(await names('%')).toEqual(await names(''));
    const first = await list(ctx, { limit: 2 });
    const rest = await list(ctx, { limit: 2, cursor: first.nextCursor ?? undefined });
    expect([...first.items, ...rest.items].map((one) => one.name)).toEqual([
      'Attic',
      'Chalet',
      'Été à la mer',
    ]);
    expect(rest.nextCursor).toBeNull();
    await expect(list(ctx, { cursor: 'lst_none' })).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('suggest the unit whose calendar names the listing, and the one on which its bookings stand', async () => {
    const ctx = await world.org();
    const [byLink, byCode] = [await newUnit(ctx, 'Quite another'), await newUnit(ctx, 'And another')];
    await newUnit(ctx, 'Sea view');
    const linked = await world.follow('calendar/ical/90001', ctx, byLink);
    await linked.poll(calendarText([{ uid: 'a', from: '2027-01-05', to: '2027-01-07' }]));
    const coded = await world.follow('airbnb', ctx, byCode);
    await coded.poll(
      calendarText([
        {
          uid: 'b',
          from: '2027-02-05',
          to: '2027-02-07',
          description: airbnbDescription('HMSHARED01'),
        },
      ]),
    );
    const connectionId = await connect(ctx);
    const [, second = ''] = await importListings(ctx, connectionId, [
      listingOf('90001', { name: 'Sea view' }),
      listingOf('90002', { name: 'Nothing like it' }),
    ]);
    await hear(
      ctx,
      { connectionId, listingId: second },
      { code: 'HMSHARED01', from: '2027-02-05', to: '2027-02-07' },
    );
    expect((await list(ctx)).items).toMatchObject([
      { externalId: '90002', suggestion: { unit: { id: byCode } } },
      { externalId: '90001', suggestion: { unit: { id: byLink } }, mapping: null },
    ]);
    const suggested = (await list(ctx, { state: 'suggested' })).items;
    expect(suggested.map((one) => one.suggestion?.reasons[0])).toEqual(['same_calendar', 'same_calendar']);
  });

  it('suggest no unit that the channel has already, and fall into states', async () => {
    const ctx = await world.org();
    const unitId = await newUnit(ctx, 'Sea view');
    await createProperty(ctx, { name: 'Hill', timezone: 'Europe/Paris', currency: 'EUR' });
    await createProperty(ctx, { name: 'Wood', timezone: 'Europe/Paris', currency: 'EUR' });
    const connectionId = await connect(ctx);
    const [first = ''] = await importListings(ctx, connectionId, [
      listingOf('1', { name: 'Sea view' }),
      listingOf('2', { name: 'Sea view' }),
      listingOf('3', { name: 'Boat', currency: 'USD', isSold: false }),
    ]);
    await save(ctx, [{ listingId: first, unitId }]);
    const of = async (state: 'mapped' | 'unmapped' | 'suggested' | 'problem') =>
      (await list(ctx, { state })).items.map((one) => one.externalId).sort();
    expect(await of('mapped')).toEqual(['1']);
    expect(await of('unmapped')).toEqual(['2', '3']);
    expect(await of('suggested')).toEqual([]);
    expect(await of('problem')).toEqual(['3']);
    const { items } = await listMappings(ctx, 'airbnb', { limit: 50 });
    expect(items).toMatchObject([
      { listing: { externalId: '1', name: 'Sea view' }, connectionId, unit: { id: unitId }, stage: 'draft' },
    ]);
  });

  it('of each account, of all, and of no other organization', async () => {
    const [ctx, other] = [await world.org(), await world.org()];
    const [mine, second] = [await connect(ctx), await connect(ctx)];
    const theirs = await connect(other);
    await importListings(ctx, mine, [listingOf('1')]);
    await importListings(ctx, second, [listingOf('2')]);
    await importListings(other, theirs, [listingOf('3')]);
    const ids = async (connection?: string) =>
      (await list(ctx, { connection })).items.map((one) => one.externalId);
    expect(await ids()).toEqual(['1', '2']);
    expect(await ids(second)).toEqual(['2']);
    await expect(ids(theirs)).rejects.toMatchObject({ code: 'not_found' });
    await expect(listMappings(ctx, 'airbnb', { limit: 50, connection: theirs })).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await listListings(ctx, 'booking', { limit: 50 })).toEqual({ items: [], nextCursor: null });
  });
});
