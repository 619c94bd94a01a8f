import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connections } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { rates } from '#db/schema/push.ts';
import { updateConnection } from '#lib/domain/connections/update-connection.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { getChannelNights } from '#lib/domain/explain/channel-nights.ts';
import { previewRates } from '#lib/domain/explain/preview-rates.ts';
import { getRateGrid } from '#lib/domain/explain/rate-grid.ts';
import { takeOverRates } from '#lib/domain/explain/take-over-rates.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readRates } from '#lib/domain/rates/read-rates.ts';
import { RateEdit } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { owedPushes, type PushWorld, pushWorld, sell, settled } from '#tests/integration/push/world.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

const MAY = { from: night('2026-05-10'), to: night('2026-05-13') };
const EUR = (amount: number) => ({ amount, currency: 'EUR' });
const edit = (unitIds: string[], set: object) => RateEdit.parse({ unitIds, ranges: [MAY], set });

let count = 0;
async function place(options: { markupBp?: number; currency?: string } = {}) {
  const ctx = await w.world.org();
  const { propertyId, unitId } = await makeUnit(ctx);
  count += 1;
  const name = `R${count}`;
  const airbnb = await sell(ctx, 'airbnb', name, [unitId], undefined, options.currency);
  await ctx.db
    .update(connections)
    .set({ markupBp: options.markupBp ?? 0 })
    .where(eq(connections.id, airbnb.connectionId));
  await settled(ctx, airbnb);
  w.sellers.airbnb.told();
  return { ctx, propertyId, unitId, airbnb, name };
}

describe('a preview of an edit', () => {
  it('says what each channel would be told, marked up and rounded, and changes nothing', async () => {
    const { ctx, unitId, airbnb } = await place({ markupBp: 1500 });
    const asked = edit([unitId], { price: EUR(12_000), minStay: 2 });
    const preview = await previewRates(ctx, asked);
    expect(preview).toMatchObject({ units: 1, changedNights: 3, calls: 1 });
    expect(preview.channels).toMatchObject([
      {
        mappingId: airbnb.mappingId,
        nights: 3,
        unsent: null,
        changes: [
          {
            from: '2026-05-10',
            to: '2026-05-13',
            was: { priceMinor: 10_000, minStay: 1 },
            becomes: { priceMinor: 13_800, minStay: 2 },
          },
        ],
      },
    ]);
    expect(await ctx.db.select().from(rates).where(eq(rates.orgId, ctx.org))).toEqual([]);
    expect(w.sellers.airbnb.told()).toEqual([]);
  });

  it('is exactly what is then sent', async () => {
    const { ctx, unitId, airbnb, name } = await place({ markupBp: 1000 });
    const asked = edit([unitId], { price: EUR(20_000), stopSell: true });
    const preview = await previewRates(ctx, asked);
    await setRates(ctx, asked);
    expect(await owedPushes(ctx)).toEqual([airbnb.connectionId]);
    await pushConnection(ctx, airbnb.connectionId);
    expect(w.sellers.airbnb.told().sort()).toEqual([
      `${name} 2026-05-10..2026-05-13 priceMinor=22000`,
      `${name} 2026-05-10..2026-05-13 units=0`,
    ]);
    expect(preview.channels[0]?.changes).toMatchObject([{ becomes: { units: 0, priceMinor: 22_000 } }]);
    expect(preview.calls).toBe(2);
    // Once it stands, the same edit changes nothing and costs nothing.
    expect(await previewRates(ctx, asked)).toMatchObject({ changedNights: 0, calls: 0, channels: [] });
  });

  it('takes the dearest of a pool, and sends no price while one of it has none', async () => {
    const { ctx, propertyId, unitId } = await place();
    const second = await addUnit(ctx, propertyId);
    const pool = await sell(ctx, 'booking', `P${count}`, [unitId, second]);
    await settled(ctx, pool);
    const only = await previewRates(ctx, edit([second], { price: EUR(15_000) }));
    expect(only.channels.map((channel) => channel.nights)).toEqual([0]);
    await setRates(ctx, edit([second], { price: EUR(15_000) }));
    const both = await previewRates(ctx, edit([unitId], { price: EUR(12_000) }));
    const ofPool = both.channels.find((channel) => channel.mappingId === pool.mappingId);
    expect(ofPool?.changes).toMatchObject([{ becomes: { priceMinor: 15_000 } }]);
  });

  it('says why nothing would be sent', async () => {
    const { ctx, unitId, airbnb } = await place({ currency: 'USD' });
    const foreign = await previewRates(ctx, edit([unitId], { price: EUR(100) }));
    expect(foreign).toMatchObject({ calls: 0, channels: [{ unsent: 'other_currency', nights: 0 }] });
    await ctx.db.update(mappings).set({ isSyncOn: false }).where(eq(mappings.id, airbnb.mappingId));
    const off = await previewRates(ctx, edit([unitId], { stopSell: true }));
    expect(off).toMatchObject({ calls: 0, channels: [{ unsent: 'not_active' }] });
  });

  it('is refused where the edit would be', async () => {
    const { ctx, unitId } = await place();
    const asked = edit([unitId], { price: { amount: 100, currency: 'USD' } });
    await expect(previewRates(ctx, asked)).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(previewRates(w.world.as(ctx, 'viewer'), asked)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('where nights stand with a channel', () => {
  const states = async (ctx: Ctx, unit: string) => {
    const { items } = await getChannelNights(ctx, {
      unit,
      from: night('2026-05-09'),
      to: night('2026-05-14'),
    });
    return items[0]?.nights.map((one) => one.state);
  };

  it('goes from owed to confirmed, for the nights that were touched', async () => {
    const { ctx, unitId, airbnb } = await place();
    expect(await states(ctx, unitId)).toEqual(Array(5).fill('confirmed'));
    await setRates(ctx, edit([unitId], { price: EUR(9000) }));
    expect(await states(ctx, unitId)).toEqual(['confirmed', 'unsent', 'unsent', 'unsent', 'confirmed']);
    const grid = await getRateGrid(ctx, { from: night('2026-05-09'), to: night('2026-05-14') });
    expect(grid.items[0]?.channels[0]?.runs.map((run) => `${run.from} ${run.state}`)).toEqual([
      '2026-05-09 confirmed',
      '2026-05-10 unsent',
      '2026-05-13 confirmed',
    ]);
    w.sellers.airbnb.faults = [{ kind: 'refuse', record: () => true }];
    await pushConnection(ctx, airbnb.connectionId);
    expect(await states(ctx, unitId)).toEqual(['confirmed', 'failed', 'failed', 'failed', 'confirmed']);
    await setRates(ctx, edit([unitId], { price: EUR(9500) }));
    await pushConnection(ctx, airbnb.connectionId);
    expect(await states(ctx, unitId)).toEqual(Array(5).fill('confirmed'));
  });
});

describe("a channel's markup", () => {
  it('owes the channel its new prices', async () => {
    const { ctx, unitId, airbnb, name } = await place();
    await setRates(ctx, edit([unitId], { price: EUR(10_050) }));
    await pushConnection(ctx, airbnb.connectionId);
    w.sellers.airbnb.told();
    const state = await updateConnection(ctx, 'airbnb', airbnb.connectionId, {
      markupBp: 1000,
      rounding: 'nine',
    });
    expect(state).toMatchObject({ markupBp: 1000, rounding: 'nine' });
    await pushConnection(ctx, airbnb.connectionId);
    expect(w.sellers.airbnb.told()).toEqual([`${name} 2026-05-10..2026-05-13 priceMinor=11900`]);
  });
});

describe("taking over a channel's prices", () => {
  it('makes what was seen there what is asked here, only when a person says so', async () => {
    const { ctx, unitId, airbnb } = await place();
    expect((await readRates(ctx, { unitIds: [unitId], ...MAY })).get(unitId)?.size).toBe(0);
    const whole = {
      unitId,
      units: 1,
      takenNights: 3,
      leftNights: 0,
      prices: [{ price: EUR(10_000), nights: 3 }],
    };
    const asked = { mappingId: airbnb.mappingId, ...MAY };
    expect(await takeOverRates(ctx, { ...asked, dryRun: true })).toEqual(whole);
    expect((await readRates(ctx, { unitIds: [unitId], ...MAY })).get(unitId)?.size).toBe(0);
    expect(await takeOverRates(ctx, asked)).toEqual(whole);
    const found = (await readRates(ctx, { unitIds: [unitId], ...MAY })).get(unitId);
    expect(found?.get(MAY.from)).toMatchObject({ priceMinor: 10_000, minStay: 1, stopSell: false });
    expect(await takeOverRates(ctx, asked)).toMatchObject({ takenNights: 0, prices: [] });
  });

  it('reaches every unit behind a room type, so that its price can be told', async () => {
    const { ctx, propertyId, unitId } = await place();
    const second = await addUnit(ctx, propertyId);
    const pool = await sell(ctx, 'booking', `P${count}`, [unitId, second]);
    await settled(ctx, pool);
    const taken = await takeOverRates(ctx, { mappingId: pool.mappingId, ...MAY });
    expect(taken).toMatchObject({ unitId, units: 2, takenNights: 3, prices: [{ nights: 3 }] });
    const rates = await readRates(ctx, { unitIds: [unitId, second], ...MAY });
    for (const id of [unitId, second])
      expect(rates.get(id)?.get(MAY.from)?.priceMinor).toBe(taken.prices[0]?.price?.amount);
  });

  it('is refused in another currency, to a viewer, and to another organization', async () => {
    const { ctx, airbnb } = await place({ currency: 'USD' });
    const asked = { mappingId: airbnb.mappingId, ...MAY };
    await expect(takeOverRates(ctx, asked)).rejects.toMatchObject({ code: 'conflict' });
    await expect(takeOverRates(w.world.as(ctx, 'viewer'), asked)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(takeOverRates(await w.world.org(), asked)).rejects.toMatchObject({ code: 'not_found' });
  });
});
