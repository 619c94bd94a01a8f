import { and, eq, exists, gt, inArray, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import { connections, listings, quarantine } from '#db/schema/connections.ts';
import { holds, reservations, stays } from '#db/schema/reservations.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { GONE } from './ask-for-one.ts';
import { ASK_AFTER_MINUTES, isOverdue } from './gate-rules.ts';
import { NAMELESS } from './quarantine.ts';
import type { Waiting, WaitingQuery } from './schemas.ts';
import { hoursBetween, kindOf } from './waiting-rules.ts';

/** More than anybody reads; the rest shows as these are dealt with. */
const MOST = 2000;

/**
 * What channels told that waits for a person, the longest first. Of bookings only those that are not over. Two round
 * trips at once.
 */
export async function listWaiting(
  ctx: Ctx,
  asked: WaitingQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Waiting[]; nextCursor: string | null }> {
  requireCan(ctx, 'reservation.read');
  const [booked, unreadable] = await Promise.all([readBookings(ctx), readUnreadable(ctx)]);
  const all = [...booked, ...unreadable]
    .filter((one) => !asked.kind || one.kind === asked.kind)
    .filter((one) => !asked.connection || one.connection?.id === asked.connection)
    .sort((a, b) => (a.since === b.since ? (a.id < b.id ? -1 : 1) : a.since < b.since ? -1 : 1));
  const from = asked.cursor ? all.findIndex((one) => one.id === asked.cursor) + 1 : 0;
  const items = all.slice(from, from + asked.limit);
  const hasMore = from + asked.limit < all.length;
  return { items, nextCursor: hasMore ? (items.at(-1)?.id ?? null) : null };
}

/** Stays that wait, each sort by its own index: this is asked for every page, and what waits is one in thousands. */
function waitingStays(ctx: Ctx) {
  const overdue = ctx.clock.now().subtract({ minutes: ASK_AFTER_MINUTES });
  const those = (why: SQL | undefined) =>
    ctx.db
      .select({ id: stays.id })
      .from(stays)
      .innerJoin(reservations, eq(reservations.id, stays.reservationId))
      .where(and(eq(stays.orgId, ctx.org), eq(stays.status, 'active'), eq(reservations.orgId, ctx.org), why));
  return those(and(isNull(stays.unitId), isNotNull(reservations.connectionId)))
    .unionAll(those(eq(reservations.hasUnknownStatus, true)))
    .unionAll(those(lte(reservations.gateAskedAt, overdue)));
}

async function readBookings(ctx: Ctx): Promise<Waiting[]> {
  const now = ctx.clock.now();
  const held = ctx.db.select({ one: sql`1` }).from(holds).where(eq(holds.stayId, stays.id));
  const rows = await ctx.db
    .select({
      stay: stays,
      row: reservations,
      connection: connections,
      listing: listings,
      isHeld: sql<boolean>`${exists(held)}`,
      messageId: sql<string | null>`(select j.message_id from journal j
        join inbound_messages m on m.id = j.message_id
        where j.org_id = ${ctx.org} and j.subject_id = ${reservations.id}
        order by j.at desc, j.id desc limit 1)`,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .leftJoin(connections, eq(connections.id, reservations.connectionId))
    .leftJoin(listings, eq(listings.id, stays.listingId))
    .where(
      and(
        inArray(stays.id, waitingStays(ctx)),
        // Somewhere in the world it is still yesterday.
        gt(stays.checkOut, addNights(todayIn('UTC', now), -1)),
      ),
    )
    .orderBy(stays.createdAt, stays.id)
    .limit(MOST);
  const seen = new Set<string>();
  return rows.flatMap(({ stay, row, connection, listing, isHeld, messageId }): Waiting[] => {
    const { gateAskedAt } = row;
    const isGateOverdue =
      gateAskedAt !== null && now.since(gateAskedAt).total('minutes') >= ASK_AFTER_MINUTES;
    const kind = kindOf({ unitId: stay.unitId, isGateOverdue, hasUnknownStatus: row.hasUnknownStatus });
    const id = kind === 'unmapped' ? stay.id : row.id;
    if (kind === null || seen.has(id)) return [];
    seen.add(id);
    const since =
      kind === 'gate' && gateAskedAt ? gateAskedAt : kind === 'unmapped' ? stay.createdAt : row.updatedAt;
    return [
      {
        id,
        kind,
        provider: row.channel,
        connection: connection && { id: connection.id, accountName: connection.accountName },
        listing: listing && { id: listing.id, externalId: listing.externalId, name: listing.name },
        reservationId: row.id,
        externalId: row.externalId,
        guestName: row.guestName,
        checkIn: stay.checkIn,
        checkOut: stay.checkOut,
        channelStatus: row.channelStatus === GONE ? null : row.channelStatus,
        reason: row.hasUnknownStatus && row.channelStatus === GONE ? 'gone_at_channel' : null,
        protection: isHeld ? 'held' : 'none',
        since: since.toString(),
        messageId,
        hours: hoursBetween(since, now),
        hasAlarm: kind === 'gate' ? gateAskedAt !== null && isOverdue(gateAskedAt, now) : true,
      },
    ];
  });
}

async function readUnreadable(ctx: Ctx): Promise<Waiting[]> {
  const now = ctx.clock.now();
  const rows = await ctx.db
    .select({
      // Not what was told itself: it may be long, and nobody shows it.
      one: {
        id: quarantine.id,
        externalId: quarantine.externalId,
        reason: quarantine.reason,
        messageId: quarantine.messageId,
        firstSeenAt: quarantine.firstSeenAt,
      },
      connection: {
        id: connections.id,
        provider: connections.provider,
        accountName: connections.accountName,
      },
    })
    .from(quarantine)
    .innerJoin(connections, eq(connections.id, quarantine.connectionId))
    .where(and(eq(quarantine.orgId, ctx.org), isNull(quarantine.settledAt)))
    .orderBy(quarantine.firstSeenAt, quarantine.id)
    .limit(MOST);
  return rows.map(({ one, connection }) => ({
    id: one.id,
    kind: 'unreadable',
    provider: connection.provider,
    connection: { id: connection.id, accountName: connection.accountName },
    listing: null,
    reservationId: null,
    externalId: one.externalId?.startsWith(NAMELESS) ? null : one.externalId,
    guestName: null,
    checkIn: null,
    checkOut: null,
    channelStatus: null,
    reason: one.reason,
    protection: 'none',
    since: one.firstSeenAt.toString(),
    messageId: one.messageId,
    hours: hoursBetween(one.firstSeenAt, now),
    hasAlarm: true,
  }));
}
