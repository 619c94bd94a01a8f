import { and, eq, inArray } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import type { Ctx } from '../ctx.ts';
import { readMappedUnits } from '../mappings/mapped-unit.ts';

export type ListingUnits = {
  readonly listingId: string;
  /** What it belongs to at the channel, by the channel's id. */
  readonly groupId: string | null;
  /** Of its mapping, the first one first; none where its bookings wait in the inbox. */
  readonly unitIds: readonly string[];
};

/**
 * Our rows of these listings of a connection, and the units each sells. Locks the listings, so it comes before anything
 * else that the transaction locks. Three round trips.
 */
export async function readListingUnits(
  tx: Ctx,
  connectionId: string,
  externalIds: readonly string[],
): Promise<Map<string, ListingUnits>> {
  if (externalIds.length === 0) return new Map();
  const rows = await tx.db
    .select({ externalId: listings.externalId, listingId: listings.id, groupId: listings.groupId })
    .from(listings)
    .where(
      and(
        eq(listings.orgId, tx.org),
        eq(listings.connectionId, connectionId),
        inArray(listings.externalId, [...new Set(externalIds)]),
      ),
    );
  const units = await readMappedUnits(
    tx,
    rows.map((row) => row.listingId),
  );
  return new Map(
    rows.map(({ externalId, listingId, groupId }) => [
      externalId,
      { listingId, groupId, unitIds: units.get(listingId) ?? [] },
    ]),
  );
}
