import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushStates } from '#db/schema/push.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { explainNight } from '#lib/domain/explain/explain-night.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { RateEdit } from '#lib/domain/rates/schemas.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { guest, hear, type PushWorld, pushWorld, sell, settled } from '#tests/integration/push/world.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

const AT = night('2026-05-10');
const explain = (ctx: Ctx, unit: string, at = AT) => explainNight(ctx, { unit, night: at });
const kinds = (explained: Awaited<ReturnType<typeof explain>>) => explained.causes.map((cause) => cause.kind);

async function stop(ctx: Ctx, unitId: string) {
  const ranges = [{ from: '2026-05-01', to: '2026-05-20' }];
  await setRates(ctx, RateEdit.parse({ unitIds: [unitId], ranges, set: { stopSell: true } }));
}

describe('why a night is closed', () => {
  it('has no cause where it is free, and every cause in order where it is not', async () => {
    const ctx = await w.world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    expect(await explain(ctx, unitId)).toMatchObject({ state: 'free', causes: [], channels: [] });
    await createBlock(ctx, { unitId, from: AT, to: night('2026-05-12'), reason: 'Painter' });
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-10', '2026-05-11');
    await apply(
      ctx,
      stay('airbnb:HM1', unitId, '2026-05-09', '2026-05-11'),
      stay('direct:D2', unitId, '2026-05-10', '2026-05-13'),
    );
    await stop(ctx, unitId);
    const explained = await explain(ctx, unitId);
    expect(kinds(explained)).toEqual(['conflict', 'stay', 'stay', 'closure', 'block', 'stop_sell']);
    expect(explained.state).toBe('conflict');
    expect(explained.causes.find((cause) => cause.kind === 'block')).toMatchObject({
      label: 'Painter',
      checkIn: AT,
      checkOut: '2026-05-12',
      at: { relation: 'unit' },
      proof: { actor: { kind: 'user', id: ctx.actor.id }, heardAt: '2026-05-01T08:00:00Z' },
    });
    expect(explained.causes.at(-1)?.proof.actor?.id).toBe(ctx.actor.id);
  });

  it('names a stay by its channel and code, and heard when its nights came to be what they are', async () => {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    await apply(ctx, stay('airbnb:HM2', unitId, '2026-05-08', '2026-05-10'));
    w.clock.advance({ minutes: 5 });
    await apply(ctx, stay('airbnb:HM2', unitId, '2026-05-08', '2026-05-12'));
    const moved = ctx.clock.now().toString();
    w.clock.advance({ minutes: 5 });
    await apply(ctx, stay('airbnb:HM2', unitId, '2026-05-08', '2026-05-12', { guests: 3 }));
    const [cause] = (await explain(ctx, unitId)).causes;
    expect(cause).toMatchObject({ kind: 'stay', channel: 'airbnb', code: 'HM2', proof: { heardAt: moved } });
  });

  it('shows what stands on a part, on the whole, and what is kept to prepare', async () => {
    const ctx = await w.world.org();
    const { propertyId, unitId: left } = await makeUnit(ctx);
    const whole = await addUnit(ctx, propertyId, [left, await addUnit(ctx, propertyId)]);
    await apply(ctx, stay('airbnb:P', left, '2026-05-10', '2026-05-11'));
    expect((await explain(ctx, whole)).causes[0]?.at).toMatchObject({ unitId: left, relation: 'part' });
    await apply(ctx, stay('airbnb:W', whole, '2026-05-12', '2026-05-13'));
    expect((await explain(ctx, left, night('2026-05-12'))).causes[0]?.at.relation).toBe('whole');
    await updateUnit(ctx, left, { preparationNights: 1 });
    const before = await explain(ctx, left, night('2026-05-09'));
    expect(before.causes[0]).toMatchObject({ kind: 'preparation', code: 'P', checkIn: '2026-05-09' });
  });

  it('has a first cause of the very kind that the night is told to be, on every night', async () => {
    const ctx = await w.world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    await updateUnit(ctx, unitId, { preparationNights: 2 });
    await apply(
      ctx,
      stay('airbnb:X1', unitId, '2026-05-05', '2026-05-08'),
      stay('airbnb:X2', unitId, '2026-05-07', '2026-05-09'),
    );
    await createBlock(ctx, { unitId, from: night('2026-05-08'), to: night('2026-05-14') });
    await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-13', '2026-05-16');
    const nights = await readNights(ctx, {
      unitIds: [unitId],
      from: night('2026-05-01'),
      to: night('2026-05-20'),
    });
    for (const one of nights.get(unitId) ?? []) {
      const { causes } = await explain(ctx, unitId, one.night);
      expect([one.night, causes[0]?.kind]).toEqual([one.night, one.by?.kind]);
    }
  });

  it('tells nothing of another organization', async () => {
    const [ctx, other] = [await w.world.org(), await w.world.org()];
    const { unitId } = await makeUnit(ctx);
    await expect(explain(other, unitId)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe("a night's side at the channels", () => {
  async function sold(name: string) {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    return { ctx, unitId, airbnb: await sell(ctx, 'airbnb', name, [unitId]) };
  }

  it('is not known before the channel was read, and says why nothing is sent', async () => {
    const { ctx, unitId } = await sold('E1');
    const [channel] = (await explain(ctx, unitId)).channels;
    expect(channel).toMatchObject({
      provider: 'airbnb',
      state: 'not_known',
      wanted: { units: 1 },
      sent: null,
      confirmed: null,
      observed: null,
      unsent: { code: 'not_adopted' },
      pool: { units: 1, free: 1 },
    });
  });

  it('is wanted, sent, confirmed and seen, each with its time', async () => {
    const { ctx, unitId, airbnb } = await sold('E2');
    await settled(ctx, airbnb);
    await createBlock(ctx, { unitId, from: AT, to: night('2026-05-11') });
    expect((await explain(ctx, unitId)).channels[0]).toMatchObject({
      state: 'unsent',
      wanted: { units: 0 },
      confirmed: { values: { units: 1 } },
      unsent: { code: 'queued' },
      pool: { free: 0 },
    });
    w.clock.advance({ minutes: 1 });
    await pushConnection(ctx, airbnb.connectionId);
    const [channel] = (await explain(ctx, unitId)).channels;
    const now = ctx.clock.now().toString();
    expect(channel).toMatchObject({
      state: 'confirmed',
      wanted: { units: 0 },
      sent: { values: { units: 0 }, at: now, state: 'confirmed' },
      confirmed: { values: { units: 0 }, at: now },
      unsent: null,
    });
    expect(channel?.observed?.at).toBeDefined();
  });

  it("says that the channel's own booking has it", async () => {
    const { ctx, unitId, airbnb } = await sold('E3');
    await settled(ctx, airbnb);
    await hear(ctx, 'airbnb', airbnb, guest(ctx, 'OWN', 'E3', '2026-05-10', '2026-05-12'));
    const [channel] = (await explain(ctx, unitId)).channels;
    expect(channel).toMatchObject({ ownStays: 1, wanted: { units: null } });
  });

  it('is refused with the words of the channel', async () => {
    const { ctx, unitId, airbnb } = await sold('E4');
    await settled(ctx, airbnb);
    w.sellers.airbnb.faults = [{ kind: 'refuse', record: () => true }];
    await createBlock(ctx, { unitId, from: AT, to: night('2026-05-11') });
    await pushConnection(ctx, airbnb.connectionId);
    const [channel] = (await explain(ctx, unitId)).channels;
    expect(channel).toMatchObject({
      state: 'failed',
      unsent: { code: 'refused' },
      sent: { state: 'failed' },
    });
    expect(channel?.unsent?.cause).toContain('Not so');
  });

  it('says when a person switched sending off', async () => {
    const { ctx, unitId, airbnb } = await sold('E5');
    await settled(ctx, airbnb);
    await ctx.db.update(pushStates).set({ isOn: false }).where(eq(pushStates.mappingId, airbnb.mappingId));
    const [channel] = (await explain(ctx, unitId)).channels;
    expect(channel).toMatchObject({ wanted: null, unsent: { code: 'switched_off' } });
  });

  it('asks the database no more for a full house than for a free one', async () => {
    const { ctx, unitId, airbnb } = await sold('E6');
    await settled(ctx, airbnb);
    const ask = () => countQueries(w.world.pool, ctx, (counted) => explain(counted, unitId));
    const free = await ask();
    expect(free.count).toBeLessThanOrEqual(20 + 11);
    await apply(
      ctx,
      stay('airbnb:F1', unitId, '2026-05-09', '2026-05-12'),
      stay('direct:F2', unitId, '2026-05-09', '2026-05-12'),
    );
    for (let i = 0; i < 5; i++) await createBlock(ctx, { unitId, from: AT, to: night('2026-05-11') });
    const full = await ask();
    // The journal, and the messages that its rows name.
    expect(full.count - free.count).toBeLessThanOrEqual(2);
  });
});
