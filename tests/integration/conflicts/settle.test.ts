import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { conflicts, holds, stays } from '#db/schema/reservations.ts';
import { closeConflictsOf } from '#lib/domain/conflicts/close-conflicts.ts';
import { openConflict } from '#lib/domain/conflicts/open-conflict.ts';
import { settleUnits } from '#lib/domain/conflicts/settle.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { nightRange } from '#lib/kernel/nights.ts';
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

const clock = testClock('2026-03-01T12:00:00Z');
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ clock });
});
afterAll(() => world.close());

async function oneUnit(): Promise<{ ctx: Ctx; unitId: string; propertyId: string }> {
  const ctx = await world.org();
  return { ctx, ...(await makeUnit(ctx)) };
}

async function house(): Promise<{ ctx: Ctx; whole: string; left: string; right: string }> {
  const { ctx, propertyId, unitId: left } = await oneUnit();
  const right = await addUnit(ctx, propertyId);
  return { ctx, left, right, whole: await addUnit(ctx, propertyId, [left, right]) };
}

const resolutions = async (ctx: Ctx) =>
  (await ctx.db.select().from(conflicts).where(eq(conflicts.orgId, ctx.org)))
    .map((row) => row.resolution ?? row.status)
    .sort();

describe('two stays on one night', () => {
  it('are both kept: the first holds, the second stands in a conflict that names both and their nights', async () => {
    const { ctx, unitId } = await oneUnit();
    const [first] = await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    const [second] = await apply(ctx, stay('booking:B', unitId, '2026-05-03', '2026-05-06'));
    const [conflict] = await openConflicts(ctx);
    expect(second?.conflictIds).toEqual([conflict?.id]);
    expect(conflict).toMatchObject({
      kind: 'double_booking',
      unitId,
      nights: { checkIn: '2026-05-03', checkOut: '2026-05-04' },
    });
    expect([conflict?.claimA, conflict?.claimB].sort()).toEqual([first?.stayId, second?.stayId].sort());
    expect(await heldBy(ctx, first?.stayId ?? '')).toHaveLength(1);
    expect(await heldBy(ctx, second?.stayId ?? '')).toEqual([]);
  });

  it('settle by themselves when one side cancels: the conflict is gone and the other holds', async () => {
    const { ctx, unitId } = await oneUnit();
    const first = stay('airbnb:A', unitId, '2026-05-01', '2026-05-04');
    await apply(ctx, first);
    const [second] = await apply(ctx, stay('booking:B', unitId, '2026-05-03', '2026-05-06'));
    await apply(ctx, { ...first, reservationStatus: 'cancelled' });
    expect(await heldBy(ctx, second?.stayId ?? '')).toEqual([`${unitId} 2026-05-03..2026-05-06`]);
    expect(await resolutions(ctx)).toEqual(['gone']);
  });

  it('follow their nights while they still clash, without a second conflict', async () => {
    const { ctx, unitId } = await oneUnit();
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    await apply(ctx, stay('booking:B', unitId, '2026-05-03', '2026-05-06'));
    await apply(ctx, stay('booking:B', unitId, '2026-05-02', '2026-05-06'));
    const open = await openConflicts(ctx);
    expect(open.map((row) => row.nights)).toEqual([{ checkIn: '2026-05-02', checkOut: '2026-05-04' }]);
  });

  it('let the one that waits longest have the nights that become free', async () => {
    const { ctx, unitId } = await oneUnit();
    const first = stay('airbnb:A', unitId, '2026-05-01', '2026-05-04');
    await apply(ctx, first);
    clock.advance({ minutes: 1 });
    const [second] = await apply(ctx, stay('booking:B', unitId, '2026-05-01', '2026-05-04'));
    clock.advance({ minutes: 1 });
    const [third] = await apply(ctx, stay('vrbo:C', unitId, '2026-05-01', '2026-05-04'));
    expect(await openConflicts(ctx)).toHaveLength(3);
    await apply(ctx, { ...first, reservationStatus: 'cancelled' });
    expect(await heldBy(ctx, second?.stayId ?? '')).toHaveLength(1);
    expect(await heldBy(ctx, third?.stayId ?? '')).toEqual([]);
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('clash anew where both are moved to another unit, and no more where they were', async () => {
    const { ctx, propertyId, unitId } = await oneUnit();
    const other = await addUnit(ctx, propertyId);
    await apply(
      ctx,
      stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'),
      stay('booking:B', unitId, '2026-05-02', '2026-05-04'),
    );
    await apply(
      ctx,
      stay('airbnb:A', other, '2026-05-01', '2026-05-04'),
      stay('booking:B', other, '2026-05-02', '2026-05-04'),
    );
    expect((await openConflicts(ctx)).map((row) => row.unitId)).toEqual([other]);
  });

  it('only touch on a day of departure', async () => {
    const { ctx, unitId } = await oneUnit();
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    const [next] = await apply(ctx, stay('booking:B', unitId, '2026-05-04', '2026-05-06'));
    expect(next?.conflictIds).toEqual([]);
  });

  it('find, in a batch of hundreds, exactly the one that clashes', async () => {
    const { ctx, unitId } = await oneUnit();
    const day = (n: number) => `20${26 + Math.floor(n / 28)}-05-${String(1 + (n % 28)).padStart(2, '0')}`;
    const batch = Array.from({ length: 300 }, (_, i) =>
      stay(
        `ical:${i}`,
        unitId,
        day(i),
        day(i).replace(/\d\d$/, (d) => String(Number(d) + 1).padStart(2, '0')),
      ),
    );
    const answers = await apply(ctx, ...batch, stay('booking:B', unitId, '2026-05-07', '2026-05-08'));
    expect(answers.filter((one) => one.conflictIds.length > 0)).toHaveLength(2);
    expect(await ctx.db.select().from(holds).where(eq(holds.orgId, ctx.org))).toHaveLength(300);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });
});

describe('a whole house and its parts', () => {
  it('are taken together: a stay on the whole holds every part', async () => {
    const { ctx, whole, left, right } = await house();
    const [made] = await apply(ctx, stay('airbnb:W', whole, '2026-05-01', '2026-05-03'));
    expect(await heldBy(ctx, made?.stayId ?? '')).toEqual(
      [`${left} 2026-05-01..2026-05-03`, `${right} 2026-05-01..2026-05-03`].sort(),
    );
    const [part] = await apply(ctx, stay('booking:L', left, '2026-05-02', '2026-05-04'));
    expect(part?.conflictIds).toHaveLength(1);
    expect((await openConflicts(ctx))[0]?.unitId).toBe(left);
  });

  it('a stay on the whole holds no part while one part is taken, and all of them once it is free', async () => {
    const { ctx, whole, left } = await house();
    const part = stay('booking:L', left, '2026-05-02', '2026-05-04');
    await apply(ctx, part);
    const [made] = await apply(ctx, stay('airbnb:W', whole, '2026-05-01', '2026-05-03'));
    expect(await heldBy(ctx, made?.stayId ?? '')).toEqual([]);
    await apply(ctx, { ...part, reservationStatus: 'cancelled' });
    expect(await heldBy(ctx, made?.stayId ?? '')).toHaveLength(2);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('two stays on the whole are one conflict, not one for each part', async () => {
    const { ctx, whole } = await house();
    await apply(ctx, stay('airbnb:V', whole, '2026-05-01', '2026-05-03'));
    await apply(ctx, stay('airbnb:W', whole, '2026-05-01', '2026-05-03'));
    expect((await openConflicts(ctx)).map((row) => row.unitId)).toEqual([whole]);
  });

  it('one part does not stand in the way of the other', async () => {
    const { ctx, left, right } = await house();
    await apply(ctx, stay('airbnb:L', left, '2026-05-01', '2026-05-03'));
    const [made] = await apply(ctx, stay('airbnb:R', right, '2026-05-01', '2026-05-03'));
    expect(made?.conflictIds).toEqual([]);
  });
});

describe('what a person said of a pair', () => {
  async function clashing() {
    const { ctx, unitId } = await oneUnit();
    const [first] = await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    const [second] = await apply(ctx, stay('booking:B', unitId, '2026-05-03', '2026-05-06'));
    const ids = [first?.stayId ?? '', second?.stayId ?? ''];
    await inTx(ctx, (tx) => closeConflictsOf(tx, ids, 'accepted', { pair: true }));
    return { ctx, unitId };
  }

  it('stands while its nights are the same', async () => {
    const { ctx, unitId } = await clashing();
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    await apply(ctx, stay('airbnb:A', unitId, '2026-04-30', '2026-05-04'));
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('is asked again when other nights clash', async () => {
    const { ctx, unitId } = await clashing();
    await apply(ctx, stay('booking:B', unitId, '2026-05-02', '2026-05-06'));
    expect(await openConflicts(ctx)).toHaveLength(1);
  });
});

describe('a conflict with an event of a calendar', () => {
  async function withClosure() {
    const { ctx, unitId, propertyId } = await oneUnit();
    const [made] = await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    const { eventId, calendarId } = await makeClosure(
      ctx,
      { propertyId, unitId },
      '2026-05-02',
      '2026-05-05',
    );
    const found = {
      unitId,
      kind: 'possible_double_booking',
      claims: [made?.stayId ?? '', eventId],
      nights: nightRange('2026-05-02', '2026-05-04'),
    } as const;
    return { ctx, unitId, eventId, calendarId, open: () => inTx(ctx, (tx) => openConflict(tx, found)) };
  }

  it('is opened once', async () => {
    const { ctx, open } = await withClosure();
    expect(await open()).toMatch(/^cfl_/);
    expect(await open()).toBeNull();
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('stays open while both claim the night, and is gone when the event is', async () => {
    const { ctx, unitId, eventId, open } = await withClosure();
    await open();
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    expect(await openConflicts(ctx)).toHaveLength(1);
    await ctx.db.delete(calendarEvents).where(eq(calendarEvents.id, eventId));
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    expect(await resolutions(ctx)).toEqual(['gone']);
  });

  it('is gone when the event closes nothing any more', async () => {
    const { ctx, unitId, eventId, calendarId, open } = await withClosure();
    await open();
    await ctx.db.update(calendarEvents).set({ tentative: true }).where(eq(calendarEvents.id, eventId));
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    expect(await openConflicts(ctx)).toHaveLength(1);
    await ctx.db
      .update(externalCalendars)
      .set({ tentativeCloses: false })
      .where(eq(externalCalendars.id, calendarId));
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    expect(await openConflicts(ctx)).toEqual([]);
  });
});

describe('settling', () => {
  it('changes nothing the second time', async () => {
    const { ctx, unitId } = await oneUnit();
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    await apply(ctx, stay('booking:B', unitId, '2026-05-03', '2026-05-06'));
    const before = [await ctx.db.select().from(conflicts), await ctx.db.select().from(holds)];
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    expect([await ctx.db.select().from(conflicts), await ctx.db.select().from(holds)]).toEqual(before);
  });

  it('mends a stay that lost its hold', async () => {
    const { ctx, unitId } = await oneUnit();
    const [made] = await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    await ctx.db.delete(holds).where(eq(holds.stayId, made?.stayId ?? ''));
    await inTx(ctx, (tx) => settleUnits(tx, [unitId]));
    expect(await heldBy(ctx, made?.stayId ?? '')).toHaveLength(1);
    expect(await ctx.db.select().from(stays).where(eq(stays.orgId, ctx.org))).toHaveLength(1);
  });
});
