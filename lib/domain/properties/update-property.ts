import { and, eq } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from './lock-units.ts';
import { getProperty } from './queries.ts';
import type { Property, PropertyPatch } from './schemas.ts';

/**
 * Changes a property. Its only unit, where they share a name, is renamed with it: a property with one unit hides the
 * word. @throws AppError forbidden, not_found
 */
export async function updateProperty(ctx: Ctx, propertyId: string, patch: PropertyPatch): Promise<Property> {
  requireCan(ctx, 'property.write');
  return inTx(ctx, async (tx) => {
    const unitIds = (await getProperty(tx, propertyId)).units.map((unit) => unit.id);
    await lockUnits(tx, unitIds);
    const { id: _, units: known, ...before } = await getProperty(tx, propertyId);
    const after = { ...before, ...patch };
    const fields = Object.keys(after) as (keyof typeof after)[]; // the object was made just above, with these keys
    const changed = fields.filter((field) => before[field] !== after[field]);
    if (changed.length === 0) return getProperty(tx, propertyId);
    const now = tx.clock.now();
    await tx.db
      .update(properties)
      .set({ ...after, updatedAt: now })
      .where(and(eq(properties.orgId, tx.org), eq(properties.id, propertyId)));
    const [only] = known;
    if (known.length === 1 && only?.name === before.name)
      await tx.db.update(units).set({ name: after.name, updatedAt: now }).where(eq(units.id, only.id));
    // Names and the time zone show in the feeds.
    await bumpCalendarVersions(tx, unitIds);
    await record(tx, {
      action: 'property.updated',
      subject: { kind: 'property', id: propertyId },
      before: Object.fromEntries(changed.map((field) => [field, before[field]])),
      after: Object.fromEntries(changed.map((field) => [field, after[field]])),
    });
    return getProperty(tx, propertyId);
  });
}
