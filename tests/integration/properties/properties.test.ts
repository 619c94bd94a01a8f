import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units } from '#db/schema/properties.ts';
import { journal } from '#db/schema/work.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { archiveProperty } from '#lib/domain/properties/archive-property.ts';
import { archiveUnit } from '#lib/domain/properties/archive-unit.ts';
import { chooseUnit } from '#lib/domain/properties/choose-unit.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { createUnit } from '#lib/domain/properties/create-unit.ts';
import { bumpCalendarVersions, lockUnits } from '#lib/domain/properties/lock-units.ts';
import { getProperty, getUnit, listProperties } from '#lib/domain/properties/queries.ts';
import { updateProperty } from '#lib/domain/properties/update-property.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, heldBy, makeUnit, stay } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

async function oneUnit(): Promise<{ ctx: Ctx; unitId: string; propertyId: string }> {
  const ctx = await world.org();
  return { ctx, ...(await makeUnit(ctx)) };
}
const journaled = async (ctx: Ctx, action: string) =>
  ctx.db
    .select()
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), eq(journal.action, action)));
const versions = async (ctx: Ctx) =>
  new Map(
    (await ctx.db.select().from(units).where(eq(units.orgId, ctx.org))).map((row) => [
      row.id,
      row.calendarVersion,
    ]),
  );

describe('a property', () => {
  it('is made with a first unit of its name, and is renamed with it while that is the only one', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    expect(await updateProperty(ctx, propertyId, { name: 'Attic' })).toMatchObject({
      name: 'Attic',
      units: [{ id: unitId, name: 'Attic' }],
    });
    await createUnit(ctx, propertyId, { name: 'Cellar' });
    const renamed = await updateProperty(ctx, propertyId, { name: 'House' });
    expect(renamed.units.map((unit) => unit.name)).toEqual(['Attic', 'Cellar']);
  });

  it('journals what changed and from what, and nothing where nothing did', async () => {
    const { ctx, propertyId } = await oneUnit();
    await updateProperty(ctx, propertyId, { currency: 'CHF', timezone: 'Europe/Paris' });
    await updateProperty(ctx, propertyId, { currency: 'CHF' });
    const rows = await journaled(ctx, 'property.updated');
    expect(rows).toMatchObject([{ before: { currency: 'EUR' }, after: { currency: 'CHF' } }]);
  });

  it('is archived with its units once no guest is to come', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const guest = stay('airbnb:A', unitId, '2026-05-01', '2026-05-03');
    const [told] = await apply(ctx, guest);
    await expect(archiveProperty(ctx, propertyId)).rejects.toMatchObject({
      code: 'conflict',
      details: { reservationIds: [told?.reservationId] },
    });
    await apply(ctx, { ...guest, reservationStatus: 'cancelled' });
    await archiveProperty(ctx, propertyId);
    await expect(getProperty(ctx, propertyId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(getUnit(ctx, unitId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('with a guest who left today may be archived; with one who leaves tomorrow it may not', async () => {
    // It is noon of 1 March in London, and so the same day in Paris.
    const { ctx, propertyId, unitId } = await oneUnit();
    await apply(ctx, stay('airbnb:A', unitId, '2026-02-25', '2026-03-02'));
    await expect(archiveProperty(ctx, propertyId)).rejects.toMatchObject({ code: 'conflict' });
    await apply(ctx, stay('airbnb:A', unitId, '2026-02-25', '2026-03-01'));
    await archiveProperty(ctx, propertyId);
  });

  it('is read in pages, each with three questions to the database', async () => {
    const ctx = await world.org();
    for (const name of ['A', 'B', 'C'])
      await createProperty(ctx, { name, timezone: 'Europe/Paris', currency: 'EUR' });
    const { answer: first, count } = await countQueries(world.pool, ctx, (counted) =>
      listProperties(counted, { limit: 2 }),
    );
    expect(count).toBe(3);
    const second = await listProperties(ctx, { limit: 2, cursor: first.nextCursor ?? undefined });
    expect([...first.items, ...second.items].map((one) => one.name)).toEqual(['A', 'B', 'C']);
    expect(second.nextCursor).toBeNull();
  });
});

describe('units', () => {
  it('become parts of a whole, are let go again, and every calendar they show in moves', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const whole = await createUnit(ctx, propertyId, { name: 'Whole house' });
    const before = await versions(ctx);
    expect((await updateUnit(ctx, unitId, { partOf: whole.id })).partOf).toEqual([whole.id]);
    expect((await getUnit(ctx, whole.id)).parts).toEqual([unitId]);
    const after = await versions(ctx);
    for (const id of [unitId, whole.id]) expect(after.get(id)).toBeGreaterThan(before.get(id) ?? 0);
    expect((await updateUnit(ctx, unitId, { partOf: null })).partOf).toEqual([]);
  });

  it('with guests can be grouped under a whole without any, and then stand in its way', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-03'));
    const whole = await createUnit(ctx, propertyId, { name: 'Whole house' });
    await updateUnit(ctx, unitId, { partOf: whole.id });
    const [told] = await apply(ctx, stay('booking:B', whole.id, '2026-05-02', '2026-05-04'));
    expect(told?.conflictIds).toHaveLength(1);
    await expect(updateUnit(ctx, unitId, { partOf: null })).rejects.toMatchObject({ code: 'conflict' });
    await expect(createUnit(ctx, propertyId, { name: 'Annexe', partOf: whole.id })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('of two that would become parts of each other at once, at most one does', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    const both = await Promise.allSettled([
      updateUnit(ctx, unitId, { partOf: other }),
      updateUnit(ctx, other, { partOf: unitId }),
    ]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('a whole that gains its first part while a booking waits for it is held on the part', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const whole = await addUnit(ctx, propertyId);
    const [told] = await Promise.all([
      inTx(ctx, async (tx) => {
        await updateUnit(tx, unitId, { partOf: whole });
        await new Promise((done) => setTimeout(done, 50));
      }).then(() => apply(ctx, stay('airbnb:A', whole, '2026-05-01', '2026-05-03'))),
      new Promise((done) => setTimeout(done, 20)).then(() =>
        apply(ctx, stay('airbnb:B', whole, '2026-06-01', '2026-06-03')),
      ),
    ]);
    expect(await heldBy(ctx, told[0]?.stayId ?? '')).toEqual([`${unitId} 2026-05-01..2026-05-03`]);
    const [again] = await apply(ctx, stay('airbnb:B', whole, '2026-06-01', '2026-06-03'));
    expect(await heldBy(ctx, again?.stayId ?? '')).toEqual([`${unitId} 2026-06-01..2026-06-03`]);
  });

  it('the last one of a property is not archived, even when both of two are at once', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    const both = await Promise.allSettled([archiveUnit(ctx, unitId), archiveUnit(ctx, other)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await getProperty(ctx, propertyId)).units).toHaveLength(1);
  });

  it('a part with no guest of its own stays while the whole has one to come', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const whole = await addUnit(ctx, propertyId, [unitId]);
    await apply(ctx, stay('airbnb:A', whole, '2026-05-01', '2026-05-03'));
    await expect(archiveUnit(ctx, unitId)).rejects.toMatchObject({ code: 'conflict' });
    await addUnit(ctx, propertyId);
    await apply(ctx, stay('airbnb:A', whole, '2026-05-01', '2026-05-03', { reservationStatus: 'cancelled' }));
    await archiveUnit(ctx, unitId);
    expect((await getUnit(ctx, whole)).parts).toEqual([]);
  });

  it("are chosen by the property's id where it has one, and asked for where it has several", async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    expect((await chooseUnit(ctx, propertyId)).unit.id).toBe(unitId);
    expect((await chooseUnit(ctx, unitId)).property.id).toBe(propertyId);
    await addUnit(ctx, propertyId);
    await expect(chooseUnit(ctx, propertyId)).rejects.toMatchObject({ code: 'choose_unit' });
  });
});

describe('locking', () => {
  it('takes what hangs together with the unit, in id order, with the leaves of each', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const right = await addUnit(ctx, propertyId);
    const whole = await addUnit(ctx, propertyId, [unitId, right]);
    const apart = await addUnit(ctx, propertyId);
    const locked = await inTx(ctx, (tx) => lockUnits(tx, [unitId]));
    expect(locked.map((unit) => unit.id)).toEqual([unitId, right, whole].sort());
    expect(locked.find((unit) => unit.id === whole)?.leaves).toEqual([unitId, right].sort());
    expect(locked.some((unit) => unit.id === apart)).toBe(false);
  });

  it('takes also what was joined to the unit while it waited', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const whole = await addUnit(ctx, propertyId);
    const regrouping = inTx(ctx, async (tx) => {
      await updateUnit(tx, unitId, { partOf: whole });
      await new Promise((done) => setTimeout(done, 80));
    });
    await new Promise((done) => setTimeout(done, 30));
    const [locked] = await Promise.all([inTx(ctx, (tx) => lockUnits(tx, [unitId])), regrouping]);
    expect(locked.map((unit) => unit.id)).toEqual([unitId, whole].sort());
  });

  it('moves all calendars that show the change to one version that none has had', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const right = await addUnit(ctx, propertyId);
    const whole = await addUnit(ctx, propertyId, [unitId, right]);
    await inTx(ctx, (tx) => bumpCalendarVersions(tx, [right]));
    const moved = await inTx(ctx, (tx) => bumpCalendarVersions(tx, [unitId]));
    expect([...moved.keys()].sort()).toEqual([unitId, whole].sort());
    expect(new Set(moved.values())).toEqual(new Set([3]));
    expect((await versions(ctx)).get(right)).toBe(2);
  });

  it("takes another organization's unit for an unknown one", async () => {
    const { unitId } = await oneUnit();
    const stranger = await oneUnit();
    await expect(inTx(stranger.ctx, (tx) => lockUnits(tx, [stranger.unitId, unitId]))).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('who may', () => {
  it("answers another organization's property and unit as unknown", async () => {
    const { propertyId, unitId } = await oneUnit();
    const stranger = await oneUnit();
    for (const attempt of [
      () => getProperty(stranger.ctx, propertyId),
      () => getUnit(stranger.ctx, unitId),
      () => updateProperty(stranger.ctx, propertyId, { name: 'Mine' }),
      () => archiveProperty(stranger.ctx, propertyId),
      () => createUnit(stranger.ctx, propertyId, { name: 'Mine' }),
      () => updateUnit(stranger.ctx, unitId, { name: 'Mine' }),
      () => updateUnit(stranger.ctx, stranger.unitId, { partOf: unitId }),
      () => archiveUnit(stranger.ctx, unitId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lets a manager read and change nothing', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const manager = world.as(ctx, 'manager');
    expect(await getProperty(manager, propertyId)).toBeDefined();
    for (const attempt of [
      () => updateProperty(manager, propertyId, { name: 'Mine' }),
      () => archiveProperty(manager, propertyId),
      () => createUnit(manager, propertyId, { name: 'Mine' }),
      () => updateUnit(manager, unitId, { name: 'Mine' }),
      () => archiveUnit(manager, unitId),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
  });
});
