import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { night } from '#lib/kernel/nights.ts';
import { connect } from '#tests/integration/intake/world.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import {
  guest,
  hear,
  nightOf,
  owedPushes,
  type PushWorld,
  price,
  pushWorld,
  sell,
  settled,
  stateOf,
} from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld();
});
afterAll(() => w.world.close());

let count = 0;
/** A unit that three channels sell, each under a name of its own, all read and in step. */
async function everywhere(unitsOf = 1) {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  count += 1;
  const name = `L${count}`;
  const unitIds = [unitId];
  for (let more = 1; more < unitsOf; more++) unitIds.push(await addUnit(ctx, propertyId));
  for (let at = 1; at < 30; at++)
    w.sellers.booking.night(name, `2026-05-${String(at).padStart(2, '0')}`).units = unitsOf;
  const airbnb = await sell(ctx, 'airbnb', name, [unitId]);
  const booking = await sell(ctx, 'booking', name, unitIds);
  const avito = await sell(ctx, 'avito', name, [unitId]);
  await settled(ctx, airbnb, booking, avito);
  for (const seller of Object.values(w.sellers)) seller.told();
  return { ctx, name, unitId, unitIds, propertyId, airbnb, booking, avito };
}
type Place = Awaited<ReturnType<typeof everywhere>>;
const pushAll = async ({ ctx, airbnb, booking, avito }: Place) => {
  for (const one of [airbnb, booking, avito]) await pushConnection(ctx, one.connectionId);
};

describe('a booking', () => {
  it('closes its nights on every other channel, and tells its own nothing of them; its cancellation neither', async () => {
    const place = await everywhere();
    const { ctx, name, airbnb } = place;
    const booked = guest(ctx, `A-${name}`, name, '2026-05-10', '2026-05-13');
    expect(w.sellers.airbnb.book(booked)).toBe(true);
    await hear(ctx, 'airbnb', airbnb, booked);
    await pushAll(place);
    expect(w.sellers.airbnb.told()).toEqual([]);
    expect(w.sellers.booking.told()).toEqual([`${name} 2026-05-10..2026-05-13 units=0`]);
    expect(w.sellers.avito.told()).toEqual([`${name} 2026-05-10..2026-05-13 units=0`]);
    expect(await owedPushes(ctx)).toHaveLength(3);

    w.clock.advance({ minutes: 5 });
    const ended = w.sellers.airbnb.cancel(`A-${name}`);
    await hear(ctx, 'airbnb', airbnb, { ...ended, changedAt: ctx.clock.now() });
    await pushAll(place);
    expect(w.sellers.airbnb.told()).toEqual([]);
    expect(w.sellers.booking.told()).toEqual([`${name} 2026-05-10..2026-05-13 units=1`]);
    expect(w.sellers.avito.told()).toEqual([`${name} 2026-05-10..2026-05-13 units=1`]);
  });

  it('of a channel that counts is told to the others only, and the pool goes on being sold', async () => {
    const place = await everywhere(2);
    const { ctx, name, booking } = place;
    w.clock.advance({ minutes: 5 });
    const booked = guest(ctx, `B-${name}`, name, '2026-05-10', '2026-05-12');
    expect(w.sellers.booking.book(booked)).toBe(true);
    await hear(ctx, 'booking', booking, booked);
    await pushAll(place);
    expect(w.sellers.booking.told()).toEqual([]);
    expect(w.sellers.booking.left(name, '2026-05-10')).toBe(1);
    // Where the pool puts its guest is the best fit's to say; one home of the two is taken.
    const homes = [...w.sellers.airbnb.told(), ...w.sellers.avito.told()];
    expect(homes.every((one) => one.endsWith('2026-05-10..2026-05-12 units=0'))).toBe(true);
  });

  it('of the other unit of a pool lowers what a channel that counts may sell', async () => {
    const place = await everywhere(2);
    const { ctx, name, airbnb } = place;
    const booked = guest(ctx, `A-${name}`, name, '2026-05-10', '2026-05-11');
    w.sellers.airbnb.book(booked);
    await hear(ctx, 'airbnb', airbnb, booked);
    await pushAll(place);
    expect(w.sellers.booking.told()).toEqual([`${name} 2026-05-10..2026-05-11 units=1`]);
    await createBlock(ctx, {
      unitId: place.unitIds[1] ?? '',
      from: night('2026-05-10'),
      to: night('2026-05-11'),
    });
    await pushAll(place);
    expect(w.sellers.booking.told()).toEqual([`${name} 2026-05-10..2026-05-11 units=0`]);
    expect((await nightOf(ctx, place.booking, '2026-05-10'))?.units).toBe(0);
  });

  it('of the whole house closes its rooms, and one of a room the house', async () => {
    const ctx = await w.world.org();
    const { unitId: room, propertyId } = await makeUnit(ctx);
    const other = await addUnit(ctx, propertyId);
    const house = await addUnit(ctx, propertyId, [room, other]);
    const sold = [
      await sell(ctx, 'avito', 'house', [house]),
      await sell(ctx, 'avito', 'room', [room]),
      await sell(ctx, 'avito', 'other', [other]),
    ] as const;
    await settled(ctx, ...sold);
    const push = async () => {
      for (const one of sold) await pushConnection(ctx, one.connectionId);
      return w.sellers.avito.told().sort();
    };
    await push();
    await apply(ctx, stay('direct:1', house, '2026-05-10', '2026-05-11'));
    expect(await push()).toEqual([
      'house 2026-05-10..2026-05-11 units=0',
      'other 2026-05-10..2026-05-11 units=0',
      'room 2026-05-10..2026-05-11 units=0',
    ]);
    await apply(ctx, stay('direct:2', room, '2026-05-20', '2026-05-21'));
    expect(await push()).toEqual([
      'house 2026-05-20..2026-05-21 units=0',
      'room 2026-05-20..2026-05-21 units=0',
    ]);
  });

  it('costs two statements more where channels are connected, and one where none is', async () => {
    const marking = async (ctx: Ctx, unitId: string) =>
      (
        await countQueries(w.world.pool, ctx, (counted) =>
          apply(counted, stay('direct:q', unitId, '2026-05-10', '2026-05-12')),
        )
      ).count;
    const place = await everywhere();
    const bare = await w.world.org();
    const { unitId } = await makeUnit(bare);
    expect((await marking(place.ctx, place.unitId)) - (await marking(bare, unitId))).toBe(1);
  });
});

describe('a change of ours', () => {
  it('reaches each mapping as one call, however often it was made', async () => {
    const place = await everywhere();
    const { ctx, unitId, name } = place;
    for (const at of ['10', '11', '12', '13'])
      await createBlock(ctx, {
        unitId,
        from: night(`2026-05-${at}`),
        to: night(`2026-05-${Number(at) + 1}`),
      });
    await pushAll(place);
    expect(w.sellers.airbnb.sent).toHaveLength(1);
    expect(w.sellers.airbnb.told()).toEqual([`${name} 2026-05-10..2026-05-14 units=0`]);
    w.sellers.booking.told();
    w.sellers.avito.told();
    expect((await stateOf(ctx, place.airbnb)).dirtyFrom).toBeNull();
  });

  it('opens again only after what the channel has sold was taken in', async () => {
    const place = await everywhere();
    const { ctx, unitId, name } = place;
    const block = await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-12') });
    await pushAll(place);
    for (const seller of Object.values(w.sellers)) seller.told();
    // Sold on another channel's page while we had it closed, and not told to us: its nights are not opened.
    w.sellers.airbnb.inbound.tell(guest(ctx, `U-${name}`, name, '2026-05-10', '2026-05-11'));
    w.sellers.airbnb.inbound.listings = [];
    await deleteBlock(ctx, block.id);
    await pushConnection(ctx, place.airbnb.connectionId);
    expect(w.sellers.airbnb.inbound.calls.at(-1)).toBe(`reservations ${name} 0`);
    expect(w.sellers.airbnb.told()).toEqual([`${name} 2026-05-11..2026-05-12 units=1`]);
    await pushAll(place);
    expect(w.sellers.booking.told()).toEqual([`${name} 2026-05-11..2026-05-12 units=1`]);
    w.sellers.avito.told();
  });
});

it('a closing waits for no long list of prices', async () => {
  const ctx = await w.world.org();
  const connectionId = await connect(ctx, { provider: 'avito' });
  const unitIds: string[] = [];
  const names = Array.from({ length: 12 }, (_, index) => `P${index}`);
  for (const name of names) {
    const { unitId } = await makeUnit(ctx);
    unitIds.push(unitId);
    await sell(ctx, 'avito', name, [unitId], connectionId);
  }
  await settled(ctx, { connectionId, mappingId: '', listingId: '' });
  w.sellers.avito.told();
  for (const unitId of unitIds) await price(ctx, unitId, ['2026-05-20'], 12_000);
  // A guest books the last one while the first prices are on their way.
  let booking: Promise<unknown> | null = null;
  w.sellers.avito.onSend = async () => {
    booking ??= apply(ctx, stay('direct:now', unitIds.at(-1) ?? '', '2026-05-10', '2026-05-11'));
    await booking;
  };
  await pushConnection(ctx, connectionId);
  w.sellers.avito.onSend = () => {};
  const told = w.sellers.avito.told();
  expect(told).toHaveLength(13);
  const closing = told.findIndex((one) => one.endsWith('units=0'));
  expect(closing).toBeGreaterThan(0);
  expect(closing).toBeLessThanOrEqual(8);
});
