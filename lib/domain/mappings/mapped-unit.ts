import { and, asc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { units } from '#db/schema/properties.ts';
import { invariant } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { IncomingStay } from '../reservations/rules.ts';

/**
 * The units on which bookings of these listings belong: of the mappings that are active, with sync on, to units in use,
 * over a connection that was not disconnected. A listing that is missing in the answer has none: its bookings wait.
 *
 * Locks each listing (`for share`, in id order) until the transaction ends, before anything else may be locked in it:
 * saving a mapping takes the same rows for itself. So a booking that lands while its listing is being mapped either is
 * stored first, and then the save finds it waiting and puts it on the unit; or finds the mapping here. It cannot wait
 * beside a mapping. The listing is locked and not the mapping, since there may be none yet.
 * @returns listing id → ids of its units, the pool's first one first
 */
export async function readMappedUnits(
  tx: Ctx,
  listingIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
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
    .select({ listingId: mappings.listingId, unitId: mappingUnits.unitId })
    .from(mappings)
    .innerJoin(mappingUnits, eq(mappingUnits.mappingId, mappings.id))
    .innerJoin(connections, eq(connections.id, mappings.connectionId))
    .innerJoin(units, eq(units.id, mappingUnits.unitId))
    .where(
      and(
        eq(mappings.orgId, tx.org),
        inArray(mappings.listingId, ids),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
        ne(connections.status, 'disconnected'),
        isNull(units.archivedAt),
      ),
    )
    .orderBy(asc(mappings.listingId), asc(mappingUnits.position));
  const unitsOf = Map.groupBy(rows, (row) => row.listingId);
  return new Map([...unitsOf].map(([id, group]) => [id, group.map((row) => row.unitId)]));
}

/** Where a booking of a listing with these units is to stand: on the only one, on any of a pool, or nowhere yet. */
export function placeOn(unitIds: readonly string[]): Pick<IncomingStay, 'unitId' | 'pool'> {
  const [only, ...more] = unitIds;
  return more.length > 0 ? { unitId: null, pool: unitIds } : { unitId: only ?? null };
}
