import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { units } from '#db/schema/properties.ts';
import { holds, reservations, stays } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyStays } from '#lib/domain/reservations/apply.ts';
import { getForChange } from '#lib/domain/reservations/get-for-change.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import {
  addUnit,
  apply,
  heldBy,
  makeUnit,
  openConflicts,
  stay,
  unprotectedStays,
} from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

async function oneUnit(): Promise<{ ctx: Ctx; unitId: string; propertyId: string }> {
  const ctx = await world.org();
  return { ctx, ...(await makeUnit(ctx)) };
}

async function versionOf(ctx: Ctx, unitId: string): Promise<number> {
  const [row] = await ctx.db.select().from(units).where(eq(units.id, unitId));
  return row?.calendarVersion ?? -1;
}

async function stayRow(ctx: Ctx, stayId: string) {
  const [row] = await ctx.db.select().from(stays).where(eq(stays.id, stayId));
  return row;
}

describe('a stay that is told', () => {
  it('holds its nights, from a version of the calendar that no earlier fetch can have had', async () => {
    const { ctx, unitId } = await oneUnit();
    const before = await versionOf(ctx, unitId);
    const [made] = await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    expect(made).toMatchObject({ outcome: 'created', conflictIds: [] });
    expect(await heldBy(ctx, made?.stayId ?? '')).toEqual([`${unitId} 2026-05-01..2026-05-04`]);
    expect(await versionOf(ctx, unitId)).toBe(before + 1);
    expect(await stayRow(ctx, made?.stayId ?? '')).toMatchObject({ sinceVersion: before + 1, sequence: 0 });
  });

  it('changes nothing when it is told again: no version, no journal', async () => {
    const { ctx, unitId } = await oneUnit();
    const told = stay('airbnb:A', unitId, '2026-05-01', '2026-05-04', { guest: { name: 'Ada' } });
    const [first] = await apply(ctx, told);
    const [version, rows] = [await versionOf(ctx, unitId), await ctx.db.select().from(journal)];
    const [again] = await apply(ctx, told);
    expect(again).toEqual({ ...first, outcome: 'unchanged' });
    expect(await versionOf(ctx, unitId)).toBe(version);
    expect(await ctx.db.select().from(journal)).toHaveLength(rows.length);
  });

  it('is one stay when the same news comes ten times at once', async () => {
    const { ctx, unitId } = await oneUnit();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => apply(ctx, stay('booking:1', unitId, '2026-05-01', '2026-05-03'))),
    );
    expect(all.filter(([one]) => one?.outcome === 'created')).toHaveLength(1);
    expect(all.filter(([one]) => one?.outcome === 'unchanged')).toHaveLength(9);
    expect(await ctx.db.select().from(stays).where(eq(stays.orgId, ctx.org))).toHaveLength(1);
  });

  it('is one stay when the same news without a unit comes ten times at once', async () => {
    const { ctx } = await oneUnit();
    const all = await Promise.all(
      Array.from({ length: 10 }, () => apply(ctx, stay('booking:2', null, '2026-05-01', '2026-05-03'))),
    );
    expect(all.filter(([one]) => one?.outcome === 'created')).toHaveLength(1);
    expect(await ctx.db.select().from(stays).where(eq(stays.orgId, ctx.org))).toHaveLength(1);
  });

  it('takes the last word where one batch says two things of it', async () => {
    const { ctx, unitId } = await oneUnit();
    const answers = await apply(
      ctx,
      stay('ical:x', unitId, '2026-05-01', '2026-05-03'),
      stay('ical:x', unitId, '2026-06-01', '2026-06-03'),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(await heldBy(ctx, answers[0]?.stayId ?? '')).toEqual([`${unitId} 2026-06-01..2026-06-03`]);
  });

  it('keeps the name it knew when a later message leaves it out', async () => {
    const { ctx, unitId } = await oneUnit();
    const told = stay('airbnb:A', unitId, '2026-05-01', '2026-05-04', {
      guest: { name: 'Ada', phone: '+33 1' },
      total: { amount: 40_000, currency: 'JPY' },
    });
    await apply(ctx, told);
    await apply(ctx, { ...told, guest: { name: null }, total: null, checkOut: told.checkOut });
    const [row] = await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org));
    expect(row).toMatchObject({ guestName: 'Ada', guestPhone: '+33 1', totalMinor: 40_000, currency: 'JPY' });
  });

  it('loses nothing of two that tell of it at once, each something else, where no unit is known', async () => {
    const { ctx } = await oneUnit();
    const told = stay('booking:9', null, '2026-05-01', '2026-05-04');
    const [made] = await apply(ctx, told);
    const slow = inTx(ctx, async (tx) => {
      await getForChange(tx, made?.reservationId ?? '');
      await new Promise((done) => setTimeout(done, 80));
      await applyStays(tx, [{ ...told, guest: { name: 'Ada' } }], { reason: 'test' });
    });
    await new Promise((done) => setTimeout(done, 30));
    await Promise.all([slow, apply(ctx, { ...told, guest: { phone: '+33 1' } })]);
    const [row] = await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org));
    expect(row).toMatchObject({ guestName: 'Ada', guestPhone: '+33 1' });
  });

  it('leaves no word of the guest in the journal', async () => {
    const { ctx, unitId } = await oneUnit();
    const guest = { name: 'Zaphod Secret', email: 'zaphod@example.org', phone: '+44 7700900123' };
    await apply(
      ctx,
      stay('airbnb:A', unitId, '2026-05-01', '2026-05-04', { guest, note: 'The key is with Xaver' }),
    );
    const rows = await ctx.db.select().from(journal).where(eq(journal.orgId, ctx.org));
    const text = JSON.stringify(rows);
    for (const word of ['Zaphod', 'zaphod', '7700900123', 'Xaver']) expect(text).not.toContain(word);
    expect(rows.find((row) => row.action === 'reservation.created')?.after).toMatchObject({
      changed: expect.arrayContaining(['checkIn']),
    });
  });

  it('keeps one holder per night also where the units are many and told at once', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const second = await addUnit(ctx, propertyId);
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        apply(
          ctx,
          stay(`ical:${i}`, i % 2 ? unitId : second, '2026-05-01', '2026-05-03'),
          stay(`ical:r${i}`, i % 2 ? second : unitId, '2026-07-01', '2026-07-03'),
        ),
      ),
    );
    expect(await ctx.db.select().from(stays).where(eq(stays.orgId, ctx.org))).toHaveLength(40);
    expect(await ctx.db.select().from(holds).where(eq(holds.orgId, ctx.org))).toHaveLength(4);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });
});

describe('changes', () => {
  it('lets two guests swap their nights in one batch', async () => {
    const { ctx, unitId } = await oneUnit();
    const [a, b] = await apply(
      ctx,
      stay('airbnb:A', unitId, '2026-05-01', '2026-05-03'),
      stay('airbnb:B', unitId, '2026-05-03', '2026-05-06'),
    );
    const swapped = await apply(
      ctx,
      stay('airbnb:A', unitId, '2026-05-03', '2026-05-06'),
      stay('airbnb:B', unitId, '2026-05-01', '2026-05-03'),
    );
    expect(swapped.map((one) => [one.outcome, one.conflictIds])).toEqual([
      ['updated', []],
      ['updated', []],
    ]);
    expect(await heldBy(ctx, a?.stayId ?? '')).toEqual([`${unitId} 2026-05-03..2026-05-06`]);
    expect(await heldBy(ctx, b?.stayId ?? '')).toEqual([`${unitId} 2026-05-01..2026-05-03`]);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('frees the nights of a cancelled stay for the next guest, and takes them back when it is revived', async () => {
    const { ctx, unitId } = await oneUnit();
    const told = stay('airbnb:A', unitId, '2026-05-01', '2026-05-03');
    const [made] = await apply(ctx, told);
    const [ended] = await apply(ctx, { ...told, reservationStatus: 'cancelled' });
    expect(ended?.outcome).toBe('cancelled');
    expect(await heldBy(ctx, made?.stayId ?? '')).toEqual([]);
    const [next] = await apply(ctx, stay('booking:B', unitId, '2026-05-02', '2026-05-03'));
    expect(next?.conflictIds).toEqual([]);
    const [back] = await apply(ctx, told);
    expect(back?.outcome).toBe('revived');
    expect(back?.conflictIds).toHaveLength(1);
    expect(await stayRow(ctx, made?.stayId ?? '')).toMatchObject({ status: 'active', sequence: 2 });
  });

  it('remembers a cancellation that came before its booking', async () => {
    const { ctx, unitId } = await oneUnit();
    const told = stay('booking:7', unitId, '2026-05-01', '2026-05-03', { reservationStatus: 'cancelled' });
    const [ended] = await apply(ctx, told);
    expect(ended?.outcome).toBe('cancelled');
    expect(await heldBy(ctx, ended?.stayId ?? '')).toEqual([]);
    expect((await apply(ctx, told))[0]?.outcome).toBe('unchanged');
  });

  it('moves a stay to another unit and moves the calendars of both', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    const [made] = await apply(ctx, stay('booking:1', unitId, '2026-05-01', '2026-05-03'));
    const before = [await versionOf(ctx, unitId), await versionOf(ctx, other)];
    await apply(ctx, stay('booking:1', other, '2026-05-01', '2026-05-03'));
    expect(await heldBy(ctx, made?.stayId ?? '')).toEqual([`${other} 2026-05-01..2026-05-03`]);
    expect(await versionOf(ctx, unitId)).toBeGreaterThan(before[0] ?? 0);
    expect(await versionOf(ctx, other)).toBeGreaterThan(before[1] ?? 0);
  });

  it('keeps the unit of a known stay that is told without one', async () => {
    const { ctx, unitId } = await oneUnit();
    await apply(ctx, stay('booking:1', unitId, '2026-05-01', '2026-05-03'));
    const [again] = await apply(ctx, stay('booking:1', null, '2026-05-02', '2026-05-04'));
    expect(await heldBy(ctx, again?.stayId ?? '')).toEqual([`${unitId} 2026-05-02..2026-05-04`]);
  });

  it('leaves a stay where a person moved it when its calendar says the same again', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    const told = stay('airbnb:A', unitId, '2026-05-01', '2026-05-03', { calendarId: 'cal_1' });
    const [made] = await apply(ctx, told);
    await apply(ctx, stay('airbnb:A', other, '2026-05-01', '2026-05-03'));
    const [again] = await apply(ctx, told);
    expect(again?.outcome).toBe('unchanged');
    expect(await heldBy(ctx, made?.stayId ?? '')).toEqual([`${other} 2026-05-01..2026-05-03`]);
  });

  it('does not let a calendar end what another one has brought since', async () => {
    const { ctx, unitId } = await oneUnit();
    const told = stay('airbnb:A', unitId, '2026-05-01', '2026-05-03', { calendarId: 'cal_1' });
    const [made] = await apply(ctx, told);
    await apply(ctx, { ...told, calendarId: 'cal_2' });
    const [ended] = await apply(ctx, { ...told, reservationStatus: 'cancelled' });
    expect(ended?.outcome).toBe('unchanged');
    expect(await heldBy(ctx, made?.stayId ?? '')).toHaveLength(1);
  });

  it('cancels a reservation of two rooms with its second room', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    const room = (roomRef: string, unit: string) =>
      stay('booking:R', unit, '2026-05-01', '2026-05-03', { roomRef });
    const status = async () =>
      (await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org)))[0]?.status;
    const both = await apply(ctx, room('1', unitId), room('2', other));
    expect(new Set(both.map((one) => one.reservationId)).size).toBe(1);
    await apply(ctx, { ...room('1', unitId), reservationStatus: 'cancelled' });
    expect(await status()).toBe('confirmed');
    await apply(ctx, { ...room('2', other), reservationStatus: 'cancelled' });
    expect(await status()).toBe('cancelled');
  });

  it('refuses a unit of another organization and writes nothing', async () => {
    const { ctx } = await oneUnit();
    const foreign = await oneUnit();
    await expect(
      apply(ctx, stay('booking:1', foreign.unitId, '2026-05-01', '2026-05-03')),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org))).toEqual([]);
  });
});
