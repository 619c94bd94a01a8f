import { eq, sql } from 'drizzle-orm';
import { units } from '#db/schema/properties.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { groupUnit } from './group-unit.ts';
import { bumpCalendarVersions } from './lock-units.ts';
import { getProperty, getUnit } from './queries.ts';
import type { UnitDetail, UnitInput } from './schemas.ts';

/** Adds a unit to a property. @throws AppError forbidden, not_found; invalid_input or conflict from `partOf` */
export async function createUnit(ctx: Ctx, propertyId: string, input: UnitInput): Promise<UnitDetail> {
  requireCan(ctx, 'property.write');
  return inTx(ctx, async (tx) => {
    const { timezone } = await getProperty(tx, propertyId);
    const [id, now] = [newId('unit'), tx.clock.now()];
    await tx.db.insert(units).values({
      id,
      orgId: tx.org,
      propertyId,
      name: input.name,
      preparationNights: input.preparationNights ?? 0,
      position: sql`(select coalesce(max(u.position), 0) + 1 from units u where ${eq(sql`u.property_id`, propertyId)})`,
      calendarChangedAt: now,
      createdAt: now,
      updatedAt: now,
    });
    if (input.partOf) {
      await groupUnit(tx, id, input.partOf, timezone);
      await bumpCalendarVersions(tx, [input.partOf]);
    }
    await record(tx, {
      action: 'unit.created',
      subject: { kind: 'unit', id },
      unitId: id,
      after: { ...input, propertyId },
    });
    return getUnit(tx, id);
  });
}
