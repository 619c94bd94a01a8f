import { and, eq, sql } from 'drizzle-orm';
import { unitParts, units } from '#db/schema/properties.ts';
import { conflicts, holds, stays } from '#db/schema/reservations.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { type AppliedStay, applyStays, type IncomingStay } from '#lib/domain/reservations/apply.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';

/** A property in Paris and its one unit. */
export async function makeUnit(ctx: Ctx): Promise<{ propertyId: string; unitId: string }> {
  const property = await createProperty(ctx, { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' });
  return { propertyId: property.id, unitId: property.units[0]?.id ?? '' };
}

/** A further unit of the property; with parts it is a composite. */
export async function addUnit(ctx: Ctx, propertyId: string, parts: readonly string[] = []): Promise<string> {
  const [id, now] = [newId('unit'), ctx.clock.now()];
  await ctx.db.insert(units).values({
    id,
    orgId: ctx.org,
    propertyId,
    name: `Unit ${id.slice(-4)}`,
    calendarChangedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  for (const partId of parts)
    await ctx.db.insert(unitParts).values({ orgId: ctx.org, compositeId: id, partId });
  return id;
}

/** What a channel says: `stay('airbnb:HM1', unit, '2026-05-01', '2026-05-04')`. */
export function stay(
  name: string,
  unitId: string | null,
  checkIn: string,
  checkOut: string,
  more: Partial<IncomingStay> = {},
): IncomingStay {
  const [channel = '', externalId = ''] = name.split(':');
  return {
    // The tests name real channels only; the column would refuse another.
    channel: channel as IncomingStay['channel'],
    externalId,
    roomRef: '1',
    unitId,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    reservationStatus: 'confirmed',
    ...more,
  };
}

export function apply(ctx: Ctx, ...incoming: IncomingStay[]): Promise<AppliedStay[]> {
  return inTx(ctx, (tx) => applyStays(tx, incoming, { reason: 'test' }));
}

/** The nights a stay holds, as `unit check-in..check-out`, in order. */
export async function heldBy(ctx: Ctx, stayId: string): Promise<string[]> {
  const rows = await ctx.db.select().from(holds).where(eq(holds.stayId, stayId));
  return rows.map((row) => `${row.unitId} ${row.nights.checkIn}..${row.nights.checkOut}`).sort();
}

export function openConflicts(ctx: Ctx): Promise<(typeof conflicts.$inferSelect)[]> {
  return ctx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open')));
}

/**
 * Promise 4, asked of the database itself: active stays on a unit that neither hold all their nights on every leaf nor
 * stand in a conflict that is open or that a person settled on these very nights.
 */
export async function unprotectedStays(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select s.id from ${stays} s
    where s.org_id = ${ctx.org} and s.status = 'active' and s.unit_id is not null
      and (select count(*) from holds h where h.stay_id = s.id and h.nights = daterange(s.check_in, s.check_out))
          < greatest(1, (select count(*) from unit_parts p where p.composite_id = s.unit_id))
      and not exists (
        select 1 from conflicts c
        left join stays o on o.status = 'active' and o.id = case when c.claim_a = s.id then c.claim_b else c.claim_a end
        where s.id in (c.claim_a, c.claim_b)
          and (c.status = 'open' or c.resolution in ('accepted', 'same_booking')
            and c.nights = daterange(s.check_in, s.check_out) * daterange(o.check_in, o.check_out)))`);
  return rows.map((row) => row.id);
}
