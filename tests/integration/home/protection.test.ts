import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedTokens } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { channelNights, pushStates } from '#db/schema/push.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { listLatencies } from '#lib/domain/protection/read-latencies.ts';
import { lightsOf, readEvidence, readProtections } from '#lib/domain/protection/read-protection.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { night } from '#lib/kernel/nights.ts';
import {
  deliveriesOf,
  type PushWorld,
  pushWorld,
  type Sold,
  sell,
  settled,
} from '#tests/integration/push/world.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

async function light(ctx: Ctx, unitId: string) {
  const { items } = await readProtections(ctx);
  return items.find((one) => one.unitId === unitId);
}

/** A unit whose bookings come from an account that answered just now, and whose nights the account knows. */
async function sold(): Promise<{ ctx: Ctx; propertyId: string; unitId: string; at: Sold }> {
  const ctx = await w.world.org();
  const made = await makeUnit(ctx);
  const at = await sell(ctx, 'airbnb', `L${made.unitId}`, [made.unitId]);
  await settled(ctx, at);
  await answered(ctx, at);
  return { ctx, ...made, at };
}

const answered = (ctx: Ctx, { connectionId }: Sold) =>
  ctx.db
    .update(connections)
    .set({ lastSuccessAt: ctx.clock.now(), lastErrorCode: null })
    .where(eq(connections.id, connectionId));

const push = (ctx: Ctx, { mappingId }: Sold, set: Partial<typeof pushStates.$inferInsert>) =>
  ctx.db.update(pushStates).set(set).where(eq(pushStates.mappingId, mappingId));

describe('a unit that only a connected channel sells', () => {
  it('is green once the channel has taken all it was told and shows it, though nobody reads a feed', async () => {
    const { ctx, unitId } = await sold();
    expect(await light(ctx, unitId)).toMatchObject({
      level: 'good',
      evidence: { sources: 1, readers: 0, channels: 1 },
    });
  });

  it('is on its way from a change until the channel took it, and late when that takes long', async () => {
    const { ctx, unitId, at } = await sold();
    await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-12'), reason: '' });
    expect((await light(ctx, unitId))?.level).toBe('owed');
    w.clock.advance({ minutes: 11 });
    await answered(ctx, at);
    expect((await light(ctx, unitId))?.reasons).toMatchObject([
      { kind: 'late', name: 'Airbnb', at: 'airbnb' },
    ]);
    await pushConnection(ctx, at.connectionId);
    expect((await light(ctx, unitId))?.level).toBe('good');
  });

  it.each([
    ['refused', { sentState: 'failed' }],
    ['drift', { hasDrift: true }],
  ] as const)(
    'is not green while nights are %s, and those that are over count no more',
    async (kind, change) => {
      const { ctx, unitId, at } = await sold();
      const values = { orgId: ctx.org, mappingId: at.mappingId, ...change };
      await ctx.db.insert(channelNights).values({ ...values, night: night('2026-04-20') });
      expect((await light(ctx, unitId))?.level).toBe('good');
      await ctx.db.update(channelNights).set(change).where(eq(channelNights.mappingId, at.mappingId));
      const [reason] = (await light(ctx, unitId))?.reasons ?? [];
      expect(reason).toMatchObject({ kind });
      expect(reason?.count).toBeGreaterThan(1);
    },
  );

  it.each([
    ['is told nothing', 'stopped', { isOn: false }],
    ['was not looked at for the first time', 'adopting', { adoptedAt: null }],
    ['was never read back', 'unproven', { lastReadAt: null }],
  ] as const)('is not green where it %s', async (_, level, change) => {
    const { ctx, unitId, at } = await sold();
    await push(ctx, at, change);
    expect((await light(ctx, unitId))?.level).toBe(level);
  });

  it('is not green where the whole house, which shares its nights, is sold by a channel that is not told', async () => {
    const { ctx, propertyId, unitId } = await sold();
    const house = await addUnit(ctx, propertyId, [unitId]);
    const at = await sell(ctx, 'booking', `W${house}`, [house]);
    await settled(ctx, at);
    await answered(ctx, at);
    expect((await light(ctx, unitId))?.level).toBe('good');
    await push(ctx, at, { isOn: false });
    expect((await light(ctx, unitId))?.level).toBe('stopped');
  });

  it('has the latency that was measured, of its own organization alone', async () => {
    const { ctx, unitId, at } = await sold();
    await createBlock(ctx, { unitId, from: night('2026-05-20'), to: night('2026-05-22'), reason: '' });
    w.clock.advance({ seconds: 3 });
    await pushConnection(ctx, at.connectionId);
    const told = (await deliveriesOf(ctx, at)).filter((one) => one.heardAt);
    expect(await listLatencies(ctx)).toMatchObject([{ at: 'airbnb', count: told.length, p95Ms: 3000 }]);
    expect(await listLatencies(await w.world.org())).toEqual([]);
  });
});

it('a reader who has not come since the last change does not know it; who came since does', async () => {
  const { ctx, unitId } = await sold();
  const made = await createSubscriber(ctx, unitId, { name: 'Vrbo', privacy: 'busy', source: null });
  const visit = (at: Temporal.Instant) =>
    ctx.db.update(feedTokens).set({ lastFetchedAt: at }).where(eq(feedTokens.subscriberId, made.id));
  await visit(ctx.clock.now().subtract({ minutes: 1 }));
  expect((await light(ctx, unitId))?.reasons).toMatchObject([{ kind: 'behind', name: 'Vrbo', at: unitId }]);
  await visit(ctx.clock.now());
  expect(await light(ctx, unitId)).toMatchObject({ level: 'good', evidence: { readers: 1, channels: 1 } });
});

it('a unit that nobody sells has nothing to protect, and another organization sees no light of it', async () => {
  const ctx = await w.world.org();
  const { unitId } = await makeUnit(ctx);
  expect(await light(ctx, unitId)).toEqual({ unitId, level: 'none', reasons: [], evidence: null });
  expect((await readProtections(await w.world.org())).items).toEqual([]);
});

it('takes as many queries for many units as for one', async () => {
  const ctx = await w.world.org();
  const { propertyId } = await makeUnit(ctx);
  const few = await countQueries(w.world.pool, ctx, readEvidence);
  for (let i = 0; i < 12; i++) await addUnit(ctx, propertyId);
  const many = await countQueries(w.world.pool, ctx, readEvidence);
  expect(lightsOf(await readEvidence(ctx), ctx.clock.now())).toHaveLength(13);
  expect(many.count).toBe(few.count);
  expect(many.count).toBeLessThan(10);
});
