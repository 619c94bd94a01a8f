import { and, eq, inArray } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import type { Ctx } from '../ctx.ts';
import { readMappedUnits } from '../mappings/mapped-unit.ts';

export type ListingUnit = { readonly listingId: string; readonly unitId: string | null };

/**
 * Our rows of these listings of a connection, and the unit each sells; null where its bookings wait in the inbox. Locks
 * the listings, so it comes before anything else that the transaction locks. Three round trips.
 */
export async function readListingUnits(
  tx: Ctx,
  connectionId: string,
  externalIds: readonly string[],
): Promise<Map<string, ListingUnit>> {
  if (externalIds.length === 0) return new Map();
  const rows = await tx.db
    .select({ externalId: listings.externalId, listingId: listings.id })
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
    rows.map(({ externalId, listingId }) => [
      externalId,
      { listingId, unitId: units.get(listingId) ?? null },
    ]),
  );
}
