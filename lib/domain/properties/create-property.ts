import { properties, units } from '#db/schema/properties.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { getProperty } from './queries.ts';
import type { Property, PropertyInput } from './schemas.ts';

/**
 * Makes a property and its first unit, of the same name: a property with one unit hides the word.
 * @throws AppError forbidden
 */
export async function createProperty(ctx: Ctx, input: PropertyInput): Promise<Property> {
  requireCan(ctx, 'property.write');
  return inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const [propertyId, unitId] = [newId('property'), newId('unit')];
    await tx.db.insert(properties).values({
      id: propertyId,
      orgId: tx.org,
      name: input.name,
      timezone: input.timezone,
      currency: input.currency,
      ...(input.checkInTime ? { checkInTime: input.checkInTime } : {}),
      ...(input.checkOutTime ? { checkOutTime: input.checkOutTime } : {}),
      createdAt: now,
      updatedAt: now,
    });
    await tx.db.insert(units).values({
      id: unitId,
      orgId: tx.org,
      propertyId,
      name: input.name,
      calendarChangedAt: now,
      createdAt: now,
      updatedAt: now,
    });
    await recordAll(tx, [
      { action: 'property.created', subject: { kind: 'property', id: propertyId }, after: { ...input } },
      {
        action: 'unit.created',
        subject: { kind: 'unit', id: unitId },
        unitId,
        after: { name: input.name, propertyId },
      },
    ]);
    return getProperty(tx, propertyId);
  });
}
