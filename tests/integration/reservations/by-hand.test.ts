import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import { listBlocks } from '#lib/domain/blocks/queries.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { cancelReservation } from '#lib/domain/reservations/cancel.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { getReservation, listReservations } from '#lib/domain/reservations/queries.ts';
import { ReservationInput } from '#lib/domain/reservations/schemas.ts';
import { updateReservation } from '#lib/domain/reservations/update.ts';
import { night } from '#lib/kernel/nights.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, heldBy, makeUnit, openConflicts, stay } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ max: 10 });
});
afterAll(() => world.close());

async function oneUnit(): Promise<{ ctx: Ctx; unitId: string; propertyId: string }> {
  const ctx = await world.org();
  return { ctx, ...(await makeUnit(ctx)) };
}

function booking(unitId: string, checkIn: string, checkOut: string, more: object = {}): ReservationInput {
  return ReservationInput.parse({ unitId, checkIn, checkOut, guest: { name: 'Ada' }, ...more });
}
const book = (ctx: Ctx, unitId: string, checkIn: string, checkOut: string, more: object = {}) =>
  createReservation(ctx, booking(unitId, checkIn, checkOut, more));

describe('booking by hand', () => {
  it('lets exactly one of 60 at once have the night; the others are told it is taken', async () => {
    const { ctx, unitId } = await oneUnit();
    const all = await Promise.allSettled(
      Array.from({ length: 60 }, () => book(ctx, unitId, '2026-05-01', '2026-05-02')),
    );
    expect(all.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    const codes = all.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(new Set(codes)).toEqual(new Set(['nights_taken']));
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('answers the reservation with its stay, its own id as the external one, and why it is', async () => {
    const { ctx, unitId } = await oneUnit();
    const total = { amount: 12_345, currency: 'EUR' };
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-03', { total, guests: 2 });
    expect(made).toMatchObject({
      channel: 'direct',
      externalId: made.id,
      status: 'confirmed',
      total,
      guests: 2,
    });
    expect(made.stays).toMatchObject([{ unitId, checkIn: '2026-05-01', isHeld: true, conflictIds: [] }]);
    expect(made.journal).toMatchObject([{ action: 'reservation.created', reason: 'booked by hand' }]);
    expect(await getReservation(ctx, made.id)).toEqual(made);
  });

  it('takes the id of a property with one unit, and asks which where there are several', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    expect((await book(ctx, propertyId, '2026-05-01', '2026-05-03')).stays[0]?.unitId).toBe(unitId);
    await addUnit(ctx, propertyId);
    await expect(book(ctx, propertyId, '2026-06-01', '2026-06-03')).rejects.toMatchObject({
      code: 'choose_unit',
      details: { units: [{ id: unitId }, {}] },
    });
  });

  it('names what stands in the way: a stay, a closure, a block, a night to prepare', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    await updateUnit(ctx, unitId, { preparationNights: 1 });
    const held = await book(ctx, unitId, '2026-05-01', '2026-05-03');
    const { eventId } = await makeClosure(ctx, { propertyId, unitId: null }, '2026-06-01', '2026-06-03');
    const block = await createBlock(ctx, { unitId, from: night('2026-07-01'), to: night('2026-07-03') });
    const refused = async (from: string, to: string) => {
      const error = await book(ctx, unitId, from, to).catch((reason: unknown) => reason);
      return error;
    };
    const stayId = held.stays[0]?.id;
    for (const [from, to, state, kind, id] of [
      ['2026-05-02', '2026-05-06', 'held', 'stay', stayId],
      ['2026-05-03', '2026-05-06', 'blocked', 'preparation', stayId],
      ['2026-04-28', '2026-05-01', 'blocked', 'preparation', stayId],
      ['2026-06-02', '2026-06-06', 'closed', 'closure', eventId],
      ['2026-07-02', '2026-07-06', 'blocked', 'block', block.id],
    ] as const) {
      expect(await refused(from, to)).toMatchObject({
        code: 'nights_taken',
        details: { nights: expect.arrayContaining([expect.objectContaining({ state, by: { kind, id } })]) },
      });
    }
    await expect(book(ctx, unitId, '2026-05-04', '2026-05-06')).resolves.toBeDefined();
  });

  it('books over a block when told to, never over a stay or a closure', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const force = { force: true };
    await createBlock(ctx, { unitId, from: night('2026-07-01'), to: night('2026-07-09') });
    await book(ctx, unitId, '2026-07-01', '2026-07-03', force);
    await expect(book(ctx, unitId, '2026-07-02', '2026-07-04', force)).rejects.toThrow(/another stay/);
    await makeClosure(ctx, { propertyId, unitId }, '2026-07-05', '2026-07-06');
    await expect(book(ctx, unitId, '2026-07-04', '2026-07-06', force)).rejects.toThrow(/external calendar/);
  });

  it('does not book a night whose stay waits in a conflict without a hold', async () => {
    const { ctx, unitId } = await oneUnit();
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-03'));
    await apply(ctx, stay('booking:B', unitId, '2026-05-02', '2026-05-08'));
    await expect(book(ctx, unitId, '2026-05-05', '2026-05-06')).rejects.toMatchObject({
      details: { nights: [{ state: 'held' }] },
    });
  });

  it('takes the whole house with a part, and the parts with the house', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const right = await addUnit(ctx, propertyId);
    const whole = await addUnit(ctx, propertyId, [unitId, right]);
    await book(ctx, unitId, '2026-05-01', '2026-05-03');
    await expect(book(ctx, whole, '2026-05-02', '2026-05-04')).rejects.toMatchObject({
      code: 'nights_taken',
    });
    await book(ctx, whole, '2026-06-01', '2026-06-03');
    await expect(book(ctx, right, '2026-06-02', '2026-06-04')).rejects.toMatchObject({
      code: 'nights_taken',
    });
    await book(ctx, right, '2026-05-01', '2026-05-03');
  });

  it.each([
    ['2024-02-27', '2024-03-02', 'checkIn'],
    ['2029-02-27', '2029-03-02', 'checkOut'],
  ])('refuses %s to %s as too far away', async (checkIn, checkOut, path) => {
    const { ctx, unitId } = await oneUnit();
    await expect(book(ctx, unitId, checkIn, checkOut)).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path }],
    });
  });
});

describe('changing and cancelling by hand', () => {
  it('moves a direct booking over its own nights to new dates', async () => {
    const { ctx, unitId } = await oneUnit();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-05');
    const moved = await updateReservation(ctx, made.id, {
      checkIn: night('2026-05-03'),
      checkOut: night('2026-05-08'),
    });
    expect(await heldBy(ctx, moved.stays[0]?.id ?? '')).toEqual([`${unitId} 2026-05-03..2026-05-08`]);
  });

  it('refuses new dates on which another guest is, and changes nothing', async () => {
    const { ctx, unitId } = await oneUnit();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-05');
    await book(ctx, unitId, '2026-05-05', '2026-05-07');
    const later = { checkOut: night('2026-05-06') };
    await expect(updateReservation(ctx, made.id, later)).rejects.toMatchObject({ code: 'nights_taken' });
    expect(await getReservation(ctx, made.id)).toEqual(made);
  });

  it('refuses dates in the wrong order even where only one of them is given', async () => {
    const { ctx, unitId } = await oneUnit();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-05');
    await expect(updateReservation(ctx, made.id, { checkIn: night('2026-05-06') })).rejects.toMatchObject({
      code: 'invalid_input',
    });
  });

  it("changes the guest and the unit of a channel's booking, not its dates", async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    const [told] = await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    const id = told?.reservationId ?? '';
    const moved = await updateReservation(ctx, id, { unitId: other, guest: { name: 'Grace' } });
    expect(moved).toMatchObject({ guest: { name: 'Grace' }, stays: [{ unitId: other, isHeld: true }] });
    await expect(updateReservation(ctx, id, { checkOut: night('2026-05-05') })).rejects.toThrow(/airbnb/);
  });

  it('frees the nights of a cancelled booking, once', async () => {
    const { ctx, unitId } = await oneUnit();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-05');
    const ended = await cancelReservation(ctx, made.id);
    expect(ended).toMatchObject({ status: 'cancelled', stays: [{ status: 'cancelled', isHeld: false }] });
    expect(await cancelReservation(ctx, made.id)).toEqual(ended);
    await book(ctx, unitId, '2026-05-01', '2026-05-05');
    await expect(updateReservation(ctx, made.id, { guests: 3 })).rejects.toMatchObject({ code: 'conflict' });
  });

  it("leaves a channel's booking to be cancelled there", async () => {
    const { ctx, unitId } = await oneUnit();
    const [told] = await apply(ctx, stay('booking:B', unitId, '2026-05-01', '2026-05-04'));
    await expect(cancelReservation(ctx, told?.reservationId ?? '')).rejects.toMatchObject({
      code: 'conflict',
      details: { channel: 'booking', externalId: 'B' },
    });
  });
});

describe('finding reservations', () => {
  it('finds those that share a night with the dates, and not those that only touch them', async () => {
    const { ctx, unitId } = await oneUnit();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-05');
    const found = async (from: string, to: string) =>
      (await listReservations(ctx, { from: night(from), to: night(to), limit: 9 })).items.map(
        (one) => one.id,
      );
    expect(await found('2026-05-04', '2026-05-05')).toEqual([made.id]);
    expect(await found('2026-05-05', '2026-05-06')).toEqual([]);
    expect(await found('2026-04-01', '2026-05-01')).toEqual([]);
  });

  it('finds by unit, property, status and words, and pages through all of them once', async () => {
    const { ctx, unitId, propertyId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    for (const [unit, checkIn, name] of [
      [unitId, '2026-05-01', '100% Ada'],
      [unitId, '2026-05-02', 'Grace'],
      [other, '2026-05-01', 'Edsger'],
    ] as const)
      await book(
        ctx,
        unit,
        checkIn,
        night(checkIn).replace(/.$/, (d) => String(Number(d) + 1)),
        {
          guest: { name },
        },
      );
    const names = async (asked: object) =>
      (await listReservations(ctx, { limit: 9, ...asked })).items.map((one) => one.guest.name).sort();
    expect(await names({ unit: other })).toEqual(['Edsger']);
    expect(await names({ unit: propertyId })).toEqual(['100% Ada', 'Edsger', 'Grace']);
    expect(await names({ q: 'grac' })).toEqual(['Grace']);
    expect(await names({ q: '0%' })).toEqual(['100% Ada']);
    expect(await names({ q: '%r%' })).toEqual([]);
    expect(await names({ status: 'cancelled' })).toEqual([]);
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await listReservations(ctx, { limit: 2, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map((one) => one.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(3);
    expect(seen).toHaveLength(3);
  });
});

describe('who may', () => {
  it("answers another organization's reservation, unit and block as unknown", async () => {
    const { ctx, unitId } = await oneUnit();
    const stranger = await world.org();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-03');
    const block = await createBlock(ctx, { unitId, from: night('2026-07-01'), to: night('2026-07-03') });
    for (const attempt of [
      () => getReservation(stranger, made.id),
      () => updateReservation(stranger, made.id, { guests: 2 }),
      () => cancelReservation(stranger, made.id),
      () => book(stranger, unitId, '2026-08-01', '2026-08-02'),
      () => createBlock(stranger, { unitId, from: night('2026-07-01'), to: night('2026-07-03') }),
      () => deleteBlock(stranger, block.id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    expect((await listReservations(stranger, { limit: 9 })).items).toEqual([]);
    expect((await listReservations(stranger, { unit: unitId, limit: 9 })).items).toEqual([]);
    expect((await listBlocks(stranger, { limit: 9 })).items).toEqual([]);
    expect((await listBlocks(ctx, { limit: 9 })).items).toEqual([block]);
  });

  it('lets a viewer read and change nothing', async () => {
    const { ctx, unitId } = await oneUnit();
    const made = await book(ctx, unitId, '2026-05-01', '2026-05-03');
    const viewer = world.as(ctx, 'viewer');
    expect(await getReservation(viewer, made.id)).toEqual({ ...made, journal: [] });
    for (const attempt of [
      () => book(viewer, unitId, '2026-06-01', '2026-06-03'),
      () => updateReservation(viewer, made.id, { guests: 2 }),
      () => cancelReservation(viewer, made.id),
      () => createBlock(viewer, { unitId, from: night('2026-07-01'), to: night('2026-07-03') }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('opens the nights of a deleted block again', async () => {
    const { ctx, unitId } = await oneUnit();
    const block = await createBlock(ctx, { unitId, from: night('2026-07-01'), to: night('2026-07-03') });
    await deleteBlock(ctx, block.id);
    await book(ctx, unitId, '2026-07-01', '2026-07-03');
    await expect(deleteBlock(ctx, block.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});
