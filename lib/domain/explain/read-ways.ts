import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { pushStates } from '#db/schema/push.ts';
import { jobs } from '#db/schema/work.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import type { Way } from './channel-rules.ts';

/** A mapping with all that stands between its units and its channel. */
export type MappedWay = Way & {
  readonly mappingId: string;
  readonly connectionId: string;
  readonly provider: typeof connections.$inferSelect.provider;
  readonly account: string;
  readonly listing: typeof listings.$inferSelect;
  readonly mapping: typeof mappings.$inferSelect;
  readonly connection: ConnectionRow;
  /** Every unit behind it, in its order. */
  readonly unitIds: readonly string[];
  /** Nights owed, [from, to); null where none is. */
  readonly owed: {
    readonly from: string;
    readonly to: string;
    readonly since: Temporal.Instant | null;
  } | null;
};

/** The mappings that sell some units, of connections that were not ended. One round trip. */
export async function readWays(ctx: Ctx, unitIds: readonly string[]): Promise<MappedWay[]> {
  if (unitIds.length === 0) return [];
  const behind = ctx.db
    .select({ id: mappingUnits.mappingId })
    .from(mappingUnits)
    .where(and(eq(mappingUnits.orgId, ctx.org), inArray(mappingUnits.unitId, [...unitIds])));
  const rows = await ctx.db
    .select({
      mapping: mappings,
      listing: listings,
      connection: connections,
      push: pushStates,
      units: sql<string[]>`(select coalesce(json_agg(u.unit_id order by u.position, u.unit_id), '[]'::json)
        from mapping_units u where u.mapping_id = ${mappings.id})`,
      dueAt: sql<string | null>`(select min(j.due_at)::text from ${jobs} j
        where j.kind = 'channel.push' and j.key = ${connections.id} and j.state = 'pending')`,
    })
    .from(mappings)
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .leftJoin(pushStates, eq(pushStates.mappingId, mappings.id))
    .where(and(eq(mappings.orgId, ctx.org), inArray(mappings.id, behind)))
    .orderBy(asc(connections.provider), asc(mappings.id));
  return rows.map(({ mapping, listing, connection, push, units, dueAt }) => ({
    mappingId: mapping.id,
    connectionId: connection.id,
    provider: connection.provider,
    account: connection.accountName,
    listing,
    mapping,
    connection,
    unitIds: units,
    stage: mapping.stage,
    isSyncOn: mapping.isSyncOn,
    status: connection.status,
    perMinute: ctx.channels[connection.provider]?.provider.push?.perMinute ?? null,
    flow: connection.flow,
    push,
    owed:
      push?.dirtyFrom && push.dirtyTo
        ? { from: push.dirtyFrom, to: push.dirtyTo, since: push.dirtySince }
        : null,
    dueAt: dueAt === null ? null : Temporal.Instant.from(dueAt),
  }));
}
