import { and, asc, eq, gt } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { requireCan } from '../access/require.ts';
import { findConnection } from '../connections/find.ts';
import type { ProviderName } from '../connections/schemas.ts';
import type { Ctx } from '../ctx.ts';
import { readPaused, toMapping } from './describe-listings.ts';
import { readUnitFacts, unitIdsSql } from './facts.ts';
import type { MappedListing } from './schemas.ts';

/** A channel's mappings in the order they were made. @throws AppError forbidden, not_found for a foreign connection */
export async function listMappings(
  ctx: Ctx,
  provider: ProviderName,
  asked: { connection?: string | undefined; limit: number; cursor?: string | undefined },
): Promise<{ items: MappedListing[]; nextCursor: string | null }> {
  requireCan(ctx, 'connection.read');
  if (asked.connection) await findConnection(ctx, provider, asked.connection);
  const rows = await ctx.db
    .select({ mapping: mappings, unitIds: unitIdsSql(), listing: listings })
    .from(mappings)
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .where(
      and(
        eq(mappings.orgId, ctx.org),
        eq(connections.provider, provider),
        asked.connection ? eq(mappings.connectionId, asked.connection) : undefined,
        asked.cursor ? gt(mappings.id, asked.cursor) : undefined,
      ),
    )
    .orderBy(asc(mappings.id))
    .limit(asked.limit + 1);
  const shown = rows
    .slice(0, asked.limit)
    .map(({ mapping, unitIds, listing }) => ({ mapping: { ...mapping, unitIds }, listing }));
  const [units, paused] = await Promise.all([
    readUnitFacts(ctx),
    readPaused(
      ctx,
      shown.map((row) => row.mapping),
    ),
  ]);
  return {
    items: shown.flatMap(({ mapping, listing }) => {
      const behind = mapping.unitIds.flatMap((id) => units.get(id) ?? []);
      const [first] = behind;
      if (!first) return [];
      return [
        {
          ...toMapping(mapping, [first, ...behind.slice(1)], paused.get(mapping.id) ?? []),
          connectionId: mapping.connectionId,
          listing: {
            externalId: listing.externalId,
            name: listing.name,
            goneAt: listing.goneAt?.toString() ?? null,
          },
        },
      ];
    }),
    nextCursor: rows.length > asked.limit ? (shown.at(-1)?.mapping.id ?? null) : null,
  };
}
