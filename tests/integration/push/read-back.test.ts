import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { jobs } from '#db/schema/work.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { night } from '#lib/kernel/nights.ts';
import { apply, makeUnit, stay } from '#tests/support/stays.ts';
import {
  foundOf,
  guest,
  nightOf,
  type PushWorld,
  price,
  pushWorld,
  type Sold,
  sell,
  settled,
  stateOf,
} from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());
afterEach(() => {
  for (const seller of Object.values(w.sellers)) {
    seller.told();
    seller.faults = [];
    seller.always = null;
  }
});

let count = 0;
async function home(provider: 'airbnb' | 'booking' = 'airbnb') {
  const ctx = await w.world.org();
  const { unitId } = await makeUnit(ctx);
  count += 1;
  const name = `R${count}`;
  const sold = await sell(ctx, provider, name, [unitId]);
  await settled(ctx, sold);
  return { ctx, name, unitId, sold };
}
const seller = () => w.sellers.airbnb;
/** The next reading that is due, and what it leads to. */
async function cycle(ctx: Ctx, sold: Sold) {
  w.clock.advance({ minutes: 61 });
  await readBack(ctx, sold.connectionId);
  await pushConnection(ctx, sold.connectionId);
}
const day = () => w.clock.advance({ hours: 24 });

describe('reading back', () => {
  it('comes within an hour of a push, and else once a day', async () => {
    const { ctx, unitId, sold } = await home();
    const once = await stateOf(ctx, sold);
    const hours = once.nextReadAt?.since(ctx.clock.now()).total('hours') ?? 0;
    expect(hours).toBeGreaterThan(22);
    expect(hours).toBeLessThanOrEqual(24);
    await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-11') });
    await pushConnection(ctx, sold.connectionId);
    const next = await stateOf(ctx, sold);
    expect(next.nextReadAt?.since(ctx.clock.now()).total('minutes')).toBe(60);
    const [job] = await ctx.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.kind, 'channel.read'), eq(jobs.key, sold.connectionId)));
    expect(job?.dueAt.epochMilliseconds).toBeLessThanOrEqual(next.nextReadAt?.epochMilliseconds ?? 0);
  });

  it('finds a closing that was accepted and not done, and heals it within one cycle', async () => {
    const { ctx, name, unitId, sold } = await home();
    seller().faults = [{ kind: 'ignore' }];
    await apply(ctx, stay('direct:1', unitId, '2026-05-10', '2026-05-12'));
    await pushConnection(ctx, sold.connectionId);
    expect(seller().left(name, '2026-05-10')).toBe(1);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0, sentState: 'confirmed' });
    await cycle(ctx, sold);
    expect(seller().left(name, '2026-05-10')).toBe(0);
    await cycle(ctx, sold);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0, hasDrift: false });
  });

  it('sends an opening or a price once more that was accepted and is not there, then gives up and says so', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-12') });
    await pushConnection(ctx, sold.connectionId);
    await cycle(ctx, sold);
    seller().told();
    await deleteBlock(ctx, blocked.id);
    await price(ctx, unitId, ['2026-05-20'], 12_300);
    seller().always = { kind: 'ignore' };
    await pushConnection(ctx, sold.connectionId);
    await createBlock(ctx, { unitId, from: night('2026-05-21'), to: night('2026-05-22') });
    await pushConnection(ctx, sold.connectionId);
    seller().told();
    await cycle(ctx, sold);
    expect(seller().told().sort()).toEqual([
      `${name} 2026-05-10..2026-05-12 units=1`,
      `${name} 2026-05-20..2026-05-21 priceMinor=12300`,
      `${name} 2026-05-21..2026-05-22 units=0`,
    ]);
    await cycle(ctx, sold);
    // The night that is open and should not be is told again; the rest waits for a person.
    expect(seller().told()).toEqual([`${name} 2026-05-21..2026-05-22 units=0`]);
    expect(await stateOf(ctx, sold)).toMatchObject({ lastErrorCode: 'not_applied' });
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({
      sentState: 'failed',
      sentError: 'not_applied',
    });
    expect(await foundOf(ctx)).toEqual([]);
  });

  it('closes at once what somebody opened at the channel and is sold', async () => {
    const { ctx, name, unitId, sold } = await home();
    await apply(ctx, stay('direct:1', unitId, '2026-05-10', '2026-05-12'));
    await pushConnection(ctx, sold.connectionId);
    seller().told();
    seller().byHand(name, '2026-05-11', '2026-05-12', { units: 1 });
    day();
    await readBack(ctx, sold.connectionId);
    await pushConnection(ctx, sold.connectionId);
    expect(seller().told()).toEqual([`${name} 2026-05-11..2026-05-12 units=0`]);
  });

  it('leaves closed what somebody closed at the channel, everywhere, and asks; until the channel sells it again', async () => {
    const { ctx, name, unitId, sold } = await home();
    const other = await sell(ctx, 'avito', name, [unitId]);
    await settled(ctx, other);
    w.sellers.avito.told();
    seller().byHand(name, '2026-05-10', '2026-05-13', { units: 0 });
    day();
    await readBack(ctx, sold.connectionId);
    await pushConnection(ctx, sold.connectionId);
    await pushConnection(ctx, other.connectionId);
    expect(seller().told()).toEqual([]);
    expect(w.sellers.avito.told()).toEqual([`${name} 2026-05-10..2026-05-13 units=0`]);
    expect(await foundOf(ctx)).toEqual(['2026-05-10..2026-05-13 unit closed_there null']);

    seller().byHand(name, '2026-05-11', '2026-05-12', { units: 1 });
    day();
    await readBack(ctx, sold.connectionId);
    await pushConnection(ctx, sold.connectionId);
    await pushConnection(ctx, other.connectionId);
    expect(seller().told()).toEqual([]);
    expect(w.sellers.avito.told()).toEqual([`${name} 2026-05-11..2026-05-12 units=1`]);
    expect(await foundOf(ctx)).toEqual([
      '2026-05-10..2026-05-11 unit closed_there null',
      '2026-05-10..2026-05-13 unit closed_there gone',
      '2026-05-12..2026-05-13 unit closed_there null',
    ]);
  });

  it('takes a booking of the channel that we had not heard of for no closure', async () => {
    const { ctx, name, sold } = await home('booking');
    w.sellers.booking.book(guest(ctx, `UN-${name}`, name, '2026-05-10', '2026-05-12'));
    day();
    await readBack(ctx, sold.connectionId);
    await pushConnection(ctx, sold.connectionId);
    expect(await foundOf(ctx)).toEqual([]);
    expect(w.sellers.booking.told()).toEqual([]);
  });

  it('opens what our own word had closed, once nothing closes it any more', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-12') });
    await pushConnection(ctx, sold.connectionId);
    seller().told();
    seller().always = { kind: 'down' };
    await deleteBlock(ctx, blocked.id);
    await pushConnection(ctx, sold.connectionId);
    seller().always = null;
    w.clock.advance({ minutes: 20 });
    await readBack(ctx, sold.connectionId);
    await pushConnection(ctx, sold.connectionId);
    expect(await foundOf(ctx)).toEqual([]);
    expect(seller().left(name, '2026-05-10')).toBe(1);
  });

  it('judges nothing by what was read while something was being told', async () => {
    const { ctx, name, unitId, sold } = await home();
    day();
    const channel = seller();
    const read = channel.there;
    // The answer was on its way when the night was closed: it still shows it open.
    const listings = channel.reads.length;
    const before = structuredClone(read.get(name));
    channel.onRead = async () => {
      channel.onRead = async () => undefined;
      await apply(ctx, stay('direct:1', unitId, '2026-05-10', '2026-05-12'));
      await pushConnection(ctx, sold.connectionId);
      return before;
    };
    await readBack(ctx, sold.connectionId);
    expect(channel.reads.length).toBe(listings + 1);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0, sentState: 'confirmed' });
    expect((await stateOf(ctx, sold)).nextReadAt?.since(ctx.clock.now()).total('minutes')).toBe(1);
  });
});
