import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { reservations } from '#db/schema/reservations.ts';
import type { QueueItem } from '#lib/providers/queue-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Deps } from '../ctx.ts';
import type { Door } from './door.ts';

/** How many words of something unreadable are looked up. */
const WORDS_MAX = 500;
const WORD = /[A-Za-z0-9_-]{2,200}/g;

/**
 * Whose each reservation is, of the connections that are not disconnected: by the property that it names, else by the
 * listings of its rooms, else because we know it. One that cannot be read is of whoever has a property or listing that is
 * mentioned in it. Null: nobody's here. Five round trips at most, however many there are.
 */
export async function findPushTargets(
  deps: Pick<Deps, 'db'>,
  door: Pick<Door, 'provider' | 'orgId'>,
  items: readonly QueueItem[],
): Promise<Map<QueueItem, ConnectionRow | null>> {
  const live = await readLive(deps, door);
  const byGroup = await readGroups(deps, live);
  const rooms = items.flatMap((item) => item.reservation?.rooms.map((room) => room.listingId) ?? []);
  const words = items.flatMap((item) => (item.reservation ? [] : wordsOf(item)));
  const byListing = await readListings(deps, live, [...rooms, ...words]);
  const byCode = await readCodes(deps, door, live, items);
  return new Map(
    items.map((item) => {
      const { reservation, externalId } = item;
      const known = byCode.get(externalId ?? '') ?? null;
      if (!reservation) {
        const mentioned = wordsOf(item).flatMap((word) => byGroup.get(word) ?? byListing.get(word) ?? []);
        return [item, mentioned[0] ?? known];
      }
      // A property that is nobody's is not made up for by what else is said.
      if (reservation.groupId !== null) return [item, byGroup.get(reservation.groupId) ?? null];
      const ofRoom = reservation.rooms.flatMap((room) => byListing.get(room.listingId) ?? []);
      return [item, ofRoom[0] ?? known];
    }),
  );
}

function wordsOf(item: QueueItem): string[] {
  const words = new Set<string>();
  for (const [word] of Buffer.from(item.bytes).toString('latin1').matchAll(WORD)) {
    words.add(word);
    if (words.size >= WORDS_MAX) break;
  }
  return [...words];
}

function readLive(
  { db }: Pick<Deps, 'db'>,
  door: Pick<Door, 'provider' | 'orgId'>,
): Promise<ConnectionRow[]> {
  return db
    .select()
    .from(connections)
    .where(
      and(
        eq(connections.provider, door.provider),
        ne(connections.status, 'disconnected'),
        door.orgId === null ? undefined : eq(connections.orgId, door.orgId),
      ),
    )
    .orderBy(connections.id);
}

/** Granted by name goes before met among the listings. */
async function readGroups({ db }: Pick<Deps, 'db'>, live: readonly ConnectionRow[]) {
  const byGroup = new Map<string, ConnectionRow>();
  if (live.length === 0) return byGroup;
  const byId = new Map(live.map((row) => [row.id, row]));
  for (const row of live) for (const id of row.granted ?? []) byGroup.set(id, row);
  const met = await db
    .selectDistinct({ connectionId: listings.connectionId, groupId: listings.groupId })
    .from(listings)
    .where(and(inArray(listings.connectionId, [...byId.keys()]), isNotNull(listings.groupId)));
  for (const { connectionId, groupId } of met) {
    const row = byId.get(connectionId);
    // One that was granted others is not asked about this one any more.
    if (groupId !== null && row && row.granted === null && !byGroup.has(groupId)) byGroup.set(groupId, row);
  }
  return byGroup;
}

async function readListings(
  { db }: Pick<Deps, 'db'>,
  live: readonly ConnectionRow[],
  externalIds: readonly string[],
): Promise<Map<string, ConnectionRow>> {
  if (live.length === 0 || externalIds.length === 0) return new Map();
  const byId = new Map(live.map((row) => [row.id, row]));
  const rows = await db
    .select({ externalId: listings.externalId, connectionId: listings.connectionId })
    .from(listings)
    .where(
      and(
        inArray(listings.connectionId, [...byId.keys()]),
        inArray(listings.externalId, [...new Set(externalIds)]),
      ),
    );
  return mapped(rows.map((row) => [row.externalId, byId.get(row.connectionId)]));
}

async function readCodes(
  { db }: Pick<Deps, 'db'>,
  door: Pick<Door, 'provider'>,
  live: readonly ConnectionRow[],
  items: readonly QueueItem[],
): Promise<Map<string, ConnectionRow>> {
  const codes = items.flatMap((item) => item.externalId ?? []);
  if (live.length === 0 || codes.length === 0) return new Map();
  const byId = new Map(live.map((row) => [row.id, row]));
  const rows = await db
    .select({ code: reservations.externalId, connectionId: sql<string>`${reservations.connectionId}` })
    .from(reservations)
    .where(
      and(
        eq(reservations.channel, door.provider),
        inArray(reservations.connectionId, [...byId.keys()]),
        inArray(reservations.externalId, codes),
      ),
    );
  return mapped(rows.map((row) => [row.code, byId.get(row.connectionId)]));
}

function mapped(rows: readonly (readonly [string, ConnectionRow | undefined])[]): Map<string, ConnectionRow> {
  return new Map(rows.flatMap(([key, row]) => (row ? [[key, row] as const] : [])));
}
