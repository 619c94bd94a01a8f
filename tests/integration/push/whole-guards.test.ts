import { and, eq, gte, lt } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { channelNights } from '#db/schema/push.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { forcePush } from '#lib/domain/push/force-push.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { connect } from '#tests/integration/intake/world.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import {
  deliveriesOf,
  foundOf,
  guest,
  hear,
  nightOf,
  type PushWorld,
  pushWorld,
  type Sold,
  sell,
  settled,
  stateOf,
  TODAY,
} from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld({ ticks: true, avitoUnits: 50 });
});
afterAll(() => w.world.close());
beforeEach(() => {
  seller().whole = { closes: 'merge', conflicts: 'told' };
  seller().cut = (calls) => calls;
  seller().readsFail = false;
});

const END = addNights(night(TODAY), 60);
const seller = () => w.sellers.avito;
const push = (ctx: Ctx, sold: Sold) => pushConnection(ctx, sold.connectionId);

let count = 0;
async function home(units = 1) {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const unitIds = [unitId];
  while (unitIds.length < units) unitIds.push(await addUnit(ctx, propertyId));
  count += 1;
  const name = `G${count}`;
  seller().byHand(name, TODAY, END, { units });
  const sold = await sell(ctx, 'avito', name, unitIds);
  await settled(ctx, sold);
  seller().told();
  w.clock.advance({ minutes: 5 });
  return { ctx, name, unitId, unitIds, sold };
}

/** A home with two nights of May that were closed and are to be opened. */
async function toOpen() {
  const place = await home();
  const { ctx, unitId, sold } = place;
  const block = await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-12') });
  await push(ctx, sold);
  await deleteBlock(ctx, block.id);
  seller().told();
  return place;
}

/** As after a reading that did not show them. */
function forget(ctx: Ctx, { mappingId }: Sold, from: string, to: string) {
  const { night: at } = channelNights;
  return ctx.db
    .update(channelNights)
    .set({ units: null })
    .where(and(eq(channelNights.mappingId, mappingId), gte(at, night(from)), lt(at, night(to))));
}

describe('a call that would close what is for sale', () => {
  it('is not sent where it would close more nights than a few, and says so', async () => {
    const { ctx, name, sold } = await toOpen();
    seller().cut = (calls) =>
      calls.map((call) => ({
        ...call,
        records: call.records.map((one) => ({ ...one, checkOut: addNights(END, -20) })),
      }));
    await push(ctx, sold);
    expect(seller().told()).toEqual([]);
    const last = (await deliveriesOf(ctx, sold)).at(-1);
    expect(last).toMatchObject({
      outcome: 'refused',
      error: 'Not sent: the call would have closed 20 nights that are for sale.',
      response: null,
    });
    expect(last?.records[0]).toMatchObject({ outcome: 'refused', code: 'blast_limit' });
    expect(await stateOf(ctx, sold)).toMatchObject({ dirtyFrom: null, lastErrorCode: 'blast_limit' });
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({
      units: 0,
      sentState: 'failed',
      sentError: 'blast_limit',
    });
    // What stands open stands as it did.
    expect(await nightOf(ctx, sold, '2026-05-20')).toMatchObject({ units: 1 });
    expect((await nightOf(ctx, sold, '2026-05-20'))?.sentState).not.toBe('failed');
    // Nor where a person wants it.
    await forcePush(ctx, 'avito', sold.connectionId);
    await push(ctx, sold);
    expect(seller().told()).toEqual([]);
    seller().cut = (calls) => calls;
    await forcePush(ctx, 'avito', sold.connectionId);
    await push(ctx, sold);
    expect(seller().told()).toEqual([`${name} ${TODAY}..${END} units=1`]);
    expect((await stateOf(ctx, sold)).lastErrorCode).toBeNull();
  });

  it('is sent where it closes a few', async () => {
    const { ctx, name, sold } = await toOpen();
    seller().cut = (calls) =>
      calls.map((call) => ({
        ...call,
        records: call.records.map((one) => ({ ...one, checkOut: addNights(END, -14) })),
      }));
    await push(ctx, sold);
    expect(seller().told()[0]).toBe(`${name} ${TODAY}..${addNights(END, -14)} units=1`);
    expect(await nightOf(ctx, sold, addNights(END, -1))).toMatchObject({ units: 0 });
  });
});

describe('nights of which nobody knows how they stand', () => {
  it('are read before anything is opened', async () => {
    const { ctx, name, sold } = await toOpen();
    await forget(ctx, sold, '2026-06-01', '2026-06-10');
    seller().byHand(name, '2026-06-05', '2026-06-07', { units: 0 });
    await push(ctx, sold);
    expect(await foundOf(ctx)).toEqual(['2026-06-05..2026-06-07 unit closed_there null']);
    expect(
      seller()
        .told()
        .filter((one) => one.endsWith('units=1')),
    ).toEqual([`${name} ${TODAY}..2026-06-05 units=1`, `${name} 2026-06-07..${END} units=1`]);
  });

  it('make openings wait where they cannot be read, and closings not', async () => {
    const { ctx, name, unitId, sold } = await toOpen();
    await forget(ctx, sold, '2026-06-01', '2026-06-10');
    seller().readsFail = true;
    await apply(ctx, stay(`direct:${name}`, unitId, '2026-05-20', '2026-05-21'));
    const { nextAt } = await push(ctx, sold);
    expect(nextAt).not.toBeNull();
    expect(seller().told()).toEqual([`${name} 2026-05-20..2026-05-21 units=0`]);
    expect(await stateOf(ctx, sold)).toMatchObject({ lastErrorCode: 'transient' });
  });

  it('make openings wait where the channel does not show them, unless a person wants all told', async () => {
    const { ctx, name, unitId, sold } = await toOpen();
    await forget(ctx, sold, '2026-06-01', '2026-06-10');
    seller().unshown.set(name, new Set(['2026-06-02', '2026-06-03']));
    const { nextAt } = await push(ctx, sold);
    expect(seller().told()).toEqual([]);
    expect(await stateOf(ctx, sold)).toMatchObject({ lastErrorCode: 'not_known' });
    expect((await stateOf(ctx, sold)).lastError).toContain('2 nights from 2026-06-02');
    expect((await stateOf(ctx, sold)).dirtyFrom).not.toBeNull();
    // Not looked at all the time.
    expect(nextAt?.since(w.clock.now()).total('minutes')).toBeGreaterThan(10);
    await apply(ctx, stay(`direct:${name}`, unitId, '2026-06-03', '2026-06-04'));
    await forcePush(ctx, 'avito', sold.connectionId);
    await push(ctx, sold);
    expect(
      seller()
        .told()
        .filter((one) => one.endsWith('units=1')),
    ).toEqual([`${name} ${TODAY}..2026-06-03 units=1`, `${name} 2026-06-04..${END} units=1`]);
    expect(seller().left(name, '2026-06-03')).toBe(0);
    expect((await stateOf(ctx, sold)).lastErrorCode).toBeNull();
  });
});

it('an account of many homes has them read and opened a few at a time, and each once', async () => {
  const ctx = await w.world.org();
  const connectionId = await connect(ctx, { provider: 'avito' });
  const sold: Sold[] = [];
  const blocks: string[] = [];
  for (let index = 0; index < 20; index++) {
    const { unitId } = await makeUnit(ctx);
    const block = await createBlock(ctx, { unitId, from: night('2026-05-10'), to: night('2026-05-12') });
    blocks.push(block.id);
    sold.push(await sell(ctx, 'avito', `M${index}`, [unitId], connectionId));
  }
  await settled(ctx, { connectionId, mappingId: '', listingId: '' });
  w.clock.advance({ minutes: 5 });
  for (const id of blocks) await deleteBlock(ctx, id);
  seller().told();
  seller().reads.splice(0);
  expect(await pushConnection(ctx, connectionId)).toEqual({ nextAt: null, reason: null });
  expect(seller().told()).toHaveLength(20);
  expect(new Set(seller().reads).size).toBe(20);
  expect(seller().reads).toHaveLength(20);
  for (const one of sold) expect((await stateOf(ctx, one)).dirtyFrom).toBeNull();
});

describe('a pool that is told by its number', () => {
  it('has its number lowered with every other night beside it, and none opened by it', async () => {
    const { ctx, name, unitIds, sold } = await home(3);
    seller().byHand(name, '2026-06-01', '2026-06-03', { units: 0 });
    await apply(ctx, stay(`direct:a${name}`, unitIds[0] ?? '', '2026-05-10', '2026-05-11'));
    await push(ctx, sold);
    const told = seller().told();
    expect(told).toContain(`${name} 2026-05-10..2026-05-11 units=2`);
    expect(seller().left(name, '2026-05-10')).toBe(2);
    expect(seller().left(name, '2026-05-11')).toBe(3);
    await apply(ctx, stay(`direct:b${name}`, unitIds[1] ?? '', '2026-05-10', '2026-05-11'));
    await apply(ctx, stay(`direct:c${name}`, unitIds[2] ?? '', '2026-05-10', '2026-05-11'));
    await push(ctx, sold);
    expect(seller().left(name, '2026-05-10')).toBe(0);
  });

  it('has a night closed of which its own guest has one and others the rest', async () => {
    const { ctx, name, unitIds, sold } = await home(2);
    const booked = guest(ctx, `V-${name}`, name, '2026-05-10', '2026-05-11');
    expect(seller().book(booked)).toBe(true);
    await hear(ctx, 'avito', sold, booked);
    await push(ctx, sold);
    expect(seller().told()).toEqual([]);
    for (const unitId of unitIds)
      await createBlock(ctx, { unitId, from: night('2026-05-20'), to: night('2026-05-21') });
    await push(ctx, sold);
    expect(seller().told()).toEqual([`${name} 2026-05-20..2026-05-21 units=0`]);
    // One of the two is his; the other is sold elsewhere, wherever he stands.
    await apply(ctx, stay(`direct:a${name}`, unitIds[0] ?? '', '2026-05-10', '2026-05-11'));
    await apply(ctx, stay(`direct:b${name}`, unitIds[1] ?? '', '2026-05-10', '2026-05-11'));
    await push(ctx, sold);
    expect(seller().left(name, '2026-05-10')).toBe(0);
    expect(seller().left(name, '2026-05-11')).toBe(2);
    expect(seller().left(name, '2026-05-20')).toBe(0);
  });
});
