import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { apply, makeUnit, stay } from '#tests/support/stays.ts';
import type { Whole } from './fake-whole.ts';
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
  TODAY,
} from './world.ts';

let w: PushWorld;
beforeAll(async () => {
  w = await pushWorld({ ticks: true });
});
afterAll(() => w.world.close());
beforeEach(() => {
  w.sellers.avito.whole = { closes: 'replace', conflicts: 'told' };
});

const END = addNights(night(TODAY), 60);
const seller = () => w.sellers.avito;
const push = (ctx: Ctx, sold: Sold) => pushConnection(ctx, sold.connectionId);
const block = (ctx: Ctx, unitId: string, from: string, to: string) =>
  createBlock(ctx, { unitId, from: night(from), to: night(to) });

let count = 0;
/** A home that one channel of whole calendars sells, read and in step. `before`: what stands there when it is connected. */
async function home(before: (name: string) => void = () => {}) {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  count += 1;
  const name = `W${count}`;
  before(name);
  const sold = await sell(ctx, 'avito', name, [unitId]);
  await settled(ctx, sold);
  seller().told();
  w.clock.advance({ minutes: 5 });
  return { ctx, name, unitId, propertyId, sold };
}

const MODES: readonly Whole[] = [
  { closes: 'replace', conflicts: 'told' },
  { closes: 'merge', conflicts: 'untold' },
];

describe.each(MODES)('a channel that is told whole calendars ($closes, conflicts $conflicts)', (whole) => {
  beforeEach(() => {
    w.sellers.avito.whole = whole;
  });

  it('is told nothing where nothing differs', async () => {
    const { ctx, unitId, sold } = await home();
    await push(ctx, sold);
    await price(ctx, unitId, ['2026-05-20'], 9_000);
    await push(ctx, sold);
    expect(seller().told()).toEqual([expect.stringMatching(/2026-05-20..2026-05-21 priceMinor=9000$/)]);
  });

  it('learns of a booking elsewhere by one call that names all closed nights', async () => {
    const { ctx, name, unitId, sold } = await home();
    await block(ctx, unitId, '2026-05-20', '2026-05-22');
    await push(ctx, sold);
    expect(seller().told()).toEqual([`${name} 2026-05-20..2026-05-22 units=0`]);
    await apply(ctx, stay(`direct:${name}`, unitId, '2026-05-10', '2026-05-12'));
    await push(ctx, sold);
    expect(seller().sent).toHaveLength(1);
    expect(seller().told()).toEqual([
      `${name} 2026-05-10..2026-05-12 units=0`,
      `${name} 2026-05-20..2026-05-22 units=0`,
    ]);
    for (const at of ['2026-05-10', '2026-05-11', '2026-05-20', '2026-05-21'])
      expect(seller().left(name, at)).toBe(0);
    expect(seller().left(name, '2026-05-12')).toBe(1);
    expect((await stateOf(ctx, sold)).dirtyFrom).toBeNull();
  });

  it('learns of a night that is free again by one call that names exactly the nights for sale', async () => {
    const { ctx, name, unitId, sold } = await home();
    await block(ctx, unitId, '2026-05-20', '2026-05-22');
    const gone = await block(ctx, unitId, '2026-05-10', '2026-05-12');
    await push(ctx, sold);
    seller().told();
    await deleteBlock(ctx, gone.id);
    await push(ctx, sold);
    expect(seller().sent).toHaveLength(1);
    expect(seller().told()).toEqual([
      `${name} ${TODAY}..2026-05-20 units=1`,
      `${name} 2026-05-22..${END} units=1`,
    ]);
    expect(seller().left(name, '2026-05-10')).toBe(1);
    expect(seller().left(name, '2026-05-20')).toBe(0);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 1, sentState: 'confirmed' });
  });

  it('is told nothing of a night while its own guest has it, and opens it once he has cancelled', async () => {
    const { ctx, name, unitId, sold } = await home();
    const gone = await block(ctx, unitId, '2026-05-20', '2026-05-22');
    const booked = guest(ctx, `V-${name}`, name, '2026-05-10', '2026-05-12');
    expect(seller().book(booked)).toBe(true);
    await hear(ctx, 'avito', sold, booked);
    await push(ctx, sold);
    expect(seller().told()).toEqual([`${name} 2026-05-20..2026-05-22 units=0`]);
    // An opening leaves his nights out, and so closes them for the time after him.
    await deleteBlock(ctx, gone.id);
    await push(ctx, sold);
    expect(seller().told()).toEqual([
      `${name} ${TODAY}..2026-05-10 units=1`,
      `${name} 2026-05-12..${END} units=1`,
    ]);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0 });
    // A reading shows it taken, which says nothing of what it is without him.
    w.clock.advance({ hours: 2 });
    await readBack(ctx, sold.connectionId);
    await push(ctx, sold);
    expect(seller().told()).toEqual([]);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0 });

    await hear(ctx, 'avito', sold, { ...seller().cancel(`V-${name}`), changedAt: ctx.clock.now() });
    expect(seller().left(name, '2026-05-10')).toBe(0);
    await push(ctx, sold);
    expect(seller().sent).toHaveLength(1);
    expect(seller().told()).toEqual([`${name} ${TODAY}..${END} units=1`]);
    expect(seller().left(name, '2026-05-10')).toBe(1);
    expect(await foundOf(ctx)).toEqual([]);
  });

  it('closes the others of a long stretch of which a guest of its own has one', async () => {
    const { ctx, name, unitId, sold } = await home();
    const booked = guest(ctx, `V-${name}`, name, '2026-05-13', '2026-05-14');
    expect(seller().book(booked)).toBe(true);
    // Not told to us; its list shows it.
    await block(ctx, unitId, '2026-05-10', '2026-05-17');
    await push(ctx, sold);
    const told = seller().told();
    expect(told[0]).toBe(`${name} 2026-05-10..2026-05-17 units=0`);
    for (const at of ['2026-05-10', '2026-05-12', '2026-05-14', '2026-05-16'])
      expect(seller().left(name, at)).toBe(0);
    expect(await nightOf(ctx, sold, '2026-05-12')).toMatchObject({ units: 0, sentState: 'confirmed' });
    expect((await stateOf(ctx, sold)).lastErrorCode).toBeNull();
    // He is ours to know now, and cancels: the night is closed as the others.
    w.clock.advance({ minutes: 5 });
    await hear(ctx, 'avito', sold, { ...seller().cancel(`V-${name}`), changedAt: ctx.clock.now() });
    await push(ctx, sold);
    expect(seller().left(name, '2026-05-13')).toBe(0);
  });

  it('closes the others where its list does not show the booking, and what it refuses stays to be seen', async () => {
    const { ctx, name, unitId, sold } = await home();
    seller().hidden.set(name, new Set(['2026-05-13']));
    await block(ctx, unitId, '2026-05-10', '2026-05-17');
    await push(ctx, sold);
    seller().told();
    for (const at of ['2026-05-10', '2026-05-12', '2026-05-14', '2026-05-16']) {
      expect(seller().ours.get(name)).toContain(at);
      expect(await nightOf(ctx, sold, at), at).toMatchObject({ units: 0, sentState: 'confirmed' });
    }
    expect(await nightOf(ctx, sold, '2026-05-13')).toMatchObject({
      units: 1,
      sentState: 'failed',
      sentError: 'taken_there',
    });
    expect(await stateOf(ctx, sold)).toMatchObject({ dirtyFrom: null, lastErrorCode: 'taken_there' });
    const refused = (await deliveriesOf(ctx, sold)).flatMap((one) => one.records);
    expect(refused.some((one) => one.outcome === 'refused' && one.code === 'taken_there')).toBe(true);
    // It keeps nothing else from being closed.
    await apply(ctx, stay(`direct:${name}`, unitId, '2026-05-25', '2026-05-26'));
    await push(ctx, sold);
    expect(seller().sent).toHaveLength(1);
    expect(seller().told()).toEqual([
      `${name} 2026-05-10..2026-05-13 units=0`,
      `${name} 2026-05-14..2026-05-17 units=0`,
      `${name} 2026-05-25..2026-05-26 units=0`,
    ]);
    seller().hidden.clear();
    // Open now, by all that it shows: closed with the next reading.
    w.clock.advance({ hours: 2 });
    await readBack(ctx, sold.connectionId);
    await push(ctx, sold);
    expect(seller().left(name, '2026-05-13')).toBe(0);
    expect((await stateOf(ctx, sold)).lastErrorCode).toBeNull();
    seller().told();
  });

  it('that half stands closed by its host’s hand has nothing opened, then or later', async () => {
    const half = (name: string) => seller().byHand(name, '2026-05-05', '2026-05-25', { units: 0 });
    const { ctx, name, unitId, sold } = await home(half);
    expect(await foundOf(ctx)).toEqual(['2026-05-05..2026-05-25 unit when_connected null']);
    const gone = await block(ctx, unitId, '2026-06-01', '2026-06-03');
    await push(ctx, sold);
    // And by hand again, before something is to be opened.
    seller().byHand(name, '2026-06-10', '2026-06-12', { units: 0 });
    await deleteBlock(ctx, gone.id);
    seller().told();
    await push(ctx, sold);
    await push(ctx, sold);
    expect(seller().left(name, '2026-06-01')).toBe(1);
    expect(seller().left(name, '2026-05-10')).toBe(0);
    expect(seller().left(name, '2026-06-10')).toBe(0);
    expect(await foundOf(ctx)).toContain('2026-06-10..2026-06-12 unit closed_there null');
    expect(
      seller()
        .told()
        .filter((one) => one.endsWith('units=1')),
    ).toEqual([
      `${name} ${TODAY}..2026-05-05 units=1`,
      `${name} 2026-05-25..2026-06-10 units=1`,
      `${name} 2026-06-12..${END} units=1`,
    ]);
  });

  it('is told all again after a process died between the call and the commit', async () => {
    const { ctx, name, unitId, sold } = await home();
    const gone = await block(ctx, unitId, '2026-05-10', '2026-05-12');
    const booked = guest(ctx, `V-${name}`, name, '2026-05-20', '2026-05-21');
    expect(seller().book(booked)).toBe(true);
    await hear(ctx, 'avito', sold, booked);
    await push(ctx, sold);
    await deleteBlock(ctx, gone.id);
    seller().told();
    seller().afterApply = () => {
      throw new Error('the process ended');
    };
    await expect(push(ctx, sold)).rejects.toThrow('the process ended');
    seller().afterApply = () => {};
    await apply(ctx, stay(`direct:${name}`, unitId, '2026-05-11', '2026-05-12'));
    await hear(ctx, 'avito', sold, { ...seller().cancel(`V-${name}`), changedAt: ctx.clock.now() });
    await push(ctx, sold);
    expect(seller().left(name, '2026-05-10')).toBe(1);
    expect(seller().left(name, '2026-05-11')).toBe(0);
    // The call that nobody knows of may have closed it.
    expect(seller().left(name, '2026-05-20')).toBe(1);
    expect((await deliveriesOf(ctx, sold)).map((one) => one.outcome)).toContain('unclear');
    seller().told();
  });

  it('has an opening followed at once by the closing of a night that is sold while it is on its way', async () => {
    const { ctx, name, unitId, sold } = await home();
    const gone = await block(ctx, unitId, '2026-05-10', '2026-05-12');
    await push(ctx, sold);
    await deleteBlock(ctx, gone.id);
    let isBooked = false;
    seller().onSend = async () => {
      if (isBooked) return;
      isBooked = true;
      await apply(ctx, stay(`direct:${name}`, unitId, '2026-05-10', '2026-05-11'));
    };
    await push(ctx, sold);
    seller().onSend = () => {};
    expect(seller().left(name, '2026-05-10')).toBe(0);
    expect(seller().left(name, '2026-05-11')).toBe(1);
    seller().told();
  });
});

it('a cancelled guest elsewhere opens nights that are still for sale, and none that another has', async () => {
  const { ctx, name, unitId, sold } = await home();
  await apply(ctx, stay(`direct:a${name}`, unitId, '2026-05-10', '2026-05-12'));
  await apply(ctx, stay(`direct:b${name}`, unitId, '2026-05-12', '2026-05-13'));
  await push(ctx, sold);
  await apply(
    ctx,
    stay(`direct:a${name}`, unitId, '2026-05-10', '2026-05-12', { reservationStatus: 'cancelled' }),
  );
  seller().told();
  await push(ctx, sold);
  expect(seller().told()).toEqual([
    `${name} ${TODAY}..2026-05-12 units=1`,
    `${name} 2026-05-13..${END} units=1`,
  ]);
});
