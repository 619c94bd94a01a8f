import { and, eq, isNull, notInArray, sql } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { ChannelListing } from '#lib/providers/contract.ts';
import type { Ctx } from '../ctx.ts';

/** Upserts what a channel tells of its listings; where the list is whole, those that it left out are marked gone. */
export async function storeListings(
  tx: Ctx,
  connectionId: string,
  told: readonly ChannelListing[],
  { isWhole }: { readonly isWhole: boolean },
): Promise<void> {
  const now = tx.clock.now();
  const rows = [...new Map(told.map((one) => [one.externalId, one])).values()].map((one) => ({
    id: newId('listing'),
    orgId: tx.org,
    connectionId,
    ...one,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
  }));
  for (const some of chunksOf(rows, 1000)) {
    await tx.db
      .insert(listings)
      .values(some)
      .onConflictDoUpdate({
        target: [listings.connectionId, listings.externalId],
        set: {
          name: sql`excluded.name`,
          address: sql`excluded.address`,
          city: sql`excluded.city`,
          timeZone: sql`excluded.time_zone`,
          currency: sql`excluded.currency`,
          capacity: sql`excluded.capacity`,
          bedrooms: sql`excluded.bedrooms`,
          pictureUrl: sql`excluded.picture_url`,
          isSold: sql`excluded.is_sold`,
          syncScope: sql`excluded.sync_scope`,
          lastSeenAt: now,
          goneAt: null,
          updatedAt: now,
        },
      });
  }
  if (!isWhole || rows.length === 0) return;
  await tx.db
    .update(listings)
    .set({ goneAt: now, updatedAt: now })
    .where(
      and(
        eq(listings.orgId, tx.org),
        eq(listings.connectionId, connectionId),
        isNull(listings.goneAt),
        notInArray(
          listings.externalId,
          rows.map((row) => row.externalId),
        ),
      ),
    );
}
