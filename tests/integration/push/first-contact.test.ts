import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappingUnits } from '#db/schema/mappings.ts';
import { inTx } from '#lib/domain/ctx.ts';
import { listFoundClosures } from '#lib/domain/push/list-found-closures.ts';
import { markDirty, oweFirstContact } from '#lib/domain/push/mark-dirty.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { settleFoundClosure } from '#lib/domain/push/settle-found-closure.ts';
import { readRates } from '#lib/domain/rates/read-rates.ts';
import { night } from '#lib/kernel/nights.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import {
  foundOf,
  guest,
  nightOf,
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

describe('first contact', () => {
  it('with a half-closed calendar opens nothing, sends no price that nobody set, and keeps other channels closed too', async () => {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    const { airbnb, avito } = w.sellers;
    airbnb.byHand('half', '2026-05-05', '2026-05-08', { units: 0 });
    airbnb.byHand('half', '2026-05-12', '2026-05-13', { units: 0, priceMinor: 25_000 });
    const sold = await sell(ctx, 'airbnb', 'half', [unitId]);
    const other = await sell(ctx, 'avito', 'half', [unitId]);
    await price(ctx, unitId, ['2026-05-20'], 12_000);
    await settled(ctx, sold, other);
    await pushConnection(ctx, other.connectionId);
    expect(airbnb.told()).toEqual(['half 2026-05-20..2026-05-21 priceMinor=12000']);
    expect(avito.told().sort()).toEqual([
      'half 2026-05-05..2026-05-08 units=0',
      'half 2026-05-12..2026-05-13 units=0',
      'half 2026-05-20..2026-05-21 priceMinor=12000',
    ]);
    expect(await foundOf(ctx)).toEqual([
      '2026-05-05..2026-05-08 unit when_connected null',
      '2026-05-12..2026-05-13 unit when_connected null',
    ]);
    expect(await nightOf(ctx, sold, '2026-05-12')).toMatchObject({ units: 0, priceMinor: 25_000 });
    const told = await readRates(ctx, {
      unitIds: [unitId],
      from: night('2026-05-01'),
      to: night('2026-06-01'),
    });
    expect([...(told.get(unitId)?.keys() ?? [])]).toEqual(['2026-05-20']);
  });

  it('closes at once what we know to be sold, and says nothing before the channel was read', async () => {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    await apply(ctx, stay('direct:1', unitId, '2026-05-10', '2026-05-12'));
    const sold = await sell(ctx, 'airbnb', 'late', [unitId]);
    await pushConnection(ctx, sold.connectionId);
    expect(w.sellers.airbnb.told()).toEqual([]);
    w.sellers.airbnb.readsFail = true;
    await readBack(ctx, sold.connectionId);
    await pushConnection(ctx, sold.connectionId);
    expect(w.sellers.airbnb.told()).toEqual([]);
    expect(await stateOf(ctx, sold)).toMatchObject({ adoptedAt: null, lastErrorCode: 'transient' });
    w.sellers.airbnb.readsFail = false;
    w.clock.advance({ minutes: 10 });
    await settled(ctx, sold);
    expect(w.sellers.airbnb.told()).toEqual(['late 2026-05-10..2026-05-12 units=0']);
    expect(await foundOf(ctx)).toEqual([]);
  });

  it('takes a booking of which nobody has told us for a booking, not for a closure', async () => {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    const sold = await sell(ctx, 'booking', 'unheard', [unitId]);
    w.sellers.booking.book(guest(ctx, 'UNHEARD', 'unheard', '2026-05-10', '2026-05-12'));
    await settled(ctx, sold);
    expect(await foundOf(ctx)).toEqual([]);
    expect(w.sellers.booking.told()).toEqual([]);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 1 });
  });

  it('of a pool keeps to as many as the channel sold, also once it has sold one of them', async () => {
    const ctx = await w.world.org();
    const { unitId, propertyId } = await makeUnit(ctx);
    const pool = [unitId, await addUnit(ctx, propertyId), await addUnit(ctx, propertyId)];
    w.sellers.booking.byHand('pool', '2026-05-01', '2026-07-01', { units: 3 });
    w.sellers.booking.byHand('pool', '2026-05-10', '2026-05-12', { units: 1 });
    const sold = await sell(ctx, 'booking', 'pool', pool);
    await settled(ctx, sold);
    expect(w.sellers.booking.told()).toEqual([]);
    expect(await foundOf(ctx)).toEqual(['2026-05-10..2026-05-12 1 when_connected null']);
    w.sellers.booking.book(guest(ctx, 'ONE', 'pool', '2026-05-10', '2026-05-11'));
    w.clock.advance({ hours: 25 });
    await settled(ctx, sold);
    expect(w.sellers.booking.told()).toEqual([]);
    expect(w.sellers.booking.left('pool', '2026-05-10')).toBe(0);
  });

  it('is made again where the mapping goes to another unit: what the host had closed stays closed', async () => {
    const ctx = await w.world.org();
    const { unitId, propertyId } = await makeUnit(ctx);
    const other = await addUnit(ctx, propertyId);
    w.sellers.airbnb.byHand('moves', '2026-05-05', '2026-05-07', { units: 0 });
    const sold = await sell(ctx, 'airbnb', 'moves', [unitId]);
    await apply(ctx, stay('direct:1', unitId, '2026-05-10', '2026-05-12'));
    await settled(ctx, sold);
    expect(w.sellers.airbnb.told()).toEqual(['moves 2026-05-10..2026-05-12 units=0']);
    await ctx.db
      .update(mappingUnits)
      .set({ unitId: other })
      .where(eq(mappingUnits.mappingId, sold.mappingId));
    await inTx(ctx, (tx) =>
      oweFirstContact(tx, { id: sold.connectionId, provider: 'airbnb' }, [sold.mappingId]),
    );
    w.clock.advance({ seconds: 5 });
    await settled(ctx, sold);
    // What our own word had closed for the other unit's guest is ours to open.
    expect(w.sellers.airbnb.told()).toEqual(['moves 2026-05-10..2026-05-12 units=1']);
    expect(w.sellers.airbnb.left('moves', '2026-05-05')).toBe(0);
  });

  it('is over where a person opens what was found: then it is sold', async () => {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    w.sellers.airbnb.byHand('open', '2026-05-05', '2026-05-07', { units: 0 });
    const sold = await sell(ctx, 'airbnb', 'open', [unitId]);
    await settled(ctx, sold);
    const [found] = (await listFoundClosures(ctx, { status: 'open', limit: 10 })).items;
    await settleFoundClosure(ctx, found?.id ?? '', { resolution: 'open' });
    await pushConnection(ctx, sold.connectionId);
    expect(w.sellers.airbnb.told()).toEqual(['open 2026-05-05..2026-05-07 units=1']);
  });

  it('sends no price in another currency', async () => {
    const ctx = await w.world.org();
    const { unitId } = await makeUnit(ctx);
    const sold = await sell(ctx, 'airbnb', 'dollars', [unitId], undefined, 'USD');
    await price(ctx, unitId, ['2026-05-20'], 12_000);
    await settled(ctx, sold);
    await inTx(ctx, (tx) => markDirty(tx, { unitIds: [unitId], heardAt: tx.clock.now() }));
    await pushConnection(ctx, sold.connectionId);
    expect(w.sellers.airbnb.told()).toEqual([]);
  });
});
