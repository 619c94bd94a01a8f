import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import { properties, unitParts, units } from '#db/schema/properties.ts';
import type { Ctx } from '../ctx.ts';
import type { PropertyName, PropertySummary } from './schemas.ts';

/**
 * Every property in the order they were made, each with its units, however many: for a page that names or lists them, where
 * a part of them would be wrong in silence. One query, a row for each unit: some 150 bytes of each, 75 kB for 500 units.
 */
export async function readProperties(ctx: Ctx): Promise<PropertySummary[]> {
  const rows = await ctx.db
    .select({
      id: properties.id,
      name: properties.name,
      timezone: properties.timezone,
      currency: properties.currency,
      checkInTime: properties.checkInTime,
      checkOutTime: properties.checkOutTime,
      unitId: units.id,
      unitName: units.name,
      parts: sql<number>`(select count(*)::int from ${unitParts} where ${unitParts.compositeId} = ${units.id})`,
    })
    .from(properties)
    .leftJoin(units, and(eq(units.propertyId, properties.id), isNull(units.archivedAt)))
    .where(and(eq(properties.orgId, ctx.org), isNull(properties.archivedAt)))
    .orderBy(asc(properties.id), asc(units.position), asc(units.id));
  const byProperty = Map.groupBy(rows, (row) => row.id);
  return [...byProperty.values()].flatMap((of) => {
    const [first] = of;
    if (!first) return [];
    const { unitId: _, unitName: __, parts: ___, ...property } = first;
    const named = of.flatMap((row) =>
      row.unitId === null ? [] : [{ id: row.unitId, name: row.unitName ?? '', parts: row.parts }],
    );
    return [{ ...property, units: named }];
  });
}

/** For what is sent to a browser. */
export function toNames(all: readonly PropertySummary[]): PropertyName[] {
  return all.map(({ id, name, units: its }) => ({
    id,
    name,
    units: its.map((unit) => ({ id: unit.id, name: unit.name })),
  }));
}

/** Whether there is any: what a page asks that needs no more. One query of one row. */
export async function hasProperties(ctx: Ctx): Promise<boolean> {
  const rows = await ctx.db
    .select({ id: properties.id })
    .from(properties)
    .where(and(eq(properties.orgId, ctx.org), isNull(properties.archivedAt)))
    .limit(1);
  return rows.length > 0;
}
