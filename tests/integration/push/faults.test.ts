import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliveries } from '#db/schema/push.ts';
import { runs } from '#db/schema/work.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { forcePush } from '#lib/domain/push/force-push.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { night } from '#lib/kernel/nights.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import {
  deliveriesOf,
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

let count = 0;
async function home() {
  const ctx = await w.world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  count += 1;
  const name = `H${count}`;
  const sold = await sell(ctx, 'airbnb', name, [unitId]);
  await settled(ctx, sold);
  w.sellers.airbnb.told();
  return { ctx, name, unitId, propertyId, sold };
}
const block = (ctx: Ctx, unitId: string, from: string, to: string) =>
  createBlock(ctx, { unitId, from: night(from), to: night(to) });
const push = (ctx: Ctx, sold: Sold) => pushConnection(ctx, sold.connectionId);
const seller = () => w.sellers.airbnb;

describe('a channel that is down', () => {
  it('for an hour, is told once when it is back: one call for each mapping, and little while it is down', async () => {
    const { ctx, name, unitId, propertyId, sold } = await home();
    const second = await addUnit(ctx, propertyId);
    const other = await sell(ctx, 'airbnb', `${name}b`, [second], sold.connectionId);
    await settled(ctx, other);
    seller().told();
    seller().always = { kind: 'down' };
    for (let minute = 0; minute < 60; minute++) {
      const from = `2026-05-${String(3 + (minute % 20)).padStart(2, '0')}`;
      if (minute < 20)
        await block(
          ctx,
          minute % 2 ? unitId : second,
          from,
          `2026-05-${String(4 + (minute % 20)).padStart(2, '0')}`,
        );
      await push(ctx, sold);
      w.clock.advance({ minutes: 1 });
    }
    expect(seller().sent.length).toBeLessThanOrEqual(40);
    seller().told();
    seller().always = null;
    w.clock.advance({ minutes: 6 });
    expect(await push(ctx, sold)).toEqual({ nextAt: null, reason: null });
    expect(seller().sent).toHaveLength(2);
    expect(seller().told()).toHaveLength(20);
    expect((await stateOf(ctx, sold)).dirtyFrom).toBeNull();
    expect(seller().left(name, '2026-05-04')).toBe(0);
  });

  it('that says it is too much is left alone as long as it says', async () => {
    const { ctx, name, unitId, sold } = await home();
    await block(ctx, unitId, '2026-05-10', '2026-05-11');
    seller().faults = [{ kind: 'limited', retryAfterSeconds: 30 }];
    const limited = await push(ctx, sold);
    expect(limited.nextAt?.toString()).toBe(ctx.clock.now().add({ seconds: 30 }).toString());
    expect((await deliveriesOf(ctx, sold)).at(-1)?.outcome).toBe('failed');
    await push(ctx, sold);
    expect(seller().sent).toHaveLength(1);
    w.clock.advance({ seconds: 31 });
    await push(ctx, sold);
    expect(seller().told()).toHaveLength(2);
    expect(seller().left(name, '2026-05-10')).toBe(0);
  });

  it('that drops the line after it has applied is told the same again', async () => {
    const { ctx, name, unitId, sold } = await home();
    await block(ctx, unitId, '2026-05-10', '2026-05-11');
    seller().faults = [{ kind: 'drop' }];
    const { nextAt } = await push(ctx, sold);
    expect(nextAt).not.toBeNull();
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 1, sentState: 'sent' });
    w.clock.advance({ minutes: 5 });
    await push(ctx, sold);
    expect(seller().told()).toEqual([
      `${name} 2026-05-10..2026-05-11 units=0`,
      `${name} 2026-05-10..2026-05-11 units=0`,
    ]);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0, sentState: 'confirmed' });
  });
});

describe('a channel that takes a part', () => {
  it('is asked again only for what it may take the next time', async () => {
    const { ctx, name, unitId, sold } = await home();
    await price(ctx, unitId, ['2026-05-10', '2026-05-20'], 15_000);
    await block(ctx, unitId, '2026-05-02', '2026-05-03');
    await push(ctx, sold);
    seller().told();
    await price(ctx, unitId, ['2026-05-12', '2026-05-14'], 19_000);
    await block(ctx, unitId, '2026-05-12', '2026-05-13');
    await block(ctx, unitId, '2026-05-14', '2026-05-15');
    const fails = (at: string) => (record: { checkIn: string }) => record.checkIn === at;
    seller().faults = [{ kind: 'fail', record: fails('2026-05-12') }];
    await push(ctx, sold);
    seller().told();
    expect((await deliveriesOf(ctx, sold)).at(-1)?.outcome).toBe('partial');
    w.clock.advance({ hours: 1 });
    await push(ctx, sold);
    expect(seller().told()).toEqual([
      `${name} 2026-05-12..2026-05-13 units=0`,
      `${name} 2026-05-12..2026-05-13 priceMinor=19000`,
      `${name} 2026-05-14..2026-05-15 priceMinor=19000`,
    ]);
  });

  it('and refuses the rest is not told that again until it changes or a person says so', async () => {
    const { ctx, name, unitId, sold } = await home();
    await price(ctx, unitId, ['2026-05-10'], 1);
    await block(ctx, unitId, '2026-05-10', '2026-05-12');
    seller().always = { kind: 'refuse', record: ({ set }) => set.priceMinor === 1 };
    await push(ctx, sold);
    expect(seller().told()).toHaveLength(2);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({
      units: 0,
      sentState: 'failed',
      sentError: 'no',
    });
    expect(await stateOf(ctx, sold)).toMatchObject({ dirtyFrom: null, lastErrorCode: 'no' });
    await block(ctx, unitId, '2026-05-09', '2026-05-13');
    await push(ctx, sold);
    expect(seller().told()).toEqual([
      `${name} 2026-05-09..2026-05-10 units=0`,
      `${name} 2026-05-12..2026-05-13 units=0`,
    ]);
    const { runId } = await forcePush(ctx, 'airbnb', sold.connectionId);
    await push(ctx, sold);
    expect(seller().told()).toContain(`${name} 2026-05-10..2026-05-11 priceMinor=1`);
    const [run] = await ctx.db.select().from(runs).where(eq(runs.id, runId));
    expect(run).toMatchObject({ status: 'partial', errors: [{ code: 'no', message: 'Not so.' }] });
    // The closed ones: of those that stand open nobody says so again.
    expect(run?.updated).toBe(4);
    seller().always = null;
  });
});

describe('a price that was refused', () => {
  const NIGHT = ['2026-05-10'];

  it.each([
    ['the one that stands there', 15_000],
    ['none', null],
  ])('is one no more once it is %s again', async (_, back) => {
    const { ctx, unitId, sold } = await home();
    await price(ctx, unitId, NIGHT, 15_000);
    await push(ctx, sold);
    seller().always = { kind: 'refuse', record: ({ set }) => set.priceMinor === 1 };
    await price(ctx, unitId, NIGHT, 1);
    await push(ctx, sold);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ sentState: 'failed' });
    // The same again is refused still.
    await price(ctx, unitId, NIGHT, 1);
    await push(ctx, sold);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ sentState: 'failed' });
    seller().told();
    await price(ctx, unitId, NIGHT, back);
    await push(ctx, sold);
    seller().always = null;
    expect(seller().told()).toEqual([]);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({
      priceMinor: 15_000,
      sentState: null,
      sentError: null,
    });
    expect(await stateOf(ctx, sold)).toMatchObject({ dirtyFrom: null, lastErrorCode: null });
    // And what comes after it is told and confirmed as ever.
    await price(ctx, unitId, NIGHT, 16_000);
    await push(ctx, sold);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({
      priceMinor: 16_000,
      sentState: 'confirmed',
    });
    seller().told();
  });
});

describe('two at once', () => {
  it('tell the channel once', async () => {
    const { ctx, name, unitId, sold } = await home();
    await block(ctx, unitId, '2026-05-10', '2026-05-12');
    const [one, two] = await Promise.all([push(ctx, sold), push(ctx, sold)]);
    expect(seller().told()).toEqual([`${name} 2026-05-10..2026-05-12 units=0`]);
    expect([one.nextAt, two.nextAt].filter((at) => at !== null).length).toBeLessThanOrEqual(1);
  });

  it('of which one has outlived its lease end with what is true', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await block(ctx, unitId, '2026-05-10', '2026-05-11');
    await push(ctx, sold);
    await deleteBlock(ctx, blocked.id);
    seller().told();
    // Its opening is under way for so long that somebody else takes over, who closes the night for a guest.
    let hasOvertaken = false;
    seller().onSend = async () => {
      if (hasOvertaken) return;
      hasOvertaken = true;
      await apply(ctx, stay('direct:over', unitId, '2026-05-10', '2026-05-11'));
      w.clock.advance({ minutes: 3 });
      await push(ctx, sold);
    };
    await push(ctx, sold);
    seller().onSend = () => {};
    await push(ctx, sold);
    expect(seller().left(name, '2026-05-10')).toBe(0);
    expect(await nightOf(ctx, sold, '2026-05-10')).toMatchObject({ units: 0, sentState: 'confirmed' });
    seller().told();
  });
});

describe('a process that dies', () => {
  it('between the call and the commit: the nights are told again', async () => {
    const { ctx, name, unitId, sold } = await home();
    await block(ctx, unitId, '2026-05-10', '2026-05-11');
    seller().afterApply = () => {
      throw new Error('the process ended');
    };
    await expect(push(ctx, sold)).rejects.toThrow('the process ended');
    seller().afterApply = () => {};
    expect((await deliveriesOf(ctx, sold)).map((row) => row.outcome)).toEqual([null]);
    await push(ctx, sold);
    expect((await deliveriesOf(ctx, sold)).map((row) => row.outcome)).toEqual(['unclear', 'accepted']);
    expect(seller().told()).toEqual([
      `${name} 2026-05-10..2026-05-11 units=0`,
      `${name} 2026-05-10..2026-05-11 units=0`,
    ]);
  });

  it('with an opening under way that is sold meanwhile: it is closed, whatever was applied', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await block(ctx, unitId, '2026-05-10', '2026-05-11');
    await push(ctx, sold);
    await deleteBlock(ctx, blocked.id);
    seller().afterApply = () => {
      throw new Error('the process ended');
    };
    await expect(push(ctx, sold)).rejects.toThrow('the process ended');
    seller().afterApply = () => {};
    expect(seller().left(name, '2026-05-10')).toBe(1);
    await apply(ctx, stay('direct:died', unitId, '2026-05-10', '2026-05-11'));
    seller().told();
    await push(ctx, sold);
    // We believe that it stands closed; but nobody knows.
    expect(seller().told()).toEqual([`${name} 2026-05-10..2026-05-11 units=0`]);
    expect(seller().left(name, '2026-05-10')).toBe(0);
  });
});

describe('a version that moves', () => {
  it('while an opening is under way is followed at once by the closing', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await block(ctx, unitId, '2026-05-10', '2026-05-12');
    await push(ctx, sold);
    await deleteBlock(ctx, blocked.id);
    seller().told();
    let isBooked = false;
    seller().onSend = async () => {
      if (isBooked) return;
      isBooked = true;
      await apply(ctx, stay('direct:flight', unitId, '2026-05-10', '2026-05-11'));
    };
    await push(ctx, sold);
    seller().onSend = () => {};
    expect(seller().told()).toEqual([
      `${name} 2026-05-10..2026-05-12 units=1`,
      `${name} 2026-05-10..2026-05-11 units=0`,
    ]);
    expect((await stateOf(ctx, sold)).dirtyFrom).toBeNull();
  });

  it('between reading and telling is read again before anything is told', async () => {
    const { ctx, name, unitId, sold } = await home();
    const blocked = await block(ctx, unitId, '2026-05-10', '2026-05-12');
    await push(ctx, sold);
    await deleteBlock(ctx, blocked.id);
    seller().told();
    // While what the channel has sold is taken in, we sell one of the nights ourselves.
    seller().inbound.before = async () => {
      seller().inbound.before = () => {};
      await apply(ctx, stay('direct:between', unitId, '2026-05-10', '2026-05-11'));
    };
    await push(ctx, sold);
    expect(seller().told()).toEqual([`${name} 2026-05-11..2026-05-12 units=1`]);
  });
});

it('a delivery says what was sent, record by record, and when we had heard of it', async () => {
  const { ctx, name, unitId, sold } = await home();
  const heardAt = ctx.clock.now();
  await block(ctx, unitId, '2026-05-10', '2026-05-12');
  w.clock.advance({ seconds: 1 });
  await push(ctx, sold);
  const [row] = await ctx.db.select().from(deliveries).where(eq(deliveries.connectionId, sold.connectionId));
  expect(row).toMatchObject({
    outcome: 'accepted',
    records: [
      {
        mappingId: sold.mappingId,
        from: '2026-05-10',
        to: '2026-05-12',
        set: { units: 0 },
        outcome: 'accepted',
      },
    ],
  });
  expect(row?.heardAt?.toString()).toBe(heardAt.toString());
  expect(new TextDecoder().decode(row?.request)).toContain(name);
  seller().told();
});
