import { and, eq, inArray } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { refuseWithFutureStays } from './future-stays.ts';
import { bumpCalendarVersions, lockUnits } from './lock-units.ts';
import { getProperty } from './queries.ts';

/**
 * Takes a property and its units out of use; the past stays on record.
 * @throws AppError forbidden, not_found, conflict (guests to come)
 */
export async function archiveProperty(ctx: Ctx, propertyId: string): Promise<void> {
  requireCan(ctx, 'property.write');
  await inTx(ctx, async (tx) => {
    const property = await getProperty(tx, propertyId);
    const unitIds = property.units.map((unit) => unit.id);
    await lockUnits(tx, unitIds);
    await refuseWithFutureStays(
      tx,
      { unitIds, timezone: property.timezone },
      'the property cannot be archived',
    );
    await bumpCalendarVersions(tx, unitIds);
    const archived = { archivedAt: tx.clock.now(), updatedAt: tx.clock.now() };
    await tx.db
      .update(units)
      .set(archived)
      .where(and(eq(units.orgId, tx.org), inArray(units.id, unitIds)));
    await tx.db
      .update(properties)
      .set(archived)
      .where(and(eq(properties.orgId, tx.org), eq(properties.id, propertyId)));
    await record(tx, {
      action: 'property.archived',
      subject: { kind: 'property', id: propertyId },
      before: { name: property.name, unitIds },
    });
  });
}
