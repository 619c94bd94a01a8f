import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { foundClosures, pushStates } from '#db/schema/push.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';

/** An account whose one listing stands for these units, and which is told of them: as rows, without asking a channel. */
export async function makeTold(
  ctx: Ctx,
  unitIds: readonly [string, ...string[]],
  provider: 'airbnb' | 'booking' = 'airbnb',
): Promise<{ connectionId: string; mappingId: string; listingId: string }> {
  const made = {
    connectionId: newId('connection'),
    listingId: newId('listing'),
    mappingId: newId('mapping'),
  };
  const now = ctx.clock.now();
  const stamps = { orgId: ctx.org, createdAt: now, updatedAt: now };
  const { connectionId, listingId, mappingId } = made;
  await ctx.db.insert(connections).values({
    ...stamps,
    id: connectionId,
    provider,
    accountId: connectionId,
    accountName: 'Harbour Stays',
    status: 'connected',
    connectedAt: now,
  });
  await ctx.db.insert(listings).values({
    ...stamps,
    id: listingId,
    connectionId,
    externalId: `${listingId}-there`,
    name: 'Loft by the harbour',
    isSold: true,
    firstSeenAt: now,
    lastSeenAt: now,
  });
  await ctx.db
    .insert(mappings)
    .values({ ...stamps, id: mappingId, connectionId, listingId, unitId: unitIds[0], stage: 'active' });
  await ctx.db
    .insert(mappingUnits)
    .values(unitIds.map((unitId, position) => ({ orgId: ctx.org, mappingId, unitId, position })));
  await ctx.db.insert(pushStates).values({ ...stamps, mappingId, connectionId, adoptedAt: now });
  return made;
}

/** Nights that the account's channel keeps closed. */
export async function makeFoundClosure(
  ctx: Ctx,
  on: { connectionId: string; mappingId: string | null; unitId: string | null },
  checkIn: string,
  checkOut: string,
  more: Partial<typeof foundClosures.$inferInsert> = {},
): Promise<string> {
  const id = newId('foundClosure');
  await ctx.db.insert(foundClosures).values({
    id,
    orgId: ctx.org,
    connectionId: on.connectionId,
    mappingId: on.mappingId,
    unitId: on.unitId,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    reason: 'closed_there',
    foundAt: ctx.clock.now(),
    ...more,
  });
  return id;
}
