import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listConflicts } from '#lib/domain/conflicts/queries.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listReservations } from '#lib/domain/reservations/queries.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { apply, makeUnit, stay } from '#tests/support/stays.ts';

let world: TestWorld;
let ctx: Ctx;
let unitId: string;
beforeAll(async () => {
  world = await testWorld();
  ctx = await world.org();
  unitId = (await makeUnit(ctx)).unitId;
});
afterAll(() => world.close());

function guests(from: number, count: number, length = 1) {
  return Array.from({ length: count }, (_, i) => {
    const checkIn = addNights(night('2026-05-01'), from + i);
    return stay(`ical:${from + i}`, unitId, checkIn, addNights(checkIn, length));
  });
}
const statements = async (...told: ReturnType<typeof guests>) =>
  (await countQueries(world.pool, ctx, (counted) => apply(counted, ...told))).count;

describe('the cost of a batch', () => {
  it('does not grow with the stays that are new, nor with those that are known', async () => {
    const [one, hundred] = [await statements(...guests(0, 1)), await statements(...guests(1, 100))];
    expect(hundred).toBe(one);
    expect(one).toBeLessThanOrEqual(16);
    expect(await statements(...guests(0, 101))).toBeLessThanOrEqual(8);
  });

  it('grows by one statement for each stay that changes', async () => {
    const batch = guests(200, 50);
    await apply(ctx, ...batch);
    const moved = (n: number) =>
      batch
        .slice(0, n)
        .map((told) => ({ ...told, unitId, note: null, reservationStatus: 'cancelled' as const }));
    const [few, many] = [await statements(...moved(1)), await statements(...moved(41))];
    expect(many - few).toBeLessThanOrEqual(2 * 39);
  });
});

describe('the cost of a page', () => {
  it('is three statements for reservations and for conflicts', async () => {
    await apply(ctx, ...guests(400, 3, 3));
    const pages = await countQueries(world.pool, ctx, (counted) => listReservations(counted, { limit: 50 }));
    expect(pages.count).toBe(3);
    const conflicts = await countQueries(world.pool, ctx, (counted) =>
      listConflicts(counted, { status: 'open', limit: 50 }),
    );
    expect(conflicts.answer.items.length).toBeGreaterThan(1);
    expect(conflicts.count).toBeLessThanOrEqual(3);
  });
});
