import { eq } from 'drizzle-orm';
import { units } from '#db/schema/properties.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { groupUnit } from './group-unit.ts';
import { bumpCalendarVersions, lockUnits } from './lock-units.ts';
import { getUnit } from './queries.ts';
import type { UnitDetail, UnitPatch } from './schemas.ts';

/**
 * Changes a unit's name, preparation nights, or the composite it is a part of. All of it shows in its calendar.
 * @throws AppError forbidden, not_found; invalid_input or conflict from `partOf`
 */
export async function updateUnit(ctx: Ctx, unitId: string, patch: UnitPatch): Promise<UnitDetail> {
  requireCan(ctx, 'property.write');
  return inTx(ctx, async (tx) => {
    await lockUnits(tx, patch.partOf ? [unitId, patch.partOf] : [unitId]);
    const before = await getUnit(tx, unitId);
    const next = {
      name: patch.name ?? before.name,
      preparationNights: patch.preparationNights ?? before.preparationNights,
    };
    const grouped =
      patch.partOf === undefined
        ? { before: before.partOf, after: before.partOf }
        : await groupUnit(tx, unitId, patch.partOf, before.property.timezone);
    const isSame =
      next.name === before.name &&
      next.preparationNights === before.preparationNights &&
      grouped.before.join() === grouped.after.join();
    if (isSame) return before;
    await tx.db
      .update(units)
      .set({ ...next, updatedAt: tx.clock.now() })
      .where(eq(units.id, unitId));
    await bumpCalendarVersions(tx, [unitId, ...grouped.before, ...grouped.after]);
    await record(tx, {
      action: 'unit.updated',
      subject: { kind: 'unit', id: unitId },
      unitId,
      before: { name: before.name, preparationNights: before.preparationNights, partOf: grouped.before },
      after: { ...next, partOf: grouped.after },
    });
    return getUnit(tx, unitId);
  });
}
