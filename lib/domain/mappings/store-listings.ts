import { isDeepStrictEqual } from 'node:util';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { ChannelListing } from '#lib/providers/sales-contract.ts';
import { lockConnection } from '../connections/find.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { type JournalEntry, recordAll } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import type { ListingRow } from './facts.ts';

export type ListingImport = {
  readonly connectionId: string;
  readonly listings: readonly ChannelListing[];
  /** Whether these are all that the account has: only then is one that is absent gone. */
  readonly isWhole: boolean;
  /** When the first page was asked for: a listing that was seen later is not gone because this answer lacks it. */
  readonly askedAt: Temporal.Instant;
};

export type StoredListings = {
  readonly created: number;
  readonly updated: number;
  readonly gone: number;
  readonly back: number;
};

const PER_STATEMENT = 1000;

/**
 * Brings our listings of a connection to what the channel says of them. One that vanished is marked and keeps its mapping
 * and its bookings; seen again it is as it was. Told twice, the later word stands; nothing new: only "last seen" moves.
 * Two imports at once wait for each other at the connection.
 * @throws AppError not_found for a connection that is not this organization's
 */
export async function storeListings(ctx: Ctx, told: ListingImport): Promise<StoredListings> {
  return inTx(ctx, async (tx) => {
    await lockConnection(tx, told.connectionId);
    const known = await tx.db
      .select()
      .from(listings)
      .where(and(eq(listings.orgId, tx.org), eq(listings.connectionId, told.connectionId)))
      .orderBy(asc(listings.id))
      .for('no key update');
    const knownOf = new Map(known.map((row) => [row.externalId, row]));
    const said = new Map(told.listings.map((one) => [one.externalId, shapeOf(one)]));
    const entries: JournalEntry[] = [];

    const fresh = [...said].filter(([externalId]) => !knownOf.has(externalId)).map(([, one]) => one);
    await insert(tx, told.connectionId, fresh, entries);
    const changed = [...said.values()].flatMap((one) => {
      const row = knownOf.get(one.externalId);
      return row && (row.goneAt !== null || differing(row, one).length > 0) ? [{ row, one }] : [];
    });
    for (const { row, one } of changed) await update(tx, row, one, entries);
    const seen = known.filter((row) => said.has(row.externalId)).map((row) => row.id);
    for (const ids of chunksOf(seen, PER_STATEMENT))
      await tx.db.update(listings).set({ lastSeenAt: tx.clock.now() }).where(inArray(listings.id, ids));
    const gone = told.isWhole ? known.filter((row) => isGone(row, said, told.askedAt)) : [];
    await markGone(tx, gone, entries);

    await recordAll(tx, entries);
    if (entries.length > 0) await announce(tx, 'connections');
    const back = changed.filter(({ row }) => row.goneAt !== null).length;
    return { created: fresh.length, updated: changed.length - back, gone: gone.length, back };
  });
}

const RATE_PLANS_MAX = 200;

type Shape = ReturnType<typeof shapeOf>;

/** What Postgres can hold, cut to what a screen can show. */
function shapeOf(told: ChannelListing) {
  return {
    externalId: plain(told.externalId, 200) ?? '',
    name: plain(told.name, 300) ?? told.externalId,
    address: plain(told.address, 500),
    city: plain(told.city, 200),
    timeZone: plain(told.timeZone, 60),
    currency: /^[A-Z]{3}$/.test(told.currency ?? '') ? told.currency : null,
    capacity: count(told.capacity),
    bedrooms: count(told.bedrooms),
    pictureUrl: plain(told.pictureUrl, 2000),
    isSold: told.isSold,
    syncScope: plain(told.syncScope, 60),
    groupId: plain(told.group?.externalId ?? null, 200),
    groupName: plain(told.group?.name ?? null, 300),
    quantity: Math.max(1, count(told.quantity) ?? 1),
    ratePlans: told.ratePlans.slice(0, RATE_PLANS_MAX).flatMap(({ externalId, name, isDerived }) => {
      const id = plain(externalId, 200);
      return id === null ? [] : [{ externalId: id, name: plain(name, 300) ?? id, isDerived }];
    }),
  };
}

function plain(text: string | null, max: number): string | null {
  const kept = (text ?? '').toWellFormed().replaceAll('\u0000', '').trim().slice(0, max).toWellFormed();
  return kept === '' ? null : kept;
}

function count(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && value >= 0 && value < 10_000 ? value : null;
}

function differing(row: ListingRow, said: Shape): (keyof Shape)[] {
  // Keys of a shape, which all are columns of the row.
  return (Object.keys(said) as (keyof Shape)[]).filter((key) =>
    key === 'ratePlans' ? !isDeepStrictEqual(row[key], said[key]) : row[key] !== said[key],
  );
}

function isGone(row: ListingRow, said: ReadonlyMap<string, Shape>, askedAt: Temporal.Instant): boolean {
  const isAbsent = row.goneAt === null && !said.has(row.externalId);
  return isAbsent && Temporal.Instant.compare(row.lastSeenAt, askedAt) <= 0;
}

async function insert(tx: Ctx, connectionId: string, fresh: readonly Shape[], entries: JournalEntry[]) {
  const now = tx.clock.now();
  const rows = fresh.map((one) => ({
    id: newId('listing'),
    orgId: tx.org,
    connectionId,
    ...one,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
  }));
  for (const some of chunksOf(rows, PER_STATEMENT)) await tx.db.insert(listings).values(some);
  entries.push(...rows.map((row) => entryOf('found', row, null, nameOf(row))));
}

async function update(tx: Ctx, row: ListingRow, said: Shape, entries: JournalEntry[]): Promise<void> {
  const changed = differing(row, said);
  await tx.db
    .update(listings)
    .set({ ...said, goneAt: null, updatedAt: tx.clock.now() })
    .where(eq(listings.id, row.id));
  entries.push(
    entryOf(row.goneAt === null ? 'changed' : 'back', row, nameOf(row), { ...nameOf(said), changed }),
  );
}

async function markGone(tx: Ctx, gone: readonly ListingRow[], entries: JournalEntry[]): Promise<void> {
  const now = tx.clock.now();
  for (const rows of chunksOf(gone, PER_STATEMENT)) {
    await tx.db
      .update(listings)
      .set({ goneAt: now, updatedAt: now })
      .where(
        inArray(
          listings.id,
          rows.map((row) => row.id),
        ),
      );
  }
  entries.push(...gone.map((row) => entryOf('gone', row, nameOf(row), null)));
}

function nameOf(one: Pick<Shape, 'externalId' | 'name'>) {
  return { externalId: one.externalId, name: one.name };
}

function entryOf(
  verb: string,
  row: { readonly id: string },
  before: Record<string, unknown> | null,
  after: Record<string, unknown> | null,
): JournalEntry {
  return { action: `listing.${verb}`, subject: { kind: 'listing', id: row.id }, before, after };
}
