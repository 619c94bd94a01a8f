import { and, asc, eq, gt, isNull } from 'drizzle-orm';
import { properties, unitParts, units } from '#db/schema/properties.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { Property, Unit, UnitDetail } from './schemas.ts';

type PropertyRow = typeof properties.$inferSelect;
type UnitRow = typeof units.$inferSelect;
type PartRow = typeof unitParts.$inferSelect;

/** A page of properties in the order they were made, each with its units. Three round trips whatever the page. */
export async function listProperties(
  ctx: Ctx,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: Property[]; nextCursor: string | null }> {
  const rows = await ctx.db
    .select()
    .from(properties)
    .where(
      and(
        eq(properties.orgId, ctx.org),
        isNull(properties.archivedAt),
        page.cursor ? gt(properties.id, page.cursor) : undefined,
      ),
    )
    .orderBy(asc(properties.id))
    .limit(page.limit + 1);
  const shown = rows.slice(0, page.limit);
  const [unitRows, partRows] = await Promise.all([readUnits(ctx), readParts(ctx)]);
  return {
    items: shown.map((row) => toProperty(row, unitRows, partRows)),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** @throws AppError not_found for an unknown id and for another organization's alike */
export async function getProperty(ctx: Ctx, id: string): Promise<Property> {
  const [row] = await ctx.db
    .select()
    .from(properties)
    .where(and(eq(properties.orgId, ctx.org), eq(properties.id, id), isNull(properties.archivedAt)));
  if (!row) throw notFound('property');
  const [unitRows, partRows] = await Promise.all([readUnits(ctx), readParts(ctx)]);
  return toProperty(row, unitRows, partRows);
}

/** @throws AppError not_found */
export async function getUnit(ctx: Ctx, id: string): Promise<UnitDetail> {
  const [row] = await ctx.db
    .select({ unit: units, property: properties })
    .from(units)
    .innerJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(units.orgId, ctx.org), eq(units.id, id), isNull(units.archivedAt)));
  if (!row) throw notFound('unit');
  const parts = await readParts(ctx);
  const { units: _, ...property } = toProperty(row.property, [], []);
  return { ...toUnit(row.unit, parts), property, calendarVersion: row.unit.calendarVersion };
}

/** A unit's or a property's id as what it names: the property and the units it closes. @throws AppError not_found */
export async function getCalendarSubject(
  ctx: Ctx,
  id: string,
): Promise<{ property: Property; unit: Unit | null; units: Unit[] }> {
  if (id.startsWith('unt_')) {
    const found = await getUnit(ctx, id);
    const property = await getProperty(ctx, found.propertyId);
    const unit = property.units.find((one) => one.id === id);
    if (!unit) throw notFound('unit');
    return { property, unit, units: [unit] };
  }
  const property = await getProperty(ctx, id);
  const only = property.units.length === 1 ? (property.units[0] ?? null) : null;
  return { property, unit: only, units: property.units };
}

function readUnits(ctx: Ctx): Promise<UnitRow[]> {
  return ctx.db
    .select()
    .from(units)
    .where(and(eq(units.orgId, ctx.org), isNull(units.archivedAt)))
    .orderBy(asc(units.position), asc(units.id));
}

function readParts(ctx: Ctx): Promise<PartRow[]> {
  return ctx.db.select().from(unitParts).where(eq(unitParts.orgId, ctx.org));
}

function toUnit(row: UnitRow, parts: readonly PartRow[]): Unit {
  return {
    id: row.id,
    propertyId: row.propertyId,
    name: row.name,
    preparationNights: row.preparationNights,
    partOf: parts.filter((part) => part.partId === row.id).map((part) => part.compositeId),
    parts: parts.filter((part) => part.compositeId === row.id).map((part) => part.partId),
  };
}

function toProperty(row: PropertyRow, unitRows: readonly UnitRow[], parts: readonly PartRow[]): Property {
  return {
    id: row.id,
    name: row.name,
    timezone: row.timezone,
    currency: row.currency,
    checkInTime: row.checkInTime,
    checkOutTime: row.checkOutTime,
    units: unitRows.filter((unit) => unit.propertyId === row.id).map((unit) => toUnit(unit, parts)),
  };
}
