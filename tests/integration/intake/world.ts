import { and, eq } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { journal, runs } from '#db/schema/work.ts';
import { sealTokens } from '#lib/domain/connections/tokens.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { newId } from '#lib/kernel/ids.ts';
import { makeUnit } from '#tests/support/stays.ts';

/** A connected account. Its access token lives for a year and cannot be renewed. */
export async function connect(
  ctx: Ctx,
  more: Partial<typeof connections.$inferInsert> = {},
): Promise<string> {
  const [id, now] = [newId('connection'), ctx.clock.now()];
  await ctx.db.insert(connections).values({
    id,
    orgId: ctx.org,
    provider: 'airbnb',
    accountId: newId('user'),
    accountName: 'Host',
    status: 'connected',
    ...sealTokens(ctx, id, { accessToken: 'access-token', refreshToken: 'refresh-token' }),
    tokenExpiresAt: now.add({ hours: 24 * 365 }),
    tokensSince: now,
    connectedAt: now,
    createdAt: now,
    updatedAt: now,
    ...more,
  });
  return id;
}

/** A listing of the account, and with `unitId` its active mapping. */
export async function addListing(
  ctx: Ctx,
  connectionId: string,
  externalId: string,
  unitId: string | null = null,
  more: Partial<typeof mappings.$inferInsert> = {},
): Promise<string> {
  const [listingId, now] = [newId('listing'), ctx.clock.now()];
  await ctx.db.insert(listings).values({
    id: listingId,
    orgId: ctx.org,
    connectionId,
    externalId,
    name: `Listing ${externalId}`,
    isSold: true,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
  });
  if (unitId) await map(ctx, connectionId, listingId, unitId, more);
  return listingId;
}

export async function map(
  ctx: Ctx,
  connectionId: string,
  listingId: string,
  unitId: string,
  more: Partial<typeof mappings.$inferInsert> = {},
  others: readonly string[] = [],
): Promise<void> {
  const [id, now] = [newId('mapping'), ctx.clock.now()];
  await ctx.db.insert(mappings).values({
    id,
    orgId: ctx.org,
    connectionId,
    listingId,
    unitId,
    stage: 'active',
    isSyncOn: true,
    activatedAt: now,
    createdAt: now,
    updatedAt: now,
    ...more,
  });
  const behind = { orgId: ctx.org, mappingId: id };
  await ctx.db
    .insert(mappingUnits)
    .values([unitId, ...others].map((one, position) => ({ ...behind, unitId: one, position })));
}

/** A unit that an account sells as one listing. */
export async function soldUnit(ctx: Ctx, externalId: string) {
  const { unitId, propertyId } = await makeUnit(ctx);
  const connectionId = await connect(ctx);
  const listingId = await addListing(ctx, connectionId, externalId, unitId);
  return { unitId, propertyId, connectionId, listingId };
}

/** The reservations of the organization with their rooms, by code. */
export async function bookings(ctx: Ctx) {
  const rows = await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org));
  const rooms = await ctx.db.select().from(stays).where(eq(stays.orgId, ctx.org));
  return new Map(
    rows.map((row) => [
      row.externalId,
      { ...row, rooms: rooms.filter((room) => room.reservationId === row.id) },
    ]),
  );
}

export function journalOf(ctx: Ctx, action: string) {
  return ctx.db
    .select()
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), eq(journal.action, action)));
}

export function runsOf(ctx: Ctx, connectionId: string) {
  return ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.orgId, ctx.org), eq(runs.subjectId, connectionId)))
    .orderBy(runs.startedAt, runs.id);
}

export async function connectionRow(ctx: Ctx, id: string) {
  const [row] = await ctx.db.select().from(connections).where(eq(connections.id, id));
  if (!row) throw new Error('no such connection');
  return row;
}

/** An account that is linked by a machine account: it has no token of its own. */
export function machine(org: Ctx, more: Partial<typeof connections.$inferInsert> = {}): Promise<string> {
  const none = { accessTokenSealed: null, refreshTokenSealed: null, tokenExpiresAt: null };
  return connect(org, { provider: 'booking', mode: 'machine', ...none, ...more });
}

/** A room type of a property, and with `unitId` its active mapping. */
export async function sells(
  ctx: Ctx,
  connectionId: string,
  roomType: string,
  hotel: string,
  unitId: string | null,
): Promise<string> {
  const listingId = await addListing(ctx, connectionId, roomType);
  await ctx.db.update(listings).set({ groupId: hotel, groupName: hotel }).where(eq(listings.id, listingId));
  if (unitId) await map(ctx, connectionId, listingId, unitId);
  return listingId;
}
