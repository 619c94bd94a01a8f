import { and, count, eq, inArray, max, sql } from 'drizzle-orm';
import { listingPolls } from '#db/schema/steps.ts';
import type { Ctx } from '../ctx.ts';
import type { ConnectionRow } from './find.ts';
import type { ConnectionState } from './schemas.ts';

/** How the listings of these accounts are asked for, by the account. Nothing is read where no channel is asked so. */
export async function readPolling(
  ctx: Ctx,
  rows: readonly ConnectionRow[],
): Promise<Map<string, NonNullable<ConnectionState['polling']>>> {
  const ids = rows.filter((row) => ctx.channels[row.provider]?.perListing).map((row) => row.id);
  if (ids.length === 0) return new Map();
  const found = await ctx.db
    .select({
      connectionId: listingPolls.connectionId,
      listings: count(),
      intervalMs: max(listingPolls.intervalMs),
      lateP95Ms: sql<number>`percentile_disc(0.95) within group (order by ${listingPolls.lateMs})`.mapWith(
        Number,
      ),
      lastAt: max(listingPolls.polledAt),
    })
    .from(listingPolls)
    .where(and(eq(listingPolls.orgId, ctx.org), inArray(listingPolls.connectionId, ids)))
    .groupBy(listingPolls.connectionId);
  return new Map(
    found.map(({ connectionId, listings, intervalMs, lateP95Ms, lastAt }) => [
      connectionId,
      { listings, everySeconds: (intervalMs ?? 0) / 1000, lateP95Ms, lastAt: lastAt?.toString() ?? null },
    ]),
  );
}
