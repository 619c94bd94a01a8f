import { and, eq, gte, inArray, isNotNull, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { deliveries } from '#db/schema/push.ts';
import { channelName } from '../connections/app.ts';
import type { Ctx } from '../ctx.ts';

/** How far back it is looked: what a channel did last month says little of now. */
const DAYS = 7;

/** How late an account was told of changes, as measured. */
export type Latency = {
  readonly connectionId: string;
  readonly name: string;
  /** The channel's name, where it is looked after. */
  readonly at: string;
  /** Of so many calls in the last seven days; half of them and 95 of 100 took no longer than: */
  readonly count: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** The slowest. */
  readonly maxMs: number;
};

/** From hearing of a change to the channel's answer that took it, by account. One round trip. */
export async function listLatencies(ctx: Ctx): Promise<Latency[]> {
  const ms = sql`(extract(epoch from ${deliveries.finishedAt} - ${deliveries.heardAt}) * 1000)`;
  const rows = await ctx.db
    .select({
      connectionId: connections.id,
      provider: connections.provider,
      count: sql<number>`count(*)::int`,
      p50Ms: sql<number>`(percentile_cont(0.5) within group (order by ${ms}))::float8`,
      maxMs: sql<number>`max(${ms})::float8`,
      p95Ms: sql<number>`(percentile_cont(0.95) within group (order by ${ms}))::float8`,
    })
    .from(deliveries)
    .innerJoin(connections, eq(connections.id, deliveries.connectionId))
    .where(
      and(
        eq(deliveries.orgId, ctx.org),
        gte(deliveries.startedAt, ctx.clock.now().subtract({ hours: DAYS * 24 })),
        inArray(deliveries.outcome, ['accepted', 'partial']),
        isNotNull(deliveries.heardAt),
        isNotNull(deliveries.finishedAt),
      ),
    )
    .groupBy(connections.id)
    .orderBy(connections.id);
  return rows.map(({ provider, ...row }) => ({
    ...row,
    name: channelName(ctx, provider),
    at: provider,
    p50Ms: Math.max(0, Math.round(row.p50Ms)),
    p95Ms: Math.max(0, Math.round(row.p95Ms)),
    maxMs: Math.max(0, Math.round(row.maxMs)),
  }));
}
