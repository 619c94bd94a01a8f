import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { pushStates } from '#db/schema/push.ts';
import { jobs } from '#db/schema/work.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { renameListing } from '#lib/domain/mappings/rename-listing.ts';
import { forcePush } from '#lib/domain/push/force-push.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { night } from '#lib/kernel/nights.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { addListing, journalOf } from '#tests/integration/intake/world.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import {
  deliveriesOf,
  foundOf,
  guest,
  hear,
  nightOf,
  type PushWorld,
  price,
  pushWorld,
  type Sold,
  sell,
  settled,
  stateOf,
} from './world.ts';

/* What is told once more, for whatever reason, opens nothing; and what closes is told however much else went wrong. */

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

const [FROM, TO] = ['2026-05-10', '2026-05-11'];

let count = 0;
async function home(provider: 'airbnb' | 'booking' = 'airbnb', unitsOf = 1) {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const unitIds = [unitId];
  for (let more = 1; more < unitsOf; more++) unitIds.push(await addUnit(ctx, propertyId));
  count += 1;
  const name = `R${count}`;
  if (provider === 'booking') w.sellers.booking.byHand(name, '2026-05-01', '2026-07-30', { units: unitsOf });
  const sold = await sell(ctx, provider, name, unitIds);
  await settled(ctx, sold);
  w.sellers[provider].told();
  return { ctx, name, unitId, unitIds, propertyId, sold };
}
const block = (ctx: Ctx, unitId: string, from = FROM, to = TO) =>
  createBlock(ctx, { unitId, from: night(from), to: night(to) });
const push = (ctx: Ctx, sold: Sold) => pushConnection(ctx, sold.connectionId);

describe('a night that its host closes at the channel', () => {
  it('is not opened by telling everything again, but found closed', async () => {
    const { ctx, name, sold } = await home();
    w.sellers.airbnb.byHand(name, FROM, TO, { units: 0 });
    await forcePush(ctx, 'airbnb', sold.connectionId);
    await push(ctx, sold);
    expect(w.sellers.airbnb.left(name, FROM)).toBe(0);
    w.clock.advance({ seconds: 1 });
    await readBack(ctx, sold.connectionId);
    expect(await foundOf(ctx)).toEqual([`${FROM}..${TO} unit closed_there null`]);
  });

  it('is not opened because the price of the night had no answer', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await block(ctx, unitId);
    await push(ctx, sold);
    await deleteBlock(ctx, blocked.id);
    await push(ctx, sold);
    expect(w.sellers.airbnb.left(name, FROM)).toBe(1);
    w.sellers.airbnb.byHand(name, FROM, TO, { units: 0 });
    await price(ctx, unitId, [FROM], 15_000);
    w.sellers.airbnb.faults = [{ kind: 'drop' }];
    await push(ctx, sold);
    w.clock.advance({ minutes: 5 });
    await push(ctx, sold);
    expect(await nightOf(ctx, sold, FROM)).toMatchObject({ priceMinor: 15_000, sentState: 'confirmed' });
    expect(w.sellers.airbnb.left(name, FROM)).toBe(0);
    w.sellers.airbnb.told();
  });
});

it('a closure that grows has a journal row for it, as every change', async () => {
  const { ctx, name, sold } = await home();
  for (const to of [TO, '2026-05-12']) {
    w.sellers.airbnb.byHand(name, FROM, to, { units: 0 });
    w.clock.advance({ hours: 24 });
    await readBack(ctx, sold.connectionId);
  }
  expect(await foundOf(ctx)).toEqual([`${FROM}..2026-05-12 unit closed_there null`]);
  expect(await journalOf(ctx, 'found_closure.found')).toMatchObject([
    { before: null, after: { checkIn: FROM, checkOut: TO } },
    { before: { checkOut: TO }, after: { checkOut: '2026-05-12' } },
  ]);
});

describe('what closes', () => {
  it('is told though something else of the night was refused when it was told the same before', async () => {
    const { ctx, name, unitId, sold } = await home('booking');
    const seller = w.sellers.booking;
    const booked = guest(ctx, `B-${name}`, name, FROM, TO);
    seller.book(booked);
    await hear(ctx, 'booking', sold, booked);
    await price(ctx, unitId, [FROM], 1);
    seller.always = { kind: 'refuse', record: ({ set }) => set.priceMinor === 1 };
    await forcePush(ctx, 'booking', sold.connectionId);
    await push(ctx, sold);
    seller.always = null;
    expect(await nightOf(ctx, sold, FROM)).toMatchObject({ sent: { units: 0 }, sentState: 'failed' });
    w.clock.advance({ minutes: 5 });
    await hear(ctx, 'booking', sold, seller.cancel(booked.externalId));
    expect(seller.left(name, FROM)).toBe(1);
    await apply(ctx, stay(`direct:${name}`, unitId, FROM, TO));
    await push(ctx, sold);
    expect(seller.left(name, FROM)).toBe(0);
    seller.told();
  });

  it('is still owed where we had no access to the account: the channel has refused nothing', async () => {
    const { ctx, name, unitId, sold } = await home();
    const { airbnb } = ctx.channels;
    await apply(ctx, stay(`direct:${name}`, unitId, FROM, TO));
    const without = { ...ctx, channels: { ...ctx.channels, airbnb: airbnb && { ...airbnb, app: null } } };
    expect((await push(without, sold)).nextAt).not.toBeNull();
    expect((await stateOf(ctx, sold)).dirtyFrom).not.toBeNull();
    expect((await nightOf(ctx, sold, FROM))?.sentState).not.toBe('failed');
    expect((await deliveriesOf(ctx, sold)).at(-1)?.outcome).toBe('failed');
    w.clock.advance({ minutes: 1 });
    await push(ctx, sold);
    expect(w.sellers.airbnb.left(name, FROM)).toBe(0);
    w.sellers.airbnb.told();
  });

  it('is told again when a guest cancels whose night we had closed before we heard of him', async () => {
    const { ctx, name, unitId, sold } = await home();
    const seller = w.sellers.airbnb;
    const booked = guest(ctx, `A-${name}`, name, FROM, TO);
    seller.book(booked);
    await apply(ctx, stay(`direct:${name}`, unitId, FROM, TO));
    await push(ctx, sold);
    await hear(ctx, 'airbnb', sold, booked);
    await push(ctx, sold);
    w.clock.advance({ hours: 1 });
    const ended = seller.cancel(booked.externalId);
    // A night that was booked is free again.
    seller.byHand(name, FROM, TO, { units: 1 });
    await hear(ctx, 'airbnb', sold, ended);
    await push(ctx, sold);
    expect(seller.left(name, FROM)).toBe(0);
    seller.told();
  });
});

describe('a pool', () => {
  it('of which a guest has one, and whose others somebody has closed, stays closed', async () => {
    const { ctx, name, sold } = await home('booking', 3);
    const seller = w.sellers.booking;
    const port = seller.port();
    const channel = ctx.channels.booking;
    // As Booking.com does, it says that some of them are booked.
    const read: typeof port.read = async (access, request) => {
      const { nights, ...rest } = await port.read(access, request);
      return {
        ...rest,
        nights: nights.map((one) => ({ ...one, isBooked: seller.ownOn(name, one.night) > 0 })),
      };
    };
    const provider = channel && { ...channel.provider, push: { ...port, read } };
    const there = {
      ...ctx,
      channels: { ...ctx.channels, booking: channel && provider && { ...channel, provider } },
    };
    const booked = guest(ctx, `B-${name}`, name, FROM, TO);
    seller.book(booked);
    seller.byHand(name, FROM, TO, { units: 0 });
    w.clock.advance({ hours: 24 });
    await readBack(there, sold.connectionId);
    await hear(ctx, 'booking', sold, booked);
    await push(there, sold);
    expect(seller.left(name, FROM)).toBe(0);
    w.clock.advance({ hours: 24 });
    await readBack(there, sold.connectionId);
    await push(there, sold);
    expect(seller.left(name, FROM)).toBe(0);
    expect(await foundOf(ctx)).toHaveLength(1);
    seller.told();
  });
});

it('a listing that gets another id is read under it before it is told anything', async () => {
  const { ctx, name, unitId, sold } = await home();
  await apply(ctx, stay(`direct:${name}`, unitId, FROM, TO));
  await push(ctx, sold);
  w.sellers.airbnb.told();
  await addListing(ctx, sold.connectionId, `${name}-new`);
  w.sellers.airbnb.byHand(`${name}-new`, '2026-05-20', '2026-05-21', { units: 0 });
  await renameListing(ctx, sold.connectionId, name, `${name}-new`);
  expect((await stateOf(ctx, sold)).adoptedAt).toBeNull();
  const owed = await ctx.db.select().from(jobs).where(eq(jobs.key, sold.connectionId));
  expect(owed.map((job) => job.kind)).toContain('channel.read');
  w.clock.advance({ minutes: 1 });
  await settled(ctx, sold);
  expect(w.sellers.airbnb.told()).toEqual([`${name}-new ${FROM}..${TO} units=0`]);
  expect(await foundOf(ctx)).toEqual(['2026-05-20..2026-05-21 unit when_connected null']);
});

it('what was read under the old id says nothing of the new one', async () => {
  const { ctx, name, sold } = await home();
  await ctx.db.update(pushStates).set({ adoptedAt: null }).where(eq(pushStates.mappingId, sold.mappingId));
  w.sellers.airbnb.onRead = async () => {
    w.sellers.airbnb.onRead = async () => undefined;
    await renameListing(ctx, sold.connectionId, name, `${name}-new`);
    return undefined;
  };
  w.sellers.airbnb.byHand(`${name}-new`, FROM, TO, { units: 0 });
  await readBack(ctx, sold.connectionId);
  expect((await stateOf(ctx, sold)).adoptedAt).toBeNull();
  w.clock.advance({ minutes: 1 });
  await readBack(ctx, sold.connectionId);
  expect(await foundOf(ctx)).toEqual([`${FROM}..${TO} unit when_connected null`]);
});

it('of two who read at once the one that saw less of it opens nothing', async () => {
  const { ctx, name, sold } = await home();
  w.clock.advance({ hours: 24 });
  w.sellers.airbnb.onRead = async () => {
    w.sellers.airbnb.onRead = async () => undefined;
    const seen = structuredClone(w.sellers.airbnb.there.get(name));
    w.sellers.airbnb.byHand(name, FROM, TO, { units: 0 });
    w.clock.advance({ minutes: 2 });
    await readBack(ctx, sold.connectionId);
    w.clock.advance({ seconds: 1 });
    return seen;
  };
  await readBack(ctx, sold.connectionId);
  expect(await foundOf(ctx)).toEqual([`${FROM}..${TO} unit closed_there null`]);
});

it('a listing that sells another unit now frees no night of the unit it sold before', async () => {
  const { ctx, name, unitId, propertyId, sold } = await home();
  w.sellers.airbnb.byHand(name, FROM, TO, { units: 0 });
  w.clock.advance({ hours: 24 });
  await readBack(ctx, sold.connectionId);
  expect(await foundOf(ctx)).toHaveLength(1);
  const second = await addUnit(ctx, propertyId);
  await ctx.db.update(mappings).set({ unitId: second }).where(eq(mappings.id, sold.mappingId));
  await ctx.db.update(mappingUnits).set({ unitId: second }).where(eq(mappingUnits.mappingId, sold.mappingId));
  w.sellers.airbnb.byHand(name, FROM, TO, { units: 1 });
  w.clock.advance({ hours: 24 });
  await readBack(ctx, sold.connectionId);
  const states = await readNights(ctx, { unitIds: [unitId], from: night(FROM), to: night(TO) });
  expect(states.get(unitId)).toMatchObject([{ state: 'closed' }]);
});

it('an account with more nights than are read at once is told everything again in an end', async () => {
  const large = await pushWorld({ horizonNights: 8000 });
  try {
    const ctx = await large.world.org();
    const { unitId, propertyId } = await makeUnit(ctx);
    const second = await addUnit(ctx, propertyId);
    const one = await sell(ctx, 'airbnb', 'L1', [unitId]);
    const two = await sell(ctx, 'airbnb', 'L2', [second], one.connectionId);
    await settled(ctx, one, two);
    await block(ctx, unitId);
    await block(ctx, second);
    await push(ctx, one);
    large.clock.advance({ minutes: 1 });
    large.sellers.airbnb.told();
    await forcePush(ctx, 'airbnb', one.connectionId);
    large.sellers.airbnb.onSend = () => {
      large.clock.advance({ milliseconds: 300 });
      if (large.sellers.airbnb.sent.length > 50) throw new ChannelError('auth', 'That is enough.');
    };
    expect(await push(ctx, one)).toEqual({ nextAt: null, reason: null });
    const told = large.sellers.airbnb.told();
    expect(new Set(told)).toEqual(new Set([`L1 ${FROM}..${TO} units=0`, `L2 ${FROM}..${TO} units=0`]));
    // A clock that stands still between two steps makes it one more.
    expect(told.length).toBeLessThanOrEqual(3);
    expect((await stateOf(ctx, two)).isForced).toBe(false);
  } finally {
    await large.world.close();
  }
}, 60_000); // sixteen thousand nights: a busy machine has taken over twenty seconds
