import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappings } from '#db/schema/mappings.ts';
import { jobs } from '#db/schema/work.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { readMappedUnits } from '#lib/domain/mappings/mapped-unit.ts';
import { saveMappings, savePropertyMapping } from '#lib/domain/mappings/save-mappings.ts';
import { archiveUnit } from '#lib/domain/properties/archive-unit.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';
import { openConflicts } from '../calendars/world.ts';
import { actions, allStays, connect, hear, importListings, listingOf, mappingRow, save } from './world.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ max: 8 });
});
afterAll(() => world.close());

/** An account with two listings, and two houses of one unit each. */
async function estate() {
  const ctx = await world.org();
  const [sea, hill] = [await makeUnit(ctx), await makeUnit(ctx)];
  const connectionId = await connect(ctx);
  const [first = '', second = ''] = await importListings(ctx, connectionId, [
    listingOf('90001'),
    listingOf('90002'),
  ]);
  return { ctx, sea, hill, connectionId, first, second, source: { connectionId, listingId: first } };
}

/** Everything that a rehearsal might leave behind, counted and summed. */
async function traces(ctx: Ctx): Promise<unknown> {
  const [row] = await ctx.db.execute(sql`select
    (select count(*) from mappings where org_id = ${ctx.org}) mappings,
    (select count(*) from journal where org_id = ${ctx.org}) journal,
    (select count(*) from jobs where org_id = ${ctx.org}) jobs,
    (select count(*) from conflicts where org_id = ${ctx.org}) conflicts,
    (select count(*) from holds where org_id = ${ctx.org}) holds,
    (select count(*) from stays where org_id = ${ctx.org} and unit_id is null) waiting,
    (select sum(calendar_version) from units where org_id = ${ctx.org}) versions`);
  return row;
}

describe('saving mappings', () => {
  it('a draft does nothing; active, what waited lands on the unit, past and cancelled too', async () => {
    const { ctx, sea, first, source } = await estate();
    await hear(ctx, source, { code: 'HMPAST0001', from: '2025-06-01', to: '2025-06-05' });
    await hear(ctx, source, { code: 'HMNEXT0002', from: '2026-06-01', to: '2026-06-05' });
    await hear(ctx, source, { code: 'HMGONE0003', from: '2026-07-01', to: '2026-07-05' });
    await hear(ctx, source, {
      code: 'HMGONE0003',
      from: '2026-07-01',
      to: '2026-07-05',
      status: 'cancelled',
    });
    const draft = await save(ctx, [{ listingId: first, unitId: sea.unitId }]);
    expect(draft.effects).toMatchObject([{ reservations: [], conflicts: [] }]);
    expect(draft.listings).toMatchObject([{ mapping: { stage: 'draft', activatedAt: null }, waiting: 2 }]);
    expect((await allStays(ctx)).map((one) => one.unitId)).toEqual([null, null, null]);

    const active = await save(ctx, [{ listingId: first, unitId: sea.unitId, stage: 'active' }]);
    expect(active).toMatchObject({
      saved: true,
      effects: [{ reservationsTotal: 3, reservations: [{ kind: 'new' }, { kind: 'new' }, { kind: 'new' }] }],
      listings: [{ mapping: { stage: 'active' }, waiting: 0 }],
    });
    expect((await allStays(ctx)).map((one) => one.unitId)).toEqual(Array(3).fill(sea.unitId));
    expect(await actions(ctx, 'mapping.')).toEqual(['mapping.created', 'mapping.activated']);
    const owed = await ctx.db.select().from(jobs).where(eq(jobs.orgId, ctx.org));
    expect(owed.map((job) => job.kind)).toContain('connection.sync');
  });

  it('by the names of either side, and a property with one unit for its unit', async () => {
    const { ctx, sea, hill, first, second } = await estate();
    await save(ctx, [
      { listingId: '90001', unitId: sea.propertyId },
      { listingId: second, unitId: hill.unitId },
    ]);
    expect(await mappingRow(ctx, first)).toMatchObject({ unitId: sea.unitId });
    expect(await mappingRow(ctx, second)).toMatchObject({ unitId: hill.unitId });
  });

  it('the same again writes nothing', async () => {
    const { ctx, sea, first, source } = await estate();
    await hear(ctx, source, { code: 'HMNEXT0002', from: '2026-06-01', to: '2026-06-05' });
    const change = { listingId: first, unitId: sea.unitId, stage: 'active' } as const;
    await save(ctx, [change]);
    const before = await traces(ctx);
    await save(ctx, [change]);
    expect(await traces(ctx)).toEqual(before);
  });

  it('refused to a manager and a viewer, and to another organization by 404', async () => {
    const { ctx, sea, first, connectionId } = await estate();
    const change = [{ listingId: first, unitId: sea.unitId }];
    for (const role of ['manager', 'viewer'] as const)
      await expect(save(world.as(ctx, role), change)).rejects.toMatchObject({ code: 'forbidden' });
    const other = await estate();
    await expect(save(other.ctx, change)).rejects.toMatchObject({ code: 'not_found' });
    await expect(save(other.ctx, [{ listingId: other.first, unitId: sea.unitId }])).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(saveMappings(other.ctx, 'airbnb', connectionId, { mappings: change })).rejects.toMatchObject(
      { code: 'not_found' },
    );
    await expect(
      savePropertyMapping(other.ctx, connectionId, { 90001: other.sea.unitId }),
    ).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      savePropertyMapping(world.as(ctx, 'manager'), connectionId, { 90001: sea.unitId }),
    ).rejects.toMatchObject({ code: 'forbidden' });
    expect(await mappingRow(ctx, first)).toBeNull();
  });

  it('all or none: one that is wrong leaves all as it was', async () => {
    const { ctx, sea, hill, first, second } = await estate();
    await addUnit(ctx, hill.propertyId);
    const before = await traces(ctx);
    await expect(
      save(ctx, [
        { listingId: first, unitId: sea.unitId, stage: 'active' },
        { listingId: second, unitId: hill.propertyId },
      ]),
    ).rejects.toMatchObject({ code: 'choose_unit', details: { units: [{}, {}] } });
    await expect(
      save(ctx, [
        { listingId: first, unitId: sea.unitId, stage: 'active' },
        { listingId: 'nobody knows it', unitId: sea.unitId },
      ]),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await traces(ctx)).toEqual(before);
  });

  it('with several accounts asks which one', async () => {
    const { ctx, sea, first, connectionId } = await estate();
    await connect(ctx);
    const change = { listingId: first, unitId: sea.unitId };
    await expect(save(ctx, [change])).rejects.toMatchObject({ code: 'choose_connection' });
    await saveMappings(ctx, 'airbnb', connectionId, { mappings: [change] });
    expect(await mappingRow(ctx, first)).toMatchObject({ unitId: sea.unitId });
  });

  it('what blocks is told by a rehearsal and refused by a save', async () => {
    const { ctx, sea, hill, first } = await estate();
    const twice = [
      { listingId: first, unitId: sea.unitId },
      { listingId: '90001', unitId: hill.unitId },
    ];
    const guard = { code: 'listing_twice', level: 'blocks' };
    expect((await save(ctx, twice, true)).effects).toMatchObject([{ guards: [guard] }, { guards: [guard] }]);
    await expect(save(ctx, twice)).rejects.toMatchObject({ code: 'conflict' });
    expect(await mappingRow(ctx, first)).toBeNull();
    const shed = await addUnit(ctx, hill.propertyId);
    await archiveUnit(ctx, shed);
    await expect(save(ctx, [{ listingId: first, unitId: shed }])).rejects.toMatchObject({ code: 'conflict' });
  });

  it('another unit keeps the row, its settings and the bookings where they stand; new ones go to the new unit', async () => {
    const { ctx, sea, hill, first, source } = await estate();
    await save(ctx, [{ listingId: first, unitId: sea.unitId, stage: 'active' }]);
    await hear(ctx, source, { code: 'HMNEXT0001', from: '2026-06-01', to: '2026-06-05' });
    const before = await mappingRow(ctx, first);
    const answer = await save(ctx, [{ listingId: first, unitId: hill.unitId }]);
    expect(answer.effects).toMatchObject([
      { staysElsewhere: 1, reservations: [{ externalId: 'HMNEXT0001', kind: 'known' }] },
    ]);
    const after = await mappingRow(ctx, first);
    expect(after).toMatchObject({ id: before?.id, stage: 'active', isSyncOn: true, unitId: hill.unitId });
    expect(after?.activatedAt).toEqual(before?.activatedAt);
    await hear(ctx, source, { code: 'HMNEXT0001', from: '2026-06-01', to: '2026-06-06' });
    await hear(ctx, source, { code: 'HMNEXT0002', from: '2026-07-01', to: '2026-07-05' });
    expect((await allStays(ctx)).map((one) => one.unitId)).toEqual([sea.unitId, hill.unitId]);
  });

  it('with sync off new ones wait, and land when it is on again', async () => {
    const { ctx, sea, first, source } = await estate();
    await save(ctx, [{ listingId: first, unitId: sea.unitId, stage: 'active', isSyncOn: false }]);
    await hear(ctx, source, { code: 'HMNEXT0001', from: '2026-06-01', to: '2026-06-05' });
    expect(await allStays(ctx)).toMatchObject([{ unitId: null }]);
    await save(ctx, [{ listingId: first, unitId: sea.unitId, isSyncOn: true }]);
    expect(await allStays(ctx)).toMatchObject([{ unitId: sea.unitId }]);
  });

  it('taken away, its bookings stay where they are and the next ones wait', async () => {
    const { ctx, sea, first, source } = await estate();
    await save(ctx, [{ listingId: first, unitId: sea.unitId, stage: 'active' }]);
    await hear(ctx, source, { code: 'HMNEXT0001', from: '2026-06-01', to: '2026-06-05' });
    const answer = await save(ctx, [{ listingId: first, unitId: null }]);
    expect(answer).toMatchObject({
      effects: [{ unit: null, staysElsewhere: 1 }],
      listings: [{ mapping: null }],
    });
    await hear(ctx, source, { code: 'HMNEXT0002', from: '2026-07-01', to: '2026-07-05' });
    expect((await allStays(ctx)).map((one) => one.unitId)).toEqual([sea.unitId, null]);
    expect(await actions(ctx, 'mapping.')).toEqual(['mapping.created', 'mapping.removed']);
    // Twice is once.
    await save(ctx, [{ listingId: first, unitId: null }]);
    expect(await actions(ctx, 'mapping.removed')).toHaveLength(1);
  });

  it('two listings may swap their units in one save', async () => {
    const { ctx, sea, hill, first, second } = await estate();
    await save(ctx, [
      { listingId: first, unitId: sea.unitId },
      { listingId: second, unitId: hill.unitId },
    ]);
    const answer = await save(ctx, [
      { listingId: first, unitId: hill.unitId },
      { listingId: second, unitId: sea.unitId },
    ]);
    expect(answer.effects.map((one) => one.guards)).toEqual([[], []]);
    expect(await mappingRow(ctx, first)).toMatchObject({ unitId: hill.unitId });
  });

  it('a unit that went out of use takes no booking: it waits', async () => {
    const { ctx, hill, first, source } = await estate();
    const shed = await addUnit(ctx, hill.propertyId);
    await save(ctx, [{ listingId: first, unitId: shed, stage: 'active' }]);
    await archiveUnit(ctx, shed);
    await hear(ctx, source, { code: 'HMNEXT0001', from: '2026-06-01', to: '2026-06-05' });
    expect(await allStays(ctx)).toMatchObject([{ unitId: null }]);
  });

  it('the short form activates all that it names', async () => {
    const { ctx, sea, hill, connectionId, first, second } = await estate();
    await savePropertyMapping(ctx, connectionId, { 90001: sea.propertyId, 90002: hill.unitId });
    for (const id of [first, second])
      expect(await mappingRow(ctx, id)).toMatchObject({ stage: 'active', isSyncOn: true });
    await addUnit(ctx, sea.propertyId);
    await expect(savePropertyMapping(ctx, connectionId, { 90001: sea.propertyId })).rejects.toMatchObject({
      code: 'choose_unit',
    });
    expect(await savePropertyMapping(ctx, connectionId, {})).toMatchObject({ effects: [] });
  });
});

describe('a rehearsal', () => {
  it('tells what would happen, to the last conflict, and leaves nothing', async () => {
    const { ctx, sea, first, source } = await estate();
    await createReservation(ctx, {
      unitId: sea.unitId,
      checkIn: night('2026-06-03'),
      checkOut: night('2026-06-08'),
      guest: { name: 'Ann' },
    });
    await hear(ctx, source, { code: 'HMNEXT0001', from: '2026-06-01', to: '2026-06-05' });
    const before = await traces(ctx);
    const change = { listingId: first, unitId: sea.unitId, stage: 'active' } as const;
    const told = await save(ctx, [change], true);
    expect(told).toMatchObject({
      saved: false,
      effects: [
        {
          reservationsTotal: 1,
          reservations: [{ externalId: 'HMNEXT0001', kind: 'new', status: 'confirmed' }],
          conflicts: [{ checkIn: '2026-06-03', checkOut: '2026-06-05', withChannel: 'direct' }],
        },
      ],
    });
    expect(await traces(ctx)).toEqual(before);
    expect(await openConflicts(ctx)).toEqual([]);
    const done = await save(ctx, [change]);
    expect(done.effects).toEqual(told.effects);
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('rings no bell', async () => {
    const rung: string[] = [];
    const bell = async () => void rung.push('wake');
    const { ctx, sea, first } = await estate();
    const change = { listingId: first, unitId: sea.unitId, stage: 'active' } as const;
    await save({ ...ctx, wake: bell, notify: async () => void rung.push('notify') }, [change], true);
    expect(rung).toEqual([]);
    await save({ ...ctx, wake: bell }, [change]);
    expect(rung).toEqual(['wake']);
  });
});

describe('at once', () => {
  it('two people save one listing: one mapping, and the second sees the first', async () => {
    const { ctx, sea, hill, first } = await estate();
    const answers = await Promise.all(
      [sea, hill, sea, hill].map((house) =>
        save(ctx, [{ listingId: first, unitId: house.unitId, stage: 'active' }]),
      ),
    );
    const rows = await ctx.db.select().from(mappings).where(eq(mappings.listingId, first));
    expect(rows).toHaveLength(1);
    expect(new Set(answers.map((one) => one.listings[0]?.mapping?.id)).size).toBe(1);
    expect(await actions(ctx, 'mapping.created')).toHaveLength(1);
  });

  it('two people save two listings in either order: none waits for the other for ever', async () => {
    const { ctx, sea, hill, first, second } = await estate();
    const a = { listingId: first, unitId: sea.unitId, stage: 'active' } as const;
    const b = { listingId: second, unitId: hill.unitId, stage: 'active' } as const;
    await Promise.all([save(ctx, [a, b]), save(ctx, [b, a]), save(ctx, [a, b]), save(ctx, [b, a])]);
    expect(await actions(ctx, 'mapping.created')).toHaveLength(2);
  });

  it('a booking that lands while its listing is activated never waits beside a mapping', async () => {
    for (let round = 0; round < 12; round++) {
      const { ctx, sea, first, source } = await estate();
      await Promise.all([
        hear(ctx, source, { code: 'HMRACE0001', from: '2026-06-01', to: '2026-06-05' }),
        save(ctx, [{ listingId: first, unitId: sea.unitId, stage: 'active' }]),
        hear(ctx, source, { code: 'HMRACE0002', from: '2026-07-01', to: '2026-07-05' }),
      ]);
      expect((await allStays(ctx)).map((one) => one.unitId)).toEqual([sea.unitId, sea.unitId]);
    }
  });

  it('who has read that a listing is not mapped keeps it so until the booking is stored', async () => {
    const { ctx, sea, first, source } = await estate();
    let saved: Promise<unknown> = Promise.resolve();
    await inTx(ctx, async (tx) => {
      expect([...(await readMappedUnits(tx, [first]))]).toEqual([]);
      saved = save(ctx, [{ listingId: first, unitId: sea.unitId, stage: 'active' }]);
      const winner = await Promise.race([
        saved.then(() => 'saved'),
        new Promise((done) => setTimeout(done, 300, 'waiting')),
      ]);
      expect(winner).toBe('waiting');
      await hear(tx, source, { code: 'HMRACE0001', from: '2026-06-01', to: '2026-06-05' });
    });
    await saved;
    expect(await allStays(ctx)).toMatchObject([{ unitId: sea.unitId }]);
  });
});
