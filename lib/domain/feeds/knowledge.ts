import { and, desc, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { feedFetches, subscribers } from '#db/schema/calendars.ts';
import type { Night, NightRange } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';

const LATEST = 500;

export type FeedKnowledge = {
  /** Some subscriber, live or revoked, has this calendar as its counterpart: then what it fetched is what it knew. */
  readonly linked: boolean;
  /** Newest version first: the calendar version of `unitId` that was handed out, when first, and what it told. */
  readonly fetches: readonly {
    readonly unitId: string | null;
    readonly version: number;
    readonly at: Temporal.Instant;
    readonly told: readonly NightRange[];
  }[];
};

/**
 * What the source of a calendar could have known from us: the fetches of the subscribers whose counterpart it is. A calendar
 * of a whole property may stand behind several units' links; `unitId` keeps to those of one. Two round trips.
 */
export async function readKnowledge(ctx: Ctx, calendarId: string, unitId?: string): Promise<FeedKnowledge> {
  const linked = await ctx.db
    .select({ id: subscribers.id, unitId: subscribers.unitId })
    .from(subscribers)
    .where(
      and(
        eq(subscribers.orgId, ctx.org),
        eq(subscribers.sourceCalendarId, calendarId),
        unitId === undefined ? undefined : or(isNull(subscribers.unitId), eq(subscribers.unitId, unitId)),
      ),
    );
  if (linked.length === 0) return { linked: false, fetches: [] };
  // The first time a version was handed out is what tells whether its taker could have known: later ones add nothing.
  const fetches = await ctx.db
    .select({
      subscriberId: feedFetches.subscriberId,
      version: feedFetches.version,
      at: sql`min(${feedFetches.at})`.mapWith(feedFetches.at),
      told: sql<
        readonly (readonly [Night, Night])[] | null
      >`(array_agg(${feedFetches.told}) filter (where ${feedFetches.told} is not null))[1]`,
    })
    .from(feedFetches)
    .where(
      and(
        eq(feedFetches.orgId, ctx.org),
        inArray(
          feedFetches.subscriberId,
          linked.map((row) => row.id),
        ),
        eq(feedFetches.status, 200),
      ),
    )
    .groupBy(feedFetches.subscriberId, feedFetches.version)
    .orderBy(desc(feedFetches.version))
    .limit(LATEST);
  const unitOf = new Map(linked.map((row) => [row.id, row.unitId]));
  return {
    linked: true,
    fetches: fetches.map(({ subscriberId, version, at, told }) => ({
      unitId: unitOf.get(subscriberId) ?? null,
      version,
      at,
      told: (told ?? []).map(([checkIn, checkOut]) => ({ checkIn, checkOut })),
    })),
  };
}
