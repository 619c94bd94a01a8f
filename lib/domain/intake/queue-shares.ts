import { and, eq, inArray, isNull } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { reservations } from '#db/schema/reservations.ts';
import type { QueueItem } from '#lib/providers/queue-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { readReach } from '../connections/reach.ts';
import { type Ctx, ctxFor } from '../ctx.ts';

/** What one answer of a queue holds for one connection. */
export type Share = {
  readonly connection: ConnectionRow;
  readonly items: readonly QueueItem[];
  /** What is stored: the answer as it came where it is one connection's alone, else its own items' parts of it. */
  readonly bytes: Uint8Array;
};

type Answer = { readonly items: readonly QueueItem[]; readonly bytes: Uint8Array };

/** The same world in the hands of the organization that a row of ours names. */
export function ctxOf(ctx: Ctx, { orgId }: Pick<ConnectionRow, 'orgId'>): Ctx {
  return ctxFor(ctx, { provenOrg: orgId, actor: ctx.actor, requestId: ctx.requestId });
}

/** The properties that these connections have between them; null where one of them has all. */
export async function groupIdsOf(
  ctx: Ctx,
  peers: readonly ConnectionRow[],
): Promise<readonly string[] | null> {
  const ids = new Set<string>();
  for (const peer of peers) {
    const { groupIds } = await readReach(ctxOf(ctx, peer), peer);
    if (groupIds === null) return null;
    for (const id of groupIds) ids.add(id);
  }
  return [...ids].sort();
}

/**
 * Gives each connection what is its own of an answer: by the property that a reservation names, by the listings of its
 * rooms, or because the connection knows it. What is nobody's stays in the queue, and is told to the operator.
 */
export async function shareOut(ctx: Ctx, peers: readonly ConnectionRow[], answer: Answer): Promise<Share[]> {
  const [only] = peers;
  if (only && peers.length === 1) {
    const reach = await readReach(ctxOf(ctx, only), only);
    const items = answer.items.filter((item) => reach.has(item.reservation?.groupId ?? null));
    const isAll = items.length === answer.items.length;
    return [{ connection: only, items, bytes: isAll ? answer.bytes : joined(items) }];
  }
  const owners = await findOwners(ctx, peers, answer.items);
  const homeless = answer.items.filter((item) => !owners.has(item));
  if (homeless.length > 0)
    ctx.log.error({ count: homeless.length }, 'bookings in a queue belong to no connection of their account');
  return peers.map((connection) => {
    const items = answer.items.filter((item) => owners.get(item) === connection.id);
    return { connection, items, bytes: joined(items) };
  });
}

async function findOwners(
  ctx: Ctx,
  peers: readonly ConnectionRow[],
  items: readonly QueueItem[],
): Promise<Map<QueueItem, string>> {
  const ofGroup = new Map<string, string>();
  for (const peer of peers) for (const id of peer.granted ?? []) ofGroup.set(id, peer.id);
  const all = peers.filter((peer) => peer.granted === null);
  const owners = new Map<QueueItem, string>();
  const unnamed: QueueItem[] = [];
  for (const item of items) {
    const groupId = item.reservation?.groupId ?? null;
    const owner = groupId === null ? undefined : (ofGroup.get(groupId) ?? only(all)?.id);
    if (owner) owners.set(item, owner);
    else unnamed.push(item);
  }
  if (unnamed.length === 0) return owners;
  const [byListing, byCode] = [await readListings(ctx, peers, unnamed), await readCodes(ctx, peers, unnamed)];
  for (const item of unnamed) {
    const rooms = item.reservation?.rooms ?? [];
    const byRoom = rooms.flatMap((room) => byListing.get(room.listingId) ?? []);
    const owner = byRoom[0] ?? byCode.get(item.externalId ?? '');
    if (owner) owners.set(item, owner);
  }
  return owners;
}

const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

async function readListings(
  ctx: Ctx,
  peers: readonly ConnectionRow[],
  items: readonly QueueItem[],
): Promise<Map<string, string>> {
  const named = items.flatMap((item) => (item.reservation?.rooms ?? []).map((room) => room.listingId));
  if (named.length === 0) return new Map();
  const rows = await ctx.db
    .select({ externalId: listings.externalId, connectionId: listings.connectionId })
    .from(listings)
    .where(
      and(
        inArray(
          listings.connectionId,
          peers.map((peer) => peer.id),
        ),
        inArray(listings.externalId, named),
        isNull(listings.goneAt),
      ),
    );
  return new Map(rows.map((row) => [row.externalId, row.connectionId]));
}

async function readCodes(
  ctx: Ctx,
  peers: readonly ConnectionRow[],
  items: readonly QueueItem[],
): Promise<Map<string, string>> {
  const codes = items.flatMap((item) => item.externalId ?? []);
  const [provider] = peers.map((peer) => peer.provider);
  if (codes.length === 0 || !provider) return new Map();
  const ids = peers.map((peer) => peer.id);
  const rows = await ctx.db
    .select({ code: reservations.externalId, connectionId: reservations.connectionId })
    .from(reservations)
    .where(
      and(
        eq(reservations.channel, provider),
        inArray(reservations.connectionId, ids),
        inArray(reservations.externalId, codes),
      ),
    );
  return new Map(rows.flatMap(({ code, connectionId }) => (connectionId ? [[code, connectionId]] : [])));
}

function joined(items: readonly QueueItem[]): Uint8Array {
  return Buffer.concat(items.flatMap((item) => [item.bytes, Buffer.from('\n')]));
}
