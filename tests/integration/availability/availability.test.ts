import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalCalendars } from '#db/schema/calendars.ts';
import { getAvailability, readNights } from '#lib/domain/availability/queries.ts';
import { readTimeline } from '#lib/domain/availability/timeline.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { night } from '#lib/kernel/nights.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const MAY = { from: night('2026-05-01'), to: night('2026-05-11') };
const LETTER = { free: '.', held: 'h', blocked: 'b', closed: 'c', conflict: 'X' } as const;

async function picture(ctx: Ctx, unitId: string): Promise<string> {
  const nights = await readNights(ctx, { unitIds: [unitId], ...MAY });
  return (nights.get(unitId) ?? []).map((one) => LETTER[one.state]).join('');
}

async function house() {
  const ctx = await world.org();
  const { propertyId, unitId: left } = await makeUnit(ctx);
  const right = await addUnit(ctx, propertyId);
  return { ctx, propertyId, left, right, whole: await addUnit(ctx, propertyId, [left, right]) };
}

describe('the nights of a unit', () => {
  it('are taken with the whole house, and the house with a part, but not one part with the other', async () => {
    const { ctx, left, right, whole } = await house();
    await apply(
      ctx,
      stay('airbnb:L', left, '2026-05-01', '2026-05-03'),
      stay('airbnb:W', whole, '2026-05-06', '2026-05-08'),
    );
    expect(await picture(ctx, left)).toBe('hh...hh...');
    expect(await picture(ctx, right)).toBe('.....hh...');
    expect(await picture(ctx, whole)).toBe('hh...hh...');
  });

  it('are closed on every unit by a calendar of the property, and on the related ones by a calendar of a unit', async () => {
    const { ctx, propertyId, left, right, whole } = await house();
    await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-01', '2026-05-02');
    await makeClosure(ctx, { propertyId, unitId: left }, '2026-05-04', '2026-05-05');
    expect(await picture(ctx, left)).toBe('c..c......');
    expect(await picture(ctx, whole)).toBe('c..c......');
    expect(await picture(ctx, right)).toBe('c.........');
  });

  it.each([
    ['a closure', {}, 'cc........'],
    ['a booking of a whole property, which is no stay', { kind: 'reservation' }, 'cc........'],
    ['one judged a booking of its own', { judgement: 'distinct' }, 'cc........'],
    ['a tentative one', { tentative: true }, 'cc........'],
    ["a window's tail", { kind: 'window_tail' }, '..........'],
    ['an echo', { kind: 'echo' }, '..........'],
    ['one judged an echo', { judgement: 'echo' }, '..........'],
    ['one of our own', { judgement: 'own_uid' }, '..........'],
    ['a copy', { judgement: 'same_booking' }, '..........'],
  ] as const)('by an event of a calendar: %s', async (_, event, expected) => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-03', event);
    expect(await picture(ctx, unitId)).toBe(expected);
    // Pausing a calendar keeps its last truth.
    await ctx.db.update(externalCalendars).set({ isActive: false }).where(sql`org_id = ${ctx.org}`);
    expect(await picture(ctx, unitId)).toBe(expected);
  });

  it('stay open under a tentative event where its calendar says so', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-03', { tentative: true });
    await ctx.db.update(externalCalendars).set({ tentativeCloses: false }).where(sql`org_id = ${ctx.org}`);
    expect(await picture(ctx, unitId)).toBe('..........');
  });

  it('show a conflict on the nights two stays share, and what each holds beside it', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    await apply(ctx, stay('airbnb:A', unitId, '2026-05-01', '2026-05-04'));
    await apply(ctx, stay('booking:B', unitId, '2026-05-03', '2026-05-06'));
    expect(await picture(ctx, unitId)).toBe('hhXhh.....');
  });

  it('are answered for a property with one unit, and asked for where it has several', async () => {
    const ctx = await world.org();
    const { unitId, propertyId } = await makeUnit(ctx);
    const found = await getAvailability(ctx, { unit: propertyId, ...MAY });
    expect(found).toMatchObject({ unitId, nextCursor: null });
    expect(found.items).toHaveLength(10);
    await addUnit(ctx, propertyId);
    await expect(getAvailability(ctx, { unit: propertyId, ...MAY })).rejects.toMatchObject({
      code: 'choose_unit',
    });
  });

  it("of another organization's unit are unknown", async () => {
    const { unitId } = await makeUnit(await world.org());
    const stranger = await world.org();
    for (const attempt of [
      () => readNights(stranger, { unitIds: [unitId], ...MAY }),
      () => getAvailability(stranger, { unit: unitId, ...MAY }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the timeline', () => {
  it('draws a bar for everything that takes nights, and says which wait and which clash', async () => {
    const ctx = await world.org();
    const { unitId, propertyId } = await makeUnit(ctx);
    await updateUnit(ctx, unitId, { preparationNights: 1 });
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-09', '2026-05-12');
    const guest = { guest: { name: 'Ada' }, calendarId };
    await apply(ctx, stay('airbnb:A', unitId, '2026-04-29', '2026-05-03', guest));
    await apply(ctx, stay('booking:B', unitId, '2026-05-02', '2026-05-04', { reservationStatus: 'pending' }));
    await createBlock(ctx, {
      unitId,
      from: night('2026-05-06'),
      to: night('2026-05-07'),
      reason: 'painting',
    });
    const { properties } = await readTimeline(ctx, MAY);
    expect(properties).toMatchObject([{ id: propertyId, timezone: 'Europe/Paris' }]);
    const [unit] = properties[0]?.units ?? [];
    expect(unit?.openConflicts).toBe(1);
    expect(unit?.bars.map((bar) => [bar.kind, bar.checkIn, bar.checkOut, bar.label])).toEqual([
      ['stay', '2026-04-29', '2026-05-03', 'Ada'],
      ['stay', '2026-05-02', '2026-05-04', ''],
      ['preparation', '2026-05-04', '2026-05-05', ''],
      ['block', '2026-05-06', '2026-05-07', 'painting'],
      ['closure', '2026-05-09', '2026-05-12', 'Not available'],
    ]);
    expect(unit?.bars[0]).toMatchObject({
      channel: 'airbnb',
      source: { calendarId, name: 'Airbnb' },
      inConflict: true,
      parked: false,
      tentative: false,
    });
    expect(unit?.bars[1]).toMatchObject({ inConflict: true, parked: true, tentative: true });
  });

  it('shows the whole house taken by a part, and says where the bar stands', async () => {
    const { ctx, left, right, whole } = await house();
    await apply(ctx, stay('airbnb:L', left, '2026-05-01', '2026-05-03'));
    const { properties } = await readTimeline(ctx, MAY);
    const bars = new Map(properties[0]?.units.map((unit) => [unit.id, unit.bars.map((bar) => bar.unitId)]));
    expect(bars.get(left)).toEqual([left]);
    expect(bars.get(whole)).toEqual([left]);
    expect(bars.get(right)).toEqual([]);
  });

  it('asks the database seven questions, for one unit as for forty, and shows no other organization', async () => {
    const ctx = await world.org();
    const { propertyId } = await makeUnit(ctx);
    const ask = () => countQueries(world.pool, ctx, (counted) => readTimeline(counted, MAY));
    const few = await ask();
    for (let i = 0; i < 39; i++)
      await apply(ctx, stay(`airbnb:${i}`, await addUnit(ctx, propertyId), '2026-05-01', '2026-05-03'));
    const many = await ask();
    expect([few.count, many.count]).toEqual([7, 7]);
    expect(many.answer.properties).toHaveLength(1);
    expect(many.answer.properties[0]?.units).toHaveLength(40);
  });

  it('of some properties leaves the others out', async () => {
    const ctx = await world.org();
    const [one] = [await makeUnit(ctx), await makeUnit(ctx)];
    const { properties } = await readTimeline(ctx, { ...MAY, propertyIds: [one.propertyId] });
    expect(properties.map((property) => property.id)).toEqual([one.propertyId]);
  });
});
