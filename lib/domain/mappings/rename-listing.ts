import { and, asc, eq, inArray } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { stays } from '#db/schema/reservations.ts';
import { lockConnection } from '../connections/find.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { oweFirstContact } from '../push/mark-dirty.ts';
import type { ListingRow } from './facts.ts';
import { landWaiting } from './land.ts';
import { readMappedUnits } from './mapped-unit.ts';

/**
 * The channel gave a listing another id. Ours keeps its row, its mapping and its bookings under the new one. Where an
 * import has met the new id already, that row takes over mapping and bookings, and what waited there lands; one that has
 * a mapping of its own keeps that. What stands at the channel under the new id is read before anything is told of it. An
 * unknown old id, or the same again: nothing happens.
 * @throws AppError not_found for a connection that is not this organization's
 */
export async function renameListing(ctx: Ctx, connectionId: string, from: string, to: string): Promise<void> {
  if (from === to) return;
  await inTx(ctx, async (tx) => {
    const connection = await lockConnection(tx, connectionId);
    const rows = await tx.db
      .select()
      .from(listings)
      .where(
        and(
          eq(listings.orgId, tx.org),
          eq(listings.connectionId, connectionId),
          inArray(listings.externalId, [from, to]),
        ),
      )
      .orderBy(asc(listings.id))
      .for('no key update');
    const old = rows.find((row) => row.externalId === from);
    const other = rows.find((row) => row.externalId === to);
    // Nothing of the old one is left to move since the first hint: the second says nothing new.
    if (!old || (other && old.goneAt !== null && !(await hasRest(tx, old, other)))) return;
    if (other) await merge(tx, old, other);
    else
      await tx.db
        .update(listings)
        .set({ externalId: to, goneAt: null, lastSeenAt: tx.clock.now(), updatedAt: tx.clock.now() })
        .where(eq(listings.id, old.id));
    await record(tx, {
      action: 'listing.renamed',
      subject: { kind: 'listing', id: old.id },
      reason: 'the channel gave it another id',
      before: { externalId: from, name: old.name },
      after: { externalId: to, listingId: other?.id ?? old.id },
    });
    if (other) {
      const units = await readMappedUnits(tx, [other.id]);
      await landWaiting(
        tx,
        [...units].map(([listingId, unitIds]) => ({ listingId, unitIds })),
        { reason: 'its listing was mapped to the unit under its old id' },
      );
    }
    await oweFirstContact(tx, connection, await readLive(tx, other?.id ?? old.id));
  });
}

async function readLive(tx: Ctx, listingId: string): Promise<string[]> {
  const rows = await tx.db
    .select({ id: mappings.id })
    .from(mappings)
    .where(
      and(
        eq(mappings.orgId, tx.org),
        eq(mappings.listingId, listingId),
        eq(mappings.stage, 'active'),
        eq(mappings.isSyncOn, true),
      ),
    );
  return rows.map((row) => row.id);
}

async function hasRest(tx: Ctx, old: ListingRow, other: ListingRow): Promise<boolean> {
  const mapped = await tx.db
    .select({ listingId: mappings.listingId })
    .from(mappings)
    .where(and(eq(mappings.orgId, tx.org), inArray(mappings.listingId, [old.id, other.id])));
  if (mapped.length === 1 && mapped[0]?.listingId === old.id) return true;
  const [stay] = await tx.db
    .select({ id: stays.id })
    .from(stays)
    .where(and(eq(stays.orgId, tx.org), eq(stays.listingId, old.id)))
    .limit(1);
  return stay !== undefined;
}

/** Which listing a stay came by is a label: its nights, its unit and its holds stand as they are. */
async function merge(tx: Ctx, old: ListingRow, other: ListingRow): Promise<void> {
  const now = tx.clock.now();
  const mapped = await tx.db
    .select()
    .from(mappings)
    .where(and(eq(mappings.orgId, tx.org), inArray(mappings.listingId, [old.id, other.id])))
    .orderBy(asc(mappings.id))
    .for('update');
  const moving = mapped.find((row) => row.listingId === old.id);
  if (moving && !mapped.some((row) => row.listingId === other.id))
    await tx.db
      .update(mappings)
      .set({ listingId: other.id, updatedAt: now })
      .where(eq(mappings.id, moving.id));
  await tx.db
    .update(stays)
    .set({ listingId: other.id, updatedAt: now })
    .where(and(eq(stays.orgId, tx.org), eq(stays.listingId, old.id)));
  await tx.db
    .update(listings)
    .set({ goneAt: old.goneAt ?? now, updatedAt: now })
    .where(eq(listings.id, old.id));
}
