import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rates } from '#db/schema/push.ts';
import { jobs, journal } from '#db/schema/work.ts';
import { getAvailability } from '#lib/domain/availability/queries.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { getRateGrid } from '#lib/domain/explain/rate-grid.ts';
import { toEdit } from '#lib/domain/rates/plan-edit.ts';
import { getRates, readRates } from '#lib/domain/rates/read-rates.ts';
import { RateEdit } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MAY = { from: night('2026-05-01'), to: night('2026-05-11') };
const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const edit = (unitIds: string[], set: object, range: object = { from: '2026-05-01', to: '2026-05-11' }) =>
  RateEdit.parse({ unitIds, ranges: [range], set });

async function prices(ctx: Ctx, unit: string) {
  const { items } = await getRates(ctx, { unit, ...MAY });
  return items.map((one) => one.price?.amount ?? null);
}
const rows = (ctx: Ctx) => ctx.db.select().from(rates).where(eq(rates.orgId, ctx.org));
const told = (ctx: Ctx) =>
  ctx.db
    .select()
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), eq(journal.action, 'rates.set')));

describe('an edit of rates', () => {
  it('sets the nights of its ranges on the weekdays it names, and no other', async () => {
    const ctx = await world.org('manager');
    const { unitId } = await ownUnit(ctx);
    const weekend = { from: '2026-05-01', to: '2026-05-11', weekdays: [5, 6] };
    expect(await setRates(ctx, edit([unitId], { price: EUR(12_000), minStay: 2 }, weekend))).toMatchObject({
      units: 1,
      changedNights: 4,
      unpricedNights: 0,
    });
    expect(await prices(ctx, unitId)).toEqual([
      12_000,
      12_000,
      null,
      null,
      null,
      null,
      null,
      12_000,
      12_000,
      null,
    ]);
    const { items } = await getAvailability(ctx, { unit: unitId, ...MAY });
    expect(items[0]).toEqual({ night: '2026-05-01', state: 'free', price: EUR(12_000), minStay: 2 });
    expect(items[2]).toEqual({ night: '2026-05-03', state: 'free' });
  });

  it('leaves one row in the journal, and none where nothing changes', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await ownUnit(ctx);
    const other = await addUnit(ctx, propertyId);
    const asked = edit([unitId, other], { price: EUR(9000) });
    await setRates(ctx, asked);
    expect((await setRates(ctx, asked)).changedNights).toBe(0);
    const entries = await told(ctx);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({ subjectKind: 'rates', actorId: ctx.actor.id });
    expect(entries[0]?.after).toMatchObject({ nights: 20, unitIds: [unitId, other].sort() });
  });

  it('changes prices that stand by a share or an amount, and says how many nights have none', async () => {
    const ctx = await world.org();
    const { unitId } = await ownUnit(ctx);
    await setRates(ctx, edit([unitId], { price: EUR(10_000) }, { from: '2026-05-01', to: '2026-05-04' }));
    const raised = await setRates(ctx, edit([unitId], { priceChange: { percentBp: 1050 } }));
    expect(raised).toMatchObject({ units: 1, changedNights: 3, unpricedNights: 7 });
    await setRates(ctx, edit([unitId], { priceChange: EUR(-50) }));
    expect((await prices(ctx, unitId)).slice(0, 4)).toEqual([11_000, 11_000, 11_000, null]);
  });

  it('clears with null and leaves the rest of the night', async () => {
    const ctx = await world.org();
    const { unitId } = await ownUnit(ctx);
    const all = { price: EUR(100), minStay: 2, maxStay: 9, closedToArrival: true, closedToDeparture: false };
    await setRates(ctx, edit([unitId], { ...all, stopSell: true }));
    await setRates(ctx, edit([unitId], { price: null, closedToArrival: null }));
    expect((await getRates(ctx, { unit: unitId, ...MAY })).items[0]).toEqual({
      night: '2026-05-01',
      price: null,
      minStay: 2,
      maxStay: 9,
      closedToArrival: null,
      closedToDeparture: false,
      stopSell: true,
    });
  });

  it.each<[string, object]>([
    ['an amount in another currency', { price: { amount: 100, currency: 'USD' } }],
    ['a shortest stay above the longest that stands on one night', { minStay: 8 }],
    ['a price brought to nothing on one night', { priceChange: EUR(-5000) }],
  ])('is refused whole: %s', async (_, set) => {
    const ctx = await world.org();
    const { unitId } = await ownUnit(ctx);
    await setRates(ctx, edit([unitId], { price: EUR(9000) }));
    await setRates(
      ctx,
      edit([unitId], { price: EUR(5000), maxStay: 7 }, { from: '2026-05-10', to: '2026-05-11' }),
    );
    const before = await rows(ctx);
    await expect(setRates(ctx, edit([unitId], set))).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await rows(ctx)).toEqual(before);
    expect(await told(ctx)).toHaveLength(2);
  });

  it('is refused whole where one unit is unknown, or of another organization', async () => {
    const [ctx, other] = [await world.org(), await world.org()];
    const { unitId } = await ownUnit(ctx);
    const { unitId: theirs } = await ownUnit(other);
    for (const strange of [theirs, 'unt_000000000000000000000000']) {
      await expect(setRates(ctx, edit([unitId, strange], { stopSell: true }))).rejects.toMatchObject({
        code: 'not_found',
      });
    }
    expect(await rows(ctx)).toEqual([]);
    expect(await rows(other)).toEqual([]);
  });

  it('takes a property of one unit for its unit, and asks which where there are several', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await ownUnit(ctx);
    await setRates(ctx, toEdit({ unit: propertyId, ...MAY }, { set: { price: EUR(100) } }));
    expect((await prices(ctx, unitId))[0]).toBe(100);
    await addUnit(ctx, propertyId);
    await expect(setRates(ctx, edit([propertyId], { stopSell: true }))).rejects.toMatchObject({
      code: 'choose_unit',
    });
  });

  it('is for managers, not for viewers', async () => {
    const owner = await world.org();
    const { unitId } = await ownUnit(owner);
    const asked = edit([unitId], { price: EUR(100) });
    await expect(setRates(world.as(owner, 'viewer'), asked)).rejects.toMatchObject({ code: 'forbidden' });
    expect((await setRates(world.as(owner, 'manager'), asked)).changedNights).toBe(10);
  });

  it('of two at once that raise by a share counts both', async () => {
    const ctx = await world.org();
    const { unitId } = await ownUnit(ctx);
    await setRates(ctx, edit([unitId], { price: EUR(10_000) }));
    const raise = edit([unitId], { priceChange: { percentBp: 1000 } });
    await Promise.all([setRates(ctx, raise), setRates(ctx, raise), setRates(ctx, raise)]);
    expect(await prices(ctx, unitId)).toEqual(Array(10).fill(13_310));
  });

  it('moves the calendar only where nights are no longer sold, or sold again', async () => {
    const ctx = await world.org();
    const { unitId } = await ownUnit(ctx);
    const version = async () => {
      const [row] = await ctx.db.execute<{ v: string }>(
        sql`select calendar_version as v from units where id = ${unitId}`,
      );
      return Number(row?.v);
    };
    const start = await version();
    await setRates(ctx, edit([unitId], { price: EUR(100) }));
    expect(await version()).toBe(start);
    await setRates(ctx, edit([unitId], { stopSell: true }));
    expect(await version()).toBeGreaterThan(start);
  });

  it('owes no push where nothing is connected', async () => {
    const ctx = await world.org();
    const { unitId } = await ownUnit(ctx);
    await setRates(ctx, edit([unitId], { price: EUR(100) }));
    expect(await ctx.db.select().from(jobs).where(eq(jobs.orgId, ctx.org))).toEqual([]);
  });

  it('of a year of fifty units asks the database no more than of one night', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await ownUnit(ctx);
    const ids = [unitId];
    for (let i = 0; i < 49; i++) ids.push(await addUnit(ctx, propertyId));
    const year = { from: '2026-05-01', to: '2027-05-01' };
    const few = await countQueries(world.pool, ctx, (counted) =>
      setRates(counted, edit([unitId], { price: EUR(100) }, { from: '2026-05-01', to: '2026-05-02' })),
    );
    const many = await countQueries(world.pool, ctx, (counted) =>
      setRates(counted, edit(ids, { price: EUR(200) }, year)),
    );
    expect(many.answer.changedNights).toBe(365 * 50);
    // Ten thousand nights a statement.
    expect(many.count - few.count).toBeLessThanOrEqual(1);
  });
});

describe('reading rates', () => {
  it('takes one question for any number of units, and shows no other organization', async () => {
    const [ctx, other] = [await world.org(), await world.org()];
    const { unitId } = await ownUnit(ctx);
    await setRates(ctx, edit([unitId], { price: EUR(100) }));
    const { count, answer } = await countQueries(world.pool, other, (counted) =>
      readRates(counted, { unitIds: [unitId], ...MAY }),
    );
    expect(count).toBe(1);
    expect(answer.get(unitId)?.size).toBe(0);
    expect((await getRateGrid(other, MAY)).items).toEqual([]);
  });

  it('shows every unit in the grid, with nights that something is set for', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await ownUnit(ctx);
    const bare = await addUnit(ctx, propertyId);
    await setRates(ctx, edit([unitId], { price: EUR(100) }, { from: '2026-05-02', to: '2026-05-03' }));
    const { items } = await getRateGrid(ctx, { ...MAY, property: propertyId });
    const nights = new Map(items.map((one) => [one.unitId, one.nights.map((night) => night.night)]));
    expect(nights).toEqual(
      new Map([
        [unitId, ['2026-05-02']],
        [bare, []],
      ]),
    );
  });
});

/** Made by an owner: managers set prices of what is there. */
function ownUnit(ctx: Ctx) {
  return makeUnit(world.as(ctx, 'owner'));
}
