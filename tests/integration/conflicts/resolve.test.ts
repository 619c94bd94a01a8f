import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarEvents } from '#db/schema/calendars.ts';
import { units } from '#db/schema/properties.ts';
import { journal } from '#db/schema/work.ts';
import { readNights } from '#lib/domain/availability/queries.ts';
import { openConflict } from '#lib/domain/conflicts/open-conflict.ts';
import { getConflict, listConflicts } from '#lib/domain/conflicts/queries.ts';
import type { Verdict } from '#lib/domain/conflicts/schemas.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { resolveConflict } from '#lib/domain/reservations/resolve-conflict.ts';
import { night, nightRange } from '#lib/kernel/nights.ts';
import { makeClosure } from '#tests/support/closures.ts';
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

/** A direct booking holds; Airbnb then brings another guest for two of its nights. */
async function doubleBooked() {
  const ctx = await world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const direct = await createReservation(ctx, {
    unitId,
    checkIn: night('2026-05-01'),
    checkOut: night('2026-05-04'),
    guest: { name: 'Ada' },
  });
  const [told] = await apply(
    ctx,
    stay('airbnb:HM1', unitId, '2026-05-02', '2026-05-06', { guest: { name: 'Grace' } }),
  );
  return {
    ctx,
    unitId,
    propertyId,
    conflictId: told?.conflictIds[0] ?? '',
    direct: direct.stays[0]?.id ?? '',
    airbnb: told?.stayId ?? '',
  };
}

/** A direct booking, and an event on some of its nights of which nobody knows whether it is a copy. */
async function perhapsDouble() {
  const ctx = await world.org();
  const { unitId, propertyId } = await makeUnit(ctx);
  const [told] = await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
  const { eventId } = await makeClosure(ctx, { propertyId, unitId }, '2026-05-02', '2026-05-09');
  const found = {
    unitId,
    kind: 'possible_double_booking',
    claims: [told?.stayId ?? '', eventId],
    nights: nightRange('2026-05-02', '2026-05-04'),
  } as const;
  const conflictId = (await inTx(ctx, (tx) => openConflict(tx, found))) ?? '';
  return { ctx, unitId, eventId, conflictId, found };
}

const stateOf = async (ctx: Ctx, unitId: string, at: string) => {
  const to = night(at.replace(/\d\d$/, (d) => String(Number(d) + 1).padStart(2, '0')));
  const nights = await readNights(ctx, { unitIds: [unitId], from: night(at), to });
  return nights.get(unitId)?.[0]?.state;
};

describe('a conflict that is read', () => {
  it('shows both sides: who, where from, which nights, since when, and what can be done', async () => {
    const { ctx, unitId, conflictId, direct, airbnb } = await doubleBooked();
    const { items } = await listConflicts(ctx, { status: 'open', limit: 9 });
    expect(items).toMatchObject([
      {
        id: conflictId,
        kind: 'double_booking',
        unit: { id: unitId, name: 'Loft', propertyName: 'Loft' },
        checkIn: '2026-05-02',
        checkOut: '2026-05-04',
      },
    ]);
    const sides = new Map(items[0]?.sides.map((side) => [side.id, side]));
    expect(sides.get(direct)).toMatchObject({
      channel: 'direct',
      guestName: 'Ada',
      isHeld: true,
      isCancellable: true,
      firstSeenAt: '2026-03-01T12:00:00Z',
    });
    expect(sides.get(airbnb)).toMatchObject({
      channel: 'airbnb',
      externalId: 'HM1',
      guestName: 'Grace',
      isHeld: false,
      isCancellable: false,
    });
  });

  it('shows an event with its calendar, and as lost once that dropped it', async () => {
    const { ctx, eventId, conflictId } = await perhapsDouble();
    const event = async () => (await getConflict(ctx, conflictId)).sides.find((side) => side.id === eventId);
    expect(await event()).toMatchObject({
      kind: 'event',
      isStanding: true,
      summary: 'Not available',
      calendar: { name: 'Airbnb' },
    });
    await ctx.db.delete(calendarEvents).where(eq(calendarEvents.id, eventId));
    expect(await event()).toMatchObject({ kind: 'event', isStanding: false, checkIn: null });
  });
});

describe('a conflict that is resolved', () => {
  it('by cancelling the direct side: it ends, the other holds', async () => {
    const { ctx, conflictId, direct, airbnb } = await doubleBooked();
    const resolved = await resolveConflict(ctx, conflictId, {
      action: 'cancel',
      stayId: direct,
      note: 'called them',
    });
    expect(resolved).toMatchObject({ status: 'resolved', resolution: 'cancelled', note: 'called them' });
    expect(await heldBy(ctx, direct)).toEqual([]);
    expect(await heldBy(ctx, airbnb)).toHaveLength(1);
  });

  it("not by cancelling a channel's side here: that is done there", async () => {
    const { ctx, conflictId, airbnb } = await doubleBooked();
    await expect(
      resolveConflict(ctx, conflictId, { action: 'cancel', stayId: airbnb }),
    ).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('Cancel it there') });
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('by moving one side to a free unit, where it holds', async () => {
    const { ctx, propertyId, conflictId, airbnb } = await doubleBooked();
    const other = await addUnit(ctx, propertyId);
    const resolved = await resolveConflict(ctx, conflictId, {
      action: 'move',
      stayId: airbnb,
      unitId: other,
    });
    expect(resolved.resolution).toBe('moved');
    expect(await heldBy(ctx, airbnb)).toEqual([`${other} 2026-05-02..2026-05-06`]);
  });

  it('not by moving it where somebody else is', async () => {
    const { ctx, propertyId, conflictId, airbnb } = await doubleBooked();
    const other = await addUnit(ctx, propertyId);
    await apply(ctx, stay('booking:B', other, '2026-05-05', '2026-05-06'));
    await expect(
      resolveConflict(ctx, conflictId, { action: 'move', stayId: airbnb, unitId: other }),
    ).rejects.toMatchObject({ code: 'nights_taken' });
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('by accepting it: both stand, and it is not asked again', async () => {
    const { ctx, conflictId, unitId } = await doubleBooked();
    await resolveConflict(ctx, conflictId, { action: 'accept' });
    await apply(
      ctx,
      stay('airbnb:HM1', unitId, '2026-05-02', '2026-05-06', { guest: { name: 'Grace Hopper' } }),
    );
    expect(await openConflicts(ctx)).toEqual([]);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('once: of two people at the same moment one is told it is done', async () => {
    const { ctx, conflictId, direct } = await doubleBooked();
    const both = await Promise.allSettled([
      resolveConflict(ctx, conflictId, { action: 'accept' }),
      resolveConflict(ctx, conflictId, { action: 'cancel', stayId: direct }),
    ]);
    const failed = both.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(failed).toEqual(['conflict']);
  });

  it('as one booking: the event closes nothing any more, and is remembered as a copy', async () => {
    const { ctx, unitId, eventId, conflictId, found } = await perhapsDouble();
    expect(await stateOf(ctx, unitId, '2026-05-06')).toBe('closed');
    const version = async () =>
      (await ctx.db.select().from(units).where(eq(units.id, unitId)))[0]?.calendarVersion ?? 0;
    const before = await version();
    const resolved = await resolveConflict(ctx, conflictId, { action: 'same_booking' });
    expect(resolved.resolution).toBe('same_booking');
    expect(await stateOf(ctx, unitId, '2026-05-06')).toBe('free');
    expect(await version()).toBeGreaterThan(before);
    expect(await inTx(ctx, (tx) => openConflict(tx, found))).toBeNull();
    const [event] = await ctx.db.select().from(calendarEvents).where(eq(calendarEvents.id, eventId));
    expect(event?.judgement).toBe('same_booking');
  });

  it('or not, as two bookings: it stays open and is certain now', async () => {
    const { ctx, unitId, conflictId } = await perhapsDouble();
    const told = await resolveConflict(ctx, conflictId, { action: 'distinct' });
    expect(told).toMatchObject({ status: 'open', kind: 'double_booking' });
    expect(await stateOf(ctx, unitId, '2026-05-06')).toBe('closed');
    expect(await stateOf(ctx, unitId, '2026-05-03')).toBe('conflict');
  });

  it('never as one booking where both sides are certain', async () => {
    const { ctx, conflictId } = await doubleBooked();
    await expect(resolveConflict(ctx, conflictId, { action: 'same_booking' })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  it('is journaled with who did it', async () => {
    const { ctx, conflictId } = await doubleBooked();
    await resolveConflict(ctx, conflictId, { action: 'accept' });
    const rows = await ctx.db.select().from(journal).where(eq(journal.subjectId, conflictId));
    expect(rows.map((row) => [row.action, row.actorId]).sort()).toEqual([
      ['conflict.opened', ctx.actor.id],
      ['conflict.resolved', ctx.actor.id],
    ]);
  });
});

describe('who may', () => {
  const verdicts: Verdict[] = [{ action: 'accept' }, { action: 'same_booking' }, { action: 'distinct' }];

  it("answers another organization's conflict, and a stay that is no side of it, as unknown or wrong", async () => {
    const { ctx, conflictId, unitId } = await doubleBooked();
    const stranger = await doubleBooked();
    for (const verdict of verdicts)
      await expect(resolveConflict(stranger.ctx, conflictId, verdict)).rejects.toMatchObject({
        code: 'not_found',
      });
    await expect(getConflict(stranger.ctx, conflictId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      resolveConflict(ctx, conflictId, { action: 'cancel', stayId: stranger.direct }),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(
      resolveConflict(stranger.ctx, stranger.conflictId, {
        action: 'move',
        stayId: stranger.airbnb,
        unitId,
      }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lets a viewer read and decide nothing', async () => {
    const { ctx, conflictId } = await doubleBooked();
    const viewer = world.as(ctx, 'viewer');
    expect((await getConflict(viewer, conflictId)).id).toBe(conflictId);
    for (const verdict of verdicts)
      await expect(resolveConflict(viewer, conflictId, verdict)).rejects.toMatchObject({ code: 'forbidden' });
  });
});
