import { eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holds } from '#db/schema/reservations.ts';
import { closeConflictsOf } from '#lib/domain/conflicts/close-conflicts.ts';
import { settleUnits } from '#lib/domain/conflicts/settle.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, openConflicts, stay, unprotectedStays } from '#tests/support/stays.ts';

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

/** One message about one of six bookings: on one of two rooms, the whole of them, a house beside it, or no unit. */
const message = fc.record({
  booking: fc.nat(5),
  unit: fc.option(fc.nat(3), { freq: 8 }),
  from: fc.nat(9),
  nights: fc.integer({ min: 1, max: 4 }),
  status: fc.constantFrom('confirmed', 'confirmed', 'pending', 'cancelled'),
});
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('tell'),
      batch: fc.array(message, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('accept'), which: fc.nat(9) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('settle'), unit: fc.nat(3) }) },
);

async function town(ctx: Ctx): Promise<string[]> {
  const { propertyId, unitId } = await makeUnit(ctx);
  const right = await addUnit(ctx, propertyId);
  const whole = await addUnit(ctx, propertyId, [unitId, right]);
  return [unitId, right, whole, (await makeUnit(ctx)).unitId];
}

async function take(
  ctx: Ctx,
  units: readonly string[],
  now: typeof step extends fc.Arbitrary<infer T> ? T : never,
) {
  if ('batch' in now) {
    const told = now.batch.map((one) => {
      const checkIn = addNights(night('2026-05-01'), one.from);
      const unitId = one.unit === null ? null : (units[one.unit] ?? null);
      return stay(`ical:${one.booking}`, unitId, checkIn, addNights(checkIn, one.nights), {
        reservationStatus: one.status,
      });
    });
    await apply(ctx, ...told);
  } else if ('unit' in now) {
    await inTx(ctx, (tx) => settleUnits(tx, [units[now.unit] ?? '']));
  } else {
    const open = await openConflicts(ctx);
    const one = open[now.which % Math.max(open.length, 1)];
    if (one)
      await inTx(ctx, (tx) => closeConflictsOf(tx, [one.claimA, one.claimB], 'accepted', { pair: true }));
  }
}

/** Conflicts that are open although their claims share no night on any unit, or no longer stand. */
async function idleConflicts(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from conflicts c
    left join stays a on a.id = c.claim_a and a.status = 'active'
    left join stays b on b.id = c.claim_b and b.status = 'active'
    where c.org_id = ${ctx.org} and c.status = 'open'
      and (a.id is null or b.id is null
        or c.nights is distinct from daterange(a.check_in, a.check_out) * daterange(b.check_in, b.check_out)
        or isempty(c.nights))`);
  return rows.map((row) => row.id);
}

describe('promise 4', () => {
  it('holds after any sequence of bookings, changes, cancellations and verdicts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        const ctx = await world.org();
        const units = await town(ctx);
        for (const now of steps) {
          await take(ctx, units, now);
          expect(await unprotectedStays(ctx)).toEqual([]);
          expect(await idleConflicts(ctx)).toEqual([]);
        }
        const held = await ctx.db.select().from(holds).where(eq(holds.orgId, ctx.org));
        for (const [i, one] of held.entries()) {
          const over = held
            .slice(i + 1)
            .filter(
              (other) =>
                other.unitId === one.unitId &&
                other.nights.checkIn < one.nights.checkOut &&
                one.nights.checkIn < other.nights.checkOut,
            );
          expect(over).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('ends the same whatever order the same last words come in, and however often', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(message, { selector: (one) => one.booking, minLength: 2, maxLength: 5 }),
        fc.infiniteStream(fc.nat()),
        async (messages, random) => {
          const shuffled = [...messages, ...messages]
            .map((one) => ({ one, at: random.next().value ?? 0 }))
            .sort((a, b) => a.at - b.at)
            .map(({ one }) => one);
          const worlds: string[] = [];
          for (const order of [messages, shuffled]) {
            const ctx = await world.org();
            const units = await town(ctx);
            for (const one of order) await take(ctx, units, { kind: 'tell', batch: [one] });
            worlds.push(await picture(ctx, units));
          }
          expect(worlds[1]).toBe(worlds[0]);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('holds when many tell at once', async () => {
    const ctx = await world.org();
    const units = await town(ctx);
    const batches = fc.sample(fc.array(message, { minLength: 1, maxLength: 3 }), { numRuns: 40, seed: 4 });
    await Promise.all(batches.map((batch) => take(ctx, units, { kind: 'tell', batch })));
    expect(await unprotectedStays(ctx)).toEqual([]);
    expect(await idleConflicts(ctx)).toEqual([]);
  });
});

/** Every booking with its nights, unit and status: who holds depends on who came first, what stands does not. */
async function picture(ctx: Ctx, units: readonly string[]): Promise<string> {
  const rows = await ctx.db.execute<{ line: string; unit_id: string | null }>(sql`
    select r.external_id || ' ' || s.check_in || ' ' || s.check_out || ' ' || s.status || ' ' || r.status as line, s.unit_id
    from stays s join reservations r on r.id = s.reservation_id where s.org_id = ${ctx.org} order by r.external_id`);
  return rows.map((row) => `${row.line} ${row.unit_id ? units.indexOf(row.unit_id) : '-'}`).join('\n');
}
