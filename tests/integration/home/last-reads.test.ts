import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { feedTokens } from '#db/schema/calendars.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { listLastReads } from '#lib/domain/feeds/last-reads.ts';
import { revokeSubscriber } from '#lib/domain/feeds/revoke-subscriber.ts';
import { rotateSubscriber } from '#lib/domain/feeds/rotate-subscriber.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeUnit } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

it('tells the latest read of a reader by any link that still works, to a viewer too, and no link', async () => {
  const ctx = await world.org();
  const { unitId } = await makeUnit(ctx);
  const input = { name: 'Airbnb', privacy: 'busy', source: null } as const;
  const subscriber = await createSubscriber(ctx, unitId, input);
  expect(await listLastReads(world.as(ctx, 'viewer'))).toEqual([
    expect.objectContaining({ name: 'Airbnb', unitId, isPlain: false, lastReadAt: null }),
  ]);
  const at = ctx.clock.now().subtract({ hours: 2 });
  await ctx.db
    .update(feedTokens)
    .set({ lastFetchedAt: at })
    .where(eq(feedTokens.subscriberId, subscriber.id));
  await rotateSubscriber(ctx, unitId, subscriber.id);
  const [read] = await listLastReads(ctx);
  expect(read?.lastReadAt).toBe(at.toString());
  expect(JSON.stringify(read)).not.toMatch(/[0-9a-f]{64}/);
});

it('leaves out who was revoked and who reads another organization', async () => {
  const ctx = await world.org();
  const { unitId } = await makeUnit(ctx);
  const subscriber = await createSubscriber(ctx, unitId, { name: 'Vrbo', privacy: 'busy', source: null });
  expect(await listLastReads(await world.org())).toEqual([]);
  await revokeSubscriber(ctx, unitId, subscriber.id);
  expect(await listLastReads(ctx)).toEqual([]);
});
