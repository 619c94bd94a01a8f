import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import type { Ctx } from '../ctx.ts';
import type { ConnectionRow } from './find.ts';
import { findTaken, hold, holdsItems } from './hold.ts';

/**
 * Switches on again what a disconnect had switched off. Where a channel's listings are connected one at a time, one that
 * was taken by somebody else meanwhile stays off, until it is free and the account is connected once more.
 */
export async function reviveMappings(
  tx: Ctx,
  { id, provider }: Pick<ConnectionRow, 'id' | 'provider'>,
  now: Temporal.Instant,
): Promise<void> {
  if (!holdsItems(tx, provider)) {
    await setOn(tx, eq(mappings.resumesOnConnect, true), id, now);
    return;
  }
  const rows = await tx.db
    .select({
      mappingId: mappings.id,
      itemId: listings.externalId,
      unitIds: sql<string[]>`array(
        select mu.unit_id from mapping_units mu where mu.mapping_id = ${mappings.id} order by mu.position)`,
    })
    .from(mappings)
    .innerJoin(listings, eq(listings.id, mappings.listingId))
    .where(
      and(
        eq(mappings.orgId, tx.org),
        eq(mappings.connectionId, id),
        eq(mappings.stage, 'active'),
        or(eq(mappings.resumesOnConnect, true), eq(mappings.isSyncOn, true)),
      ),
    )
    .orderBy(asc(mappings.id))
    .for('no key update', { of: mappings });
  const taken = await findTaken(tx, provider, rows);
  const free = rows.filter((row) => !taken.has(row.mappingId));
  await hold(tx, provider, free);
  const idsOf = (some: typeof rows) => some.map((row) => row.mappingId);
  if (free.length > 0) await setOn(tx, inArray(mappings.id, idsOf(free)), id, now);
  const lost = rows.filter((row) => taken.has(row.mappingId));
  if (lost.length === 0) return;
  await tx.db
    .update(mappings)
    .set({ isSyncOn: false, resumesOnConnect: true, heldItem: null, heldUnit: null, updatedAt: now })
    .where(and(eq(mappings.orgId, tx.org), inArray(mappings.id, idsOf(lost))));
}

async function setOn(
  tx: Ctx,
  which: ReturnType<typeof eq>,
  connectionId: string,
  now: Temporal.Instant,
): Promise<void> {
  await tx.db
    .update(mappings)
    .set({ isSyncOn: true, resumesOnConnect: false, updatedAt: now })
    .where(and(eq(mappings.orgId, tx.org), eq(mappings.connectionId, connectionId), which));
}
