import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { units } from '#db/schema/properties.ts';
import { holds, reservations, stays } from '#db/schema/reservations.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import type { IncomingStay } from '#lib/domain/reservations/rules.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, openConflicts, stay, unprotectedStays } from '#tests/support/stays.ts';

let world: TestWorld;
let ctx: Ctx;
let propertyId: string;
/** Three like rooms of one property. */
let pool: string[];

beforeAll(async () => {
  world = await testWorld({ max: 12 });
});
afterAll(() => world.close());
beforeEach(async () => {
  ctx = await world.org();
  const made = await makeUnit(ctx);
  propertyId = made.propertyId;
  pool = [made.unitId, await addUnit(ctx, propertyId), await addUnit(ctx, propertyId)];
});

const [A, B, C] = [0, 1, 2];
const room = (name: string, from: string, to: string, more: Partial<IncomingStay> = {}) =>
  stay(name, null, `2026-05-${from}`, `2026-05-${to}`, { pool, ...more });

/** Where the active rooms stand, as `code/room unit from..to` with the unit's number in the pool. */
async function standing(): Promise<string[]> {
  const rows = await ctx.db
    .select({ code: reservations.externalId, stay: stays })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, ctx.org), eq(stays.status, 'active')));
  return rows
    .map(({ code, stay: one }) => {
      const at = one.unitId === null ? 'none' : pool.indexOf(one.unitId);
      return `${code}/${one.roomRef} ${at} ${one.checkIn.slice(8)}..${one.checkOut.slice(8)}`;
    })
    .sort();
}
const byHand = (at: number, from: string, to: string) =>
  createReservation(ctx, {
    unitId: pool[at],
    checkIn: night(`2026-05-${from}`),
    checkOut: night(`2026-05-${to}`),
    guest: { name: 'Ada' },
  });

describe('a booking of a pool', () => {
  it('gets the free unit that it leaves the smallest gap on', async () => {
    await byHand(C, '01', '05');
    await byHand(C, '08', '12');
    await byHand(B, '10', '12');
    await apply(ctx, room('booking:1', '05', '08'));
    expect(await standing()).toContain(`1/1 ${C} 05..08`);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('keeps nights to prepare, also those of the guests who are there already', async () => {
    await ctx.db.update(units).set({ preparationNights: 1 }).where(eq(units.propertyId, propertyId));
    await byHand(A, '01', '05');
    await byHand(B, '01', '05');
    await apply(ctx, room('booking:1', '05', '08'));
    expect(await standing()).toContain(`1/1 ${C} 05..08`);
  });

  it('avoids what a person blocked as long as another unit is free, and then takes it all the same', async () => {
    for (const at of [A, B])
      await createBlock(ctx, {
        unitId: pool[at] ?? '',
        from: night('2026-05-06'),
        to: night('2026-05-07'),
      });
    await apply(ctx, room('booking:1', '05', '08'));
    expect(await standing()).toEqual([`1/1 ${C} 05..08`]);
    await apply(ctx, room('booking:2', '05', '08'));
    expect(await standing()).toContain(`2/1 ${A} 05..08`);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('is kept and flagged, where no unit is free, on the one where it clashes the least', async () => {
    await byHand(A, '01', '10');
    await byHand(B, '07', '10');
    await byHand(C, '04', '10');
    await apply(ctx, room('booking:1', '05', '08'));
    expect(await standing()).toContain(`1/1 ${B} 05..08`);
    expect(await openConflicts(ctx)).toMatchObject([{ unitId: pool[B] }]);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('is told again and stays, though another unit would fit better by now', async () => {
    await apply(ctx, room('booking:1', '05', '08'));
    await byHand(C, '01', '05');
    await byHand(C, '08', '12');
    const [again] = await apply(ctx, room('booking:1', '05', '08'));
    expect(again?.outcome).toBe('unchanged');
    expect(await standing()).toContain(`1/1 ${A} 05..08`);
  });

  it('keeps its unit when its dates change, and moves only where it must', async () => {
    await apply(ctx, room('booking:1', '05', '08'));
    await byHand(A, '10', '12');
    await apply(ctx, room('booking:1', '05', '10'));
    expect(await standing()).toContain(`1/1 ${A} 05..10`);
    await apply(ctx, room('booking:1', '05', '11'));
    expect(await standing()).toContain(`1/1 ${B} 05..11`);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('stays on its unit, in a conflict, where no other has room either', async () => {
    await apply(ctx, room('booking:1', '05', '08'));
    for (const at of [A, B, C]) await byHand(at, '10', '12');
    await apply(ctx, room('booking:1', '05', '11'));
    expect(await standing()).toContain(`1/1 ${A} 05..11`);
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('is not moved away from where its guest has arrived', async () => {
    await apply(ctx, room('booking:1', '05', '08', { checkIn: night('2026-02-25') }));
    await byHand(A, '10', '12');
    await apply(ctx, room('booking:1', '05', '11', { checkIn: night('2026-02-25') }));
    expect(await standing()).toContain(`1/1 ${A} 25..11`);
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('cancelled frees its unit, and revived takes one that is free by then', async () => {
    await apply(ctx, room('booking:1', '05', '08'));
    await apply(ctx, room('booking:1', '05', '08', { reservationStatus: 'cancelled' }));
    expect(await standing()).toEqual([]);
    await byHand(A, '05', '06');
    await apply(ctx, room('booking:1', '05', '08'));
    expect(await standing()).toContain(`1/1 ${B} 05..08`);
  });

  it('an older word that comes late moves nobody', async () => {
    const at = (text: string) => ({ channelChangedAt: Temporal.Instant.from(text) });
    await apply(ctx, room('booking:1', '05', '08', at('2026-02-20T10:00:00Z')));
    await byHand(A, '01', '03');
    const [late] = await apply(ctx, room('booking:1', '01', '03', at('2026-02-20T09:00:00Z')));
    expect(late?.outcome).toBe('unchanged');
    expect(await standing()).toContain(`1/1 ${A} 05..08`);
  });
});

describe('several rooms of one booking', () => {
  const rooms = (code: string, ...dates: [string, string][]) =>
    dates.map(([from, to], index) => room(`booking:${code}`, from, to, { roomRef: `${index + 1}` }));

  it('get a unit each, also where their nights differ', async () => {
    await byHand(A, '01', '04');
    await apply(ctx, ...rooms('1', ['03', '08'], ['02', '05'], ['04', '09']));
    const at = (await standing()).filter((one) => one.startsWith('1/'));
    expect(new Set(at.map((one) => one.split(' ')[1])).size).toBe(3);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('clash where there are more of them than units, and none is lost', async () => {
    await apply(ctx, ...rooms('1', ['03', '05'], ['03', '05'], ['03', '05'], ['03', '05']));
    expect(await standing()).toHaveLength(4);
    expect(await openConflicts(ctx)).toHaveLength(1);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('may swap their nights without getting in each other’s way', async () => {
    await apply(ctx, ...rooms('1', ['03', '05'], ['05', '09'], ['03', '09']));
    await apply(ctx, ...rooms('1', ['05', '09'], ['03', '05'], ['03', '09']));
    expect(await standing()).toHaveLength(3);
    expect(await openConflicts(ctx)).toEqual([]);
  });
});

describe('at once', () => {
  it('of many bookings for the last unit one holds it, the others stand in conflict, and none is lost', async () => {
    await byHand(A, '01', '20');
    await byHand(B, '01', '20');
    const codes = Array.from({ length: 8 }, (_, index) => `booking:p${index}`);
    await Promise.all(codes.map((code) => apply(ctx, room(code, '05', '08'))));
    const onLast = (await standing()).filter((one) => one.startsWith('p'));
    expect(onLast).toHaveLength(8);
    const held = await ctx.db
      .select()
      .from(holds)
      .where(and(eq(holds.orgId, ctx.org), eq(holds.unitId, pool[C] ?? '')));
    expect(held).toHaveLength(1);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('as many bookings as there are units get one each', async () => {
    await Promise.all(['x', 'y', 'z'].map((code) => apply(ctx, room(`booking:${code}`, '05', '08'))));
    expect(new Set((await standing()).map((one) => one.split(' ')[1]))).toEqual(new Set(['0', '1', '2']));
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('with bookings by hand never two hold a night', async () => {
    await Promise.allSettled([
      ...['a', 'b', 'c', 'd'].map((code) => apply(ctx, room(`booking:${code}`, '05', '08'))),
      ...[A, B, C].map((at) => byHand(at, '06', '09')),
    ]);
    expect(await unprotectedStays(ctx)).toEqual([]);
    expect((await standing()).filter((one) => /^[abcd]\//.test(one))).toHaveLength(4);
  });
});

describe('a house and its rooms', () => {
  it('close each other for what channels book, whichever comes first', async () => {
    const house = await addUnit(ctx, propertyId, pool);
    await apply(ctx, room('booking:1', '05', '08'));
    await apply(ctx, stay('airbnb:H', house, '2026-05-07', '2026-05-10'));
    expect(await openConflicts(ctx)).toHaveLength(1);
    await apply(ctx, stay('airbnb:H', house, '2026-05-07', '2026-05-10', { reservationStatus: 'cancelled' }));
    expect(await openConflicts(ctx)).toEqual([]);
    await apply(ctx, stay('airbnb:H2', house, '2026-05-08', '2026-05-10'));
    expect(await openConflicts(ctx)).toEqual([]);
    // Every room is taken with the house.
    await apply(ctx, room('booking:2', '09', '11'));
    expect(await openConflicts(ctx)).toHaveLength(1);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('show each other’s nights as taken: the house with any of its rooms, every room with the house', async () => {
    const house = await addUnit(ctx, propertyId, pool);
    const taken = async () => {
      const [from, to] = [night('2026-05-05'), night('2026-05-12')];
      const nights = await readNights(ctx, { unitIds: [house, ...pool], from, to });
      return [...nights.values()].map((states) =>
        states.map(({ state }) => (state === 'free' ? '.' : 'x')).join(''),
      );
    };
    await apply(ctx, room('booking:1', '05', '07'));
    expect(await taken()).toEqual(['xx.....', 'xx.....', '.......', '.......']);
    await apply(ctx, stay('airbnb:H', house, '2026-05-09', '2026-05-11'));
    expect(await taken()).toEqual(['xx..xx.', 'xx..xx.', '....xx.', '....xx.']);
    await apply(ctx, room('booking:1', '05', '07', { reservationStatus: 'cancelled' }));
    expect(await taken()).toEqual(['....xx.', '....xx.', '....xx.', '....xx.']);
    // Of two at once, the house and a room of it on the same nights, one holds them.
    await Promise.all([
      apply(ctx, ...pool.map((_, at) => room('booking:2', '05', '08', { roomRef: `${at}` }))),
      apply(ctx, stay('airbnb:H2', house, '2026-05-05', '2026-05-08')),
    ]);
    expect(await unprotectedStays(ctx)).toEqual([]);
    expect((await openConflicts(ctx)).length).toBeGreaterThan(0);
  });

  it('told in one batch, the room goes where the house does not reach', async () => {
    const inner = await addUnit(ctx, propertyId, pool.slice(0, 2));
    const told = stay('airbnb:H', inner, '2026-05-05', '2026-05-10');
    await apply(ctx, room('booking:1', '06', '08'), told);
    expect(await standing()).toContain(`1/1 ${C} 06..08`);
    expect(await openConflicts(ctx)).toEqual([]);
  });
});
