import { setTimeout as pause } from 'node:timers/promises';
import { and, asc, eq, exists, gt, gte, isNull, ne, notInArray, or, sql } from 'drizzle-orm';
import { listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyReservations } from './apply-reservations.ts';
import { askForMissing, MISSING_MAX } from './ask-for-missing.ts';
import { GONE } from './ask-for-one.ts';
import { type Pass, type Tally, tellError } from './pass.ts';
import { readPages } from './read-pages.ts';
import { addCounts, showProgress } from './sync-tally.ts';

/**
 * Reads the reservations of each listing, mapped or not (where a person picks them: of those), page by page, and applies each page in a transaction of its
 * own: dying or failing between two loses nothing that was told.
 * @returns the listing after which the next turn goes on, or null where all are read
 * @throws ChannelError auth, limited, transient: what was read so far stands
 */
export async function syncReservations(ctx: Ctx, pass: Pass, tally: Tally): Promise<string | null> {
  const { connection, after } = pass;
  const rows = await ctx.db
    .select({ id: listings.id, externalId: listings.externalId })
    .from(listings)
    .where(
      and(
        eq(listings.orgId, ctx.org),
        eq(listings.connectionId, connection.id),
        pass.isPicked ? works(ctx) : isNull(listings.goneAt),
        after ? gt(listings.id, after) : undefined,
      ),
    )
    .orderBy(asc(listings.id));
  for (const [index, listing] of rows.entries()) {
    if (index > 0 && pass.spacingMs > 0) await pause(pass.spacingMs);
    await syncListing(ctx, pass, listing, tally);
    const isLast = index === rows.length - 1;
    if (!isLast && Temporal.Instant.compare(ctx.clock.now(), pass.until) >= 0) return listing.id;
  }
  return null;
}

function works(ctx: Ctx) {
  return exists(
    ctx.db
      .select({ one: sql`1` })
      .from(mappings)
      .where(
        and(eq(mappings.listingId, listings.id), eq(mappings.stage, 'active'), eq(mappings.isSyncOn, true)),
      ),
  );
}

type ListingRef = { readonly id: string; readonly externalId: string };

async function syncListing(ctx: Ctx, pass: Pass, listing: ListingRef, tally: Tally): Promise<void> {
  const { connection, port, from } = pass;
  const named = new Set<string>();
  const read = await readPages(
    ctx,
    connection.id,
    `reservations ${listing.externalId}`,
    (access, page) => port.list(access, { listingId: listing.externalId, from, page }),
    async (page, messageId) => {
      tally.pages += 1;
      for (const one of page.items) named.add(one.externalId);
      await inTx(ctx, async (tx) => {
        const cause = { reason: 'sync', messageId, runId: pass.runIds[0] ?? null };
        addCounts(tally, await applyReservations(tx, connection, page, cause));
        await showProgress(tx, pass, tally);
      });
    },
  );
  for (const error of read.errors) tellError(tally, error);
  if (pass.isFull && read.isWhole) await askForUnnamed(ctx, pass, listing, named, tally);
}

/** Bookings to come of the listing that a whole list of everything left out. */
async function askForUnnamed(
  ctx: Ctx,
  pass: Pass,
  listing: ListingRef,
  named: ReadonlySet<string>,
  tally: Tally,
): Promise<void> {
  const missing = await ctx.db
    .selectDistinct({ code: reservations.externalId })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(
      and(
        eq(reservations.orgId, ctx.org),
        eq(reservations.connectionId, pass.connection.id),
        eq(reservations.channel, pass.connection.provider),
        isNull(reservations.gateAskedAt),
        or(isNull(reservations.channelStatus), ne(reservations.channelStatus, GONE)),
        eq(stays.listingId, listing.id),
        eq(stays.status, 'active'),
        gt(stays.checkOut, pass.today),
        gte(stays.checkIn, pass.from),
        named.size > 0 ? notInArray(reservations.externalId, [...named]) : undefined,
      ),
    )
    .limit(MISSING_MAX);
  await askForMissing(
    ctx,
    pass,
    missing.map((one) => one.code),
    tally,
  );
}
