import { and, eq, or } from 'drizzle-orm';
import { unitParts, units } from '#db/schema/properties.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { refuseWithFutureStays } from './future-stays.ts';
import { bumpCalendarVersions, lockUnits } from './lock-units.ts';
import { getProperty, getUnit } from './queries.ts';

/**
 * Takes a unit out of use; what it was, and its past guests, stay on record. It leaves its composite, or lets its parts go.
 * @throws AppError forbidden, not_found, conflict (guests to come, the last unit of its property)
 */
export async function archiveUnit(ctx: Ctx, unitId: string): Promise<void> {
  requireCan(ctx, 'property.write');
  await inTx(ctx, async (tx) => {
    const { propertyId } = await getUnit(tx, unitId);
    // All units of the property: of two that are archived at once, the second sees the first gone.
    const siblings = (await getProperty(tx, propertyId)).units.map((one) => one.id);
    await lockUnits(tx, siblings);
    const unit = await getUnit(tx, unitId);
    const left = (await getProperty(tx, propertyId)).units;
    if (left.length <= 1) {
      throw new AppError(
        'conflict',
        'This is the last unit of its property, which needs one. Archive the property instead.',
      );
    }
    const { timezone } = unit.property;
    await refuseWithFutureStays(
      tx,
      { unitIds: [unitId, ...unit.partOf], timezone },
      'the unit cannot be archived',
    );
    await bumpCalendarVersions(tx, [unitId]);
    await tx.db
      .delete(unitParts)
      .where(
        and(eq(unitParts.orgId, tx.org), or(eq(unitParts.partId, unitId), eq(unitParts.compositeId, unitId))),
      );
    const now = tx.clock.now();
    await tx.db.update(units).set({ archivedAt: now, updatedAt: now }).where(eq(units.id, unitId));
    await record(tx, {
      action: 'unit.archived',
      subject: { kind: 'unit', id: unitId },
      unitId,
      before: { name: unit.name, propertyId: unit.propertyId, partOf: unit.partOf, parts: unit.parts },
    });
  });
}
