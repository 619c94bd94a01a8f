import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappings } from '#db/schema/mappings.ts';
import { updateConnection } from '#lib/domain/connections/update-connection.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { connect } from '#tests/integration/intake/world.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { type PushWorld, price, pushWorld, type Sold, sell, settled, stateOf } from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

const seller = () => w.sellers.airbnb;
/** Calls of one account under way at once. */
const AT_ONCE = 4;

let count = 0;
/** An account with many homes, each of which has a price to be told. */
async function many() {
  const ctx = await w.world.org();
  const connectionId = await connect(ctx, { provider: 'airbnb' });
  const homes: Sold[] = [];
  count += 1;
  for (let index = 0; index < 12; index++) {
    const { unitId } = await makeUnit(ctx);
    homes.push(await sell(ctx, 'airbnb', `S${count}-${index}`, [unitId], connectionId));
    await price(ctx, unitId, ['2026-05-20'], 12_000);
  }
  await settled(ctx, { connectionId, mappingId: '', listingId: '' });
  for (const home of homes) expect((await stateOf(ctx, home)).dirtyFrom).toBeNull();
  seller().told();
  return { ctx, connectionId, homes };
}

async function owing() {
  const place = await many();
  const { ctx, homes } = place;
  for (const home of homes) {
    const [row] = await ctx.db.select().from(mappings).where(eq(mappings.id, home.mappingId));
    await price(ctx, row?.unitId ?? '', ['2026-05-21'], 13_000);
  }
  return place;
}

describe('a turn of telling', () => {
  it('makes no other call once a person has paused the account, and all when it goes on', async () => {
    const { ctx, connectionId, homes } = await owing();
    let paused: Promise<unknown> | null = null;
    seller().onSend = async () => {
      paused ??= updateConnection(ctx, 'airbnb', connectionId, { isPaused: true });
      await paused;
    };
    const ended = await pushConnection(ctx, connectionId);
    seller().onSend = () => {};
    expect(ended.nextAt).toBeNull();
    expect(ended.reason).toContain('paused');
    const told = seller().told().length;
    expect(told).toBeGreaterThanOrEqual(1);
    expect(told).toBeLessThanOrEqual(AT_ONCE);
    await updateConnection(ctx, 'airbnb', connectionId, { isPaused: false });
    w.clock.advance({ minutes: 2 });
    await settled(ctx, { connectionId, mappingId: '', listingId: '' });
    expect(seller().told().length).toBeGreaterThanOrEqual(homes.length - told);
    for (const home of homes) expect((await stateOf(ctx, home)).dirtyFrom).toBeNull();
  });

  it('tells nothing more of a mapping that is switched off meanwhile', async () => {
    const { ctx, connectionId, homes } = await owing();
    let off: Promise<unknown> | null = null;
    seller().onSend = async () => {
      off ??= ctx.db.update(mappings).set({ isSyncOn: false }).where(eq(mappings.connectionId, connectionId));
      await off;
    };
    expect(await pushConnection(ctx, connectionId)).toEqual({ nextAt: null, reason: null });
    seller().onSend = () => {};
    const told = seller().told().length;
    expect(told).toBeGreaterThanOrEqual(1);
    expect(told).toBeLessThanOrEqual(AT_ONCE);
    const open = await Promise.all(homes.map((home) => stateOf(ctx, home)));
    expect(open.filter((state) => state.dirtyFrom !== null).length).toBeGreaterThanOrEqual(12 - AT_ONCE);
  });
});
