import { and, asc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { properties, units } from '#db/schema/properties.ts';
import { foundClosures } from '#db/schema/push.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import type { FoundClosure, FoundClosureQuery } from './found-closure-schemas.ts';

/** Nights that channels keep closed, the soonest first; of those that are over, only with `status: all`. One query. */
export async function listFoundClosures(
  ctx: Ctx,
  asked: FoundClosureQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: FoundClosure[]; nextCursor: string | null }> {
  requireCan(ctx, 'conflict.read');
  const after = sql`(
    select f.check_in, f.id from found_closures f where f.org_id = ${ctx.org} and f.id = ${asked.cursor ?? ''}
  )`;
  const rows = await readRows(
    ctx,
    and(
      asked.status === 'open' ? standing(ctx) : undefined,
      asked.status === 'kept' ? and(eq(foundClosures.resolution, 'kept'), ahead(ctx)) : undefined,
      asked.unit ? eq(foundClosures.unitId, asked.unit) : undefined,
      asked.connection ? eq(foundClosures.connectionId, asked.connection) : undefined,
      asked.cursor ? sql`(${foundClosures.checkIn}, ${foundClosures.id}) > ${after}` : undefined,
    ),
    asked.limit + 1,
  );
  const items = rows.slice(0, asked.limit);
  return { items, nextCursor: rows.length > items.length ? (items.at(-1)?.id ?? null) : null };
}

/** @throws AppError not_found */
export async function getFoundClosure(ctx: Ctx, id: string): Promise<FoundClosure> {
  requireCan(ctx, 'conflict.read');
  const [found] = await readRows(ctx, eq(foundClosures.id, id), 1);
  if (!found) throw notFound('found closure');
  return found;
}

/** How many wait for a person. One query. */
export async function countFoundClosures(ctx: Ctx): Promise<number> {
  return ctx.db.$count(foundClosures, and(eq(foundClosures.orgId, ctx.org), standing(ctx)));
}

function standing(ctx: Ctx): SQL | undefined {
  return and(isNull(foundClosures.resolution), ahead(ctx));
}

/** Somewhere in the world it is still yesterday. */
function ahead(ctx: Ctx): SQL | undefined {
  return gt(foundClosures.checkOut, addNights(todayIn('UTC', ctx.clock.now()), -1));
}

async function readRows(ctx: Ctx, which: SQL | undefined, limit: number): Promise<FoundClosure[]> {
  const rows = await ctx.db
    .select({
      found: foundClosures,
      connection: {
        id: connections.id,
        provider: connections.provider,
        accountName: connections.accountName,
      },
      listing: { id: listings.id, externalId: listings.externalId, name: listings.name },
      unit: { id: units.id, name: units.name },
      property: { id: properties.id, name: properties.name },
    })
    .from(foundClosures)
    .innerJoin(connections, eq(connections.id, foundClosures.connectionId))
    .leftJoin(mappings, eq(mappings.id, foundClosures.mappingId))
    .leftJoin(listings, eq(listings.id, mappings.listingId))
    .leftJoin(units, eq(units.id, foundClosures.unitId))
    .leftJoin(properties, eq(properties.id, units.propertyId))
    .where(and(eq(foundClosures.orgId, ctx.org), which))
    .orderBy(asc(foundClosures.checkIn), asc(foundClosures.id))
    .limit(limit);
  return rows.map(({ found, connection, listing, unit, property }) => ({
    id: found.id,
    provider: connection.provider,
    connection: { id: connection.id, accountName: connection.accountName },
    listing,
    unit: unit && property ? { ...unit, propertyId: property.id, propertyName: property.name } : null,
    units: found.units,
    checkIn: found.checkIn,
    checkOut: found.checkOut,
    reason: found.reason,
    foundAt: found.foundAt.toString(),
    resolution: found.resolution,
    resolvedAt: found.resolvedAt?.toString() ?? null,
  }));
}
