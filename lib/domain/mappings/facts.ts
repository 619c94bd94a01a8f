import { and, asc, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { properties, unitParts, units } from '#db/schema/properties.ts';
import { stays } from '#db/schema/reservations.ts';
import { readLink } from '../calendars/supersede.ts';
import { idsInLink, isOfChannel } from '../calendars/supersede-rules.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { ListingFacts, Neighbour, UnitFacts } from './rules.ts';
import type { UnitRef } from './schemas.ts';
import type { Evidence } from './suggest-rules.ts';

export type ListingRow = typeof listings.$inferSelect;
/** A mapping and every unit behind it, the first one first. */
export type MappingRow = typeof mappings.$inferSelect & { readonly unitIds: readonly string[] };

export function factsOf(row: ListingRow): ListingFacts {
  const { id, externalId, name, city, timeZone, currency, capacity, isSold } = row;
  const { groupName, quantity, ratePlans } = row;
  const known = { id, externalId, name, city, timeZone, currency, capacity, isSold };
  return { ...known, groupName, quantity, ratePlans, isGone: row.goneAt !== null };
}

export function refOf({ id, name, propertyId, propertyName }: UnitFacts): UnitRef {
  return { id, name, propertyId, propertyName };
}

/** Every unit of the organization, those out of use too. Two round trips at once. */
export async function readUnitFacts(ctx: Ctx): Promise<Map<string, UnitFacts>> {
  const [rows, partRows] = await Promise.all([
    ctx.db
      .select({ unit: units, property: properties })
      .from(units)
      .innerJoin(properties, eq(properties.id, units.propertyId))
      .where(eq(units.orgId, ctx.org))
      .orderBy(asc(units.position), asc(units.id)),
    ctx.db.select().from(unitParts).where(eq(unitParts.orgId, ctx.org)),
  ]);
  const partsOf = Map.groupBy(partRows, (part) => part.compositeId);
  const inUse = rows.filter(({ unit, property }) => unit.archivedAt === null && property.archivedAt === null);
  const counts = Map.groupBy(inUse, ({ property }) => property.id);
  return new Map(
    rows.map(({ unit, property }) => [
      unit.id,
      {
        id: unit.id,
        name: unit.name,
        propertyId: property.id,
        propertyName: property.name,
        hasSiblings: (counts.get(property.id)?.length ?? 0) > 1,
        timeZone: property.timezone,
        currency: property.currency,
        isArchived: unit.archivedAt !== null || property.archivedAt !== null,
        parts: (partsOf.get(unit.id) ?? []).map((part) => part.partId),
      },
    ]),
  );
}

/** For queries over mappings: the ids of the units behind each, the first one first. */
export function unitIdsSql() {
  return sql<string[]>`array(
    select mu.unit_id from mapping_units mu where mu.mapping_id = ${mappings.id} order by mu.position)`;
}

/** The mappings of these listings. One round trip; `forUpdate` locks them, in id order. */
export async function readMappingRows(
  ctx: Ctx,
  listingIds: readonly string[],
  forUpdate = false,
): Promise<MappingRow[]> {
  if (listingIds.length === 0) return [];
  const found = ctx.db
    .select({ row: mappings, unitIds: unitIdsSql() })
    .from(mappings)
    .where(and(eq(mappings.orgId, ctx.org), inArray(mappings.listingId, [...listingIds])))
    .orderBy(asc(mappings.id));
  const rows = await (forUpdate ? found.for('update') : found);
  return rows.map(({ row, unitIds }) => ({ ...row, unitIds }));
}

/** Every listing that is mapped over a connection that was not ended, whichever the channel. One round trip. */
export async function readNeighbours(ctx: Ctx): Promise<Neighbour[]> {
  return ctx.db
    .select({
      listingId: listings.id,
      externalId: listings.externalId,
      name: listings.name,
      unitIds: unitIdsSql(),
      provider: connections.provider,
      connectionId: mappings.connectionId,
      isActive: sql<boolean>`${mappings.stage} = 'active'`,
      capacity: listings.capacity,
    })
    .from(mappings)
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .where(and(eq(mappings.orgId, ctx.org), ne(connections.status, 'disconnected')))
    .orderBy(asc(listings.id));
}

/**
 * What ties a listing to a unit: a booking of it that stands there, told by both or placed by a person; or a calendar of
 * the channel that closes the unit and whose link names the listing. Two round trips.
 */
export async function readEvidence(
  ctx: Ctx,
  provider: ProviderName,
  rows: readonly ListingRow[],
): Promise<Evidence> {
  const tied = new Map<string, Set<string>>();
  const tie = (listingId: string | null, unitId: string | null) => {
    if (listingId && unitId) tied.set(listingId, (tied.get(listingId) ?? new Set()).add(unitId));
  };
  if (rows.length === 0) return tied;
  const [stood, calendars] = await Promise.all([
    ctx.db
      .selectDistinct({ listingId: stays.listingId, unitId: stays.unitId })
      .from(stays)
      .where(
        and(
          eq(stays.orgId, ctx.org),
          isNotNull(stays.unitId),
          inArray(
            stays.listingId,
            rows.map((row) => row.id),
          ),
        ),
      ),
    ctx.db
      .select()
      .from(externalCalendars)
      .where(and(eq(externalCalendars.orgId, ctx.org), isNotNull(externalCalendars.unitId))),
  ]);
  for (const { listingId, unitId } of stood) tie(listingId, unitId);
  const byExternalId = Map.groupBy(rows, (row) => row.externalId);
  for (const calendar of calendars.filter((one) => isOfChannel(one, provider))) {
    const named = idsInLink(readLink(ctx, calendar)).flatMap((id) => byExternalId.get(id) ?? []);
    for (const row of named) tie(row.id, calendar.unitId);
  }
  return tied;
}

/** How many bookings of each listing wait for a unit. */
export async function readWaiting(
  ctx: Ctx,
  listingIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  if (listingIds.length === 0) return new Map();
  const rows = await ctx.db
    .select({ listingId: stays.listingId, count: sql<number>`count(*)`.mapWith(Number) })
    .from(stays)
    .where(
      and(
        eq(stays.orgId, ctx.org),
        inArray(stays.listingId, [...listingIds]),
        sql`${stays.unitId} is null`,
        eq(stays.status, 'active'),
      ),
    )
    .groupBy(stays.listingId);
  return new Map(rows.flatMap((row) => (row.listingId ? [[row.listingId, row.count]] : [])));
}
