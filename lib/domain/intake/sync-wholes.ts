import { and, eq, gt, gte, isNull, ne, notInArray, or } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import type { ChannelReservation, Page, WholeReservation } from '#lib/providers/sales-contract.ts';
import { readReach } from '../connections/reach.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import type { AppliedCounts } from './apply-reservations.ts';
import { applyWhole } from './apply-whole.ts';
import { askForMissing, MISSING_MAX } from './ask-for-missing.ts';
import { GONE } from './ask-for-one.ts';
import { readKnownTimes } from './known-times.ts';
import type { Pass, Tally } from './pass.ts';
import { tellError } from './pass.ts';
import { quarantineAll } from './quarantine.ts';
import { readPages } from './read-pages.ts';
import { addCounts, showProgress } from './sync-tally.ts';
import { countsOf } from './whole-counts.ts';

/** Told once more than needed: two clocks differ, and what changed while the last sync read was perhaps read before. */
const OVERLAP_HOURS = 1;

/**
 * Reads an account whose channel tells reservations as wholes. A full sync reads everything of the past year and to come,
 * and asks for each active one that is not named by its id before anything is concluded; the others read what has
 * changed since the last. The queues bring bookings at once: this finds what they missed.
 *
 * Each page is applied in a transaction of its own, after it was stored: dying between two loses nothing that was told.
 * @throws ChannelError auth, limited, transient: what was read so far stands
 */
export async function syncWholes(ctx: Ctx, pass: Pass, tally: Tally): Promise<void> {
  const { connection, port, from, isFull } = pass;
  const { groupIds } = await readReach(ctx, connection);
  const changedSince = isFull ? null : sinceOf(pass);
  const named = new Set<string>();
  let askedAt = ctx.clock.now();
  const read = await readPages(
    ctx,
    connection.id,
    changedSince ? 'changed reservations' : 'reservations',
    (access, page) => {
      askedAt = ctx.clock.now();
      return port.list({ ...access, groupIds }, { listingId: null, from, page, changedSince });
    },
    async (page, messageId) => {
      tally.pages += 1;
      for (const one of [...page.items, ...(page.ended ?? [])]) named.add(one.externalId);
      await inTx(ctx, async (tx) => {
        addCounts(tally, await applyPage(tx, pass, page, { messageId, askedAt }));
        await showProgress(tx, pass, tally);
      });
    },
  );
  for (const error of read.errors) tellError(tally, error);
  if (isFull && read.isWhole) await askForMissing(ctx, pass, await listUnnamed(ctx, pass, named), tally);
}

function sinceOf({ connection }: Pass): Temporal.Instant | null {
  return connection.lastSuccessAt?.subtract({ hours: OVERLAP_HOURS }) ?? null;
}

async function applyPage(
  tx: Ctx,
  { connection, runIds }: Pass,
  page: Page<ChannelReservation>,
  { messageId, askedAt }: { messageId: string; askedAt: Temporal.Instant },
): Promise<AppliedCounts> {
  const told = [...wholesOf(page.items), ...(page.ended ?? []).map(endedOf)];
  const known = await readKnownTimes(
    tx,
    connection.provider,
    told.map((one) => one.externalId),
  );
  const news = told.filter((one) => {
    const changedAt = known.get(one.externalId);
    // One that ended and that nobody knew needs nobody; what came since the question is newer than the answer.
    if (changedAt === undefined) return one.rooms.length > 0;
    return Temporal.Instant.compare(changedAt, askedAt) < 0;
  });
  const cause = { reason: 'sync', messageId, runId: runIds[0] ?? null };
  const fresh = await quarantineAll(tx, connection.id, page.unreadable, messageId);
  if (fresh > 0) await announce(tx, 'inbox');
  return countsOf(await applyWhole(tx, connection, news, cause), page.unreadable.length);
}

/** The rooms of each reservation together, as they stand in a page: none is split over two. */
export function wholesOf(rooms: readonly ChannelReservation[]): WholeReservation[] {
  return [...Map.groupBy(rooms, (room) => room.externalId)].flatMap(([externalId, its]) => {
    const [first] = its;
    if (!first) return [];
    const { status, channelStatus } = first;
    return [{ externalId, groupId: null, status, channelStatus, rooms: its, warnings: [] }];
  });
}

const endedOf = (one: { externalId: string; channelStatus: string }): WholeReservation => ({
  ...one,
  groupId: null,
  status: 'cancelled',
  rooms: [],
  warnings: [],
});

/** Active bookings to come of this account that the whole list left out. */
async function listUnnamed(ctx: Ctx, { connection, from, today }: Pass, named: ReadonlySet<string>) {
  const rows = await ctx.db
    .selectDistinct({ code: reservations.externalId })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(
      and(
        eq(reservations.orgId, ctx.org),
        eq(reservations.connectionId, connection.id),
        eq(reservations.channel, connection.provider),
        or(isNull(reservations.channelStatus), ne(reservations.channelStatus, GONE)),
        eq(stays.status, 'active'),
        gt(stays.checkOut, today),
        gte(stays.checkIn, from),
        named.size > 0 ? notInArray(reservations.externalId, [...named]) : undefined,
      ),
    )
    .orderBy(reservations.externalId)
    .limit(MISSING_MAX);
  return rows.map((row) => row.code);
}
