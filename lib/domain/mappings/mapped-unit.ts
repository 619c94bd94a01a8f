import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { connections, listings, mappings } from '#db/schema/connections.ts';
import { units } from '#db/schema/properties.ts';
import { invariant } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';

/**
 * The units on which bookings of these listings belong: of the mappings that are active, with sync on, to a unit in use,
 * over a connection that was not disconnected. A listing that is missing in the answer has none: its bookings wait.
 *
 * Locks each listing (`for share`, in id order) until the transaction ends, before anything else may be locked in it:
 * saving a mapping takes the same rows for itself. So a booking that lands while its listing is being mapped either is
 * stored first, and then the save finds it waiting and puts it on the unit; or finds the mapping here. It cannot wait
 * beside a mapping. The listing is locked and not the mapping, since there may be none yet.
 * @returns listing id → unit id
 */
export async function readMappedUnits(
  tx: Ctx,
  listingIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  invariant(tx.afterCommit, 'what a mapping says is read in the transaction that uses it');
  const ids = [...new Set(listingIds)];
  if (ids.length === 0) return new Map();
  await tx.db
    .select({ id: listings.id })
    .from(listings)
    .where(and(eq(listings.orgId, tx.org), inArray(listings.id, ids)))
    .orderBy(asc(listings.id))
    .for('share');
  // A statement of its own: joined to the lock it would read the mapping as it stood before the wait.
  const rows = await tx.db
    .select({ listingId: mappings.listingId, unitId: mappings.unitId })
    .from(mappings)
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .innerJoin(units, eq(units.id, mappings.unitId))
    .where(
      and(
        eq(mappings.orgId, tx.org),
        inArray(mappings.listingId, ids),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
        ne(connections.status, 'disconnected'),
        isNull(units.archivedAt),
      ),
    );
  return new Map(rows.map((row) => [row.listingId, row.unitId]));
}

/** The same for one listing; null where its bookings wait. */
export async function readMappedUnit(tx: Ctx, listingId: string): Promise<{ unitId: string } | null> {
  const unitId = (await readMappedUnits(tx, [listingId])).get(listingId);
  return unitId === undefined ? null : { unitId };
}
