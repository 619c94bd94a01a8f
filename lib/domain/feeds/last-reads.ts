import { and, asc, eq, gt, isNull, or, sql } from 'drizzle-orm';
import { feedTokens, subscribers } from '#db/schema/calendars.ts';
import { properties } from '#db/schema/properties.ts';
import type { Ctx } from '../ctx.ts';
import { unwrittenVisits, visitTimes } from './fetches.ts';
import { usualInterval } from './rules.ts';

/** A holder of a link and when it last read it. No link, no token: everybody of the organization may know. */
export type LastRead = {
  readonly id: string;
  readonly name: string;
  /** The one link for all. */
  readonly isPlain: boolean;
  readonly propertyId: string;
  /** Null: the feed of a whole property, for people. */
  readonly unitId: string | null;
  /** The calendar whose bookings its feed leaves out: they were made there. */
  readonly sourceCalendarId: string | null;
  readonly createdAt: string;
  readonly lastReadAt: string | null;
  /** Minutes between its visits, as seen; null until there were three. */
  readonly usualMinutes: number | null;
};

/** Every subscriber of the organization that is not revoked, in the order they were made. One round trip. */
export async function listLastReads(ctx: Ctx): Promise<LastRead[]> {
  const rows = await ctx.db
    .select({
      id: subscribers.id,
      name: subscribers.name,
      isPlain: subscribers.isPlain,
      propertyId: subscribers.propertyId,
      unitId: subscribers.unitId,
      sourceCalendarId: subscribers.sourceCalendarId,
      createdAt: subscribers.createdAt,
      lastReadAt: sql<Temporal.Instant | null>`max(${feedTokens.lastFetchedAt})`.mapWith(
        feedTokens.lastFetchedAt,
      ),
      visits: sql<
        number[][]
      >`coalesce(jsonb_agg(${feedTokens.visits}) filter (where ${feedTokens.id} is not null), '[]')`,
    })
    .from(subscribers)
    .innerJoin(properties, eq(properties.id, subscribers.propertyId))
    .leftJoin(
      feedTokens,
      and(
        eq(feedTokens.subscriberId, subscribers.id),
        isNull(feedTokens.revokedAt),
        or(isNull(feedTokens.expiresAt), gt(feedTokens.expiresAt, ctx.clock.now())),
      ),
    )
    .where(and(eq(subscribers.orgId, ctx.org), isNull(subscribers.revokedAt), isNull(properties.archivedAt)))
    .groupBy(subscribers.id)
    .orderBy(asc(subscribers.id));
  // The latest visits reach the database some seconds later: who just tried a link must not read "never".
  const unwritten = unwrittenVisits();
  return rows.map(({ visits, ...row }) => {
    const seen = unwritten.get(row.id) ?? [];
    const last = [row.lastReadAt, seen.at(-1) ?? null].reduce((a, b) =>
      a === null || (b !== null && Temporal.Instant.compare(b, a) > 0) ? b : a,
    );
    return {
      ...row,
      createdAt: row.createdAt.toString(),
      lastReadAt: last?.toString() ?? null,
      usualMinutes: usualInterval([...visitTimes(visits.flat()), ...seen]),
    };
  });
}
