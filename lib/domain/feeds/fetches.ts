import { and, eq, sql } from 'drizzle-orm';
import { feedFetches } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Deps } from '../ctx.ts';
import type { Link } from './find-link.ts';
import type { Rendered } from './rendered.ts';

const FLUSH_MS = 5000;
const REMEMBERED = 20;
const MAX_SUBSCRIBERS = 10_000;

export type Caller = { readonly userAgent: string; readonly ip: string };

/**
 * Records that a version was handed out, before it is: a row that could not be written must not leave a reader who knows
 * something that we later take for news. If we die between the two, a reader is believed to know what it did not get;
 * it comes again within its interval.
 */
export async function recordFetch(deps: Deps, link: Link, feed: Rendered, caller: Caller): Promise<void> {
  const at = deps.clock.now();
  const { version } = feed;
  const told = JSON.stringify(feed.nights.map(({ checkIn, checkOut }) => [checkIn, checkOut]));
  await deps.db.insert(feedFetches).values({
    id: newId('fetch'),
    orgId: link.orgId,
    subscriberId: link.subscriberId,
    tokenId: link.tokenId,
    at,
    status: 200,
    version,
    // What a version tells is kept once: some readers come every quarter of an hour for the same one.
    told: sql`case when exists (
      select 1 from feed_fetches f
      where f.subscriber_id = ${link.subscriberId} and f.version = ${version} and f.told is not null
    ) then null else ${told}::text::jsonb end`,
    userAgent: clip(caller.userAgent),
    ip: clip(caller.ip),
  });
  noteSeen(deps, link, at);
}

/** Controls out: these are shown to people, and a header may hold anything. */
function clip(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}/gu, '')
    .slice(0, 200);
}

type Seen = {
  /** Token → when it was last used, not yet written. */
  readonly tokens: Map<string, Temporal.Instant>;
  /** Subscriber → its latest visits, 304 included: how often it comes. */
  readonly visits: Map<string, Temporal.Instant[]>;
  timer: NodeJS.Timeout | null;
};

const holder: { latchkeySeen?: Seen } = globalThis as { latchkeySeen?: Seen }; // each Next entry is a module graph of its own

function seen(): Seen {
  holder.latchkeySeen ??= { tokens: new Map(), visits: new Map(), timer: null };
  return holder.latchkeySeen;
}

/**
 * Notes a visit in memory; a few seconds later one statement writes all of them. Most visits find nothing new, and they
 * should not cost a write each. What is lost with the process is a time shown to people, which the next visit sets right:
 * nothing decides by it.
 */
export function noteSeen(deps: Deps, link: Link, at = deps.clock.now()): void {
  const state = seen();
  state.tokens.set(link.tokenId, at);
  const visits = state.visits.get(link.subscriberId) ?? [];
  state.visits.delete(link.subscriberId);
  state.visits.set(link.subscriberId, [...visits, at].slice(-REMEMBERED));
  if (state.visits.size > MAX_SUBSCRIBERS) {
    const [oldest] = state.visits.keys();
    if (oldest !== undefined) state.visits.delete(oldest);
  }
  state.timer ??= setTimeout(() => {
    state.timer = null;
    flushSeen(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'feed visits not written'));
  }, FLUSH_MS).unref();
}

/** The latest visits of a subscriber to this process. */
export function visitsOf(subscriberId: string): readonly Temporal.Instant[] {
  return seen().visits.get(subscriberId) ?? [];
}

/** Writes the times of the latest visits. Two processes at once: the later time wins whoever comes first. */
export async function flushSeen(deps: Pick<Deps, 'db'>): Promise<void> {
  const state = seen();
  const entries = [...state.tokens];
  if (entries.length === 0) return;
  state.tokens.clear();
  const rows = sql.join(
    entries.map(([id, at]) => sql`(${id}, ${at.toString({ fractionalSecondDigits: 3 })}::timestamptz)`),
    sql`, `,
  );
  await deps.db.execute(sql`
    update feed_tokens t set last_fetched_at = greatest(t.last_fetched_at, v.at)
    from (values ${rows}) as v(id, at) where t.id = v.id`);
}

/** True where every copy that could carry this Last-Modified is the current version: see `holdsDate` in get-feed. */
export async function onlyVersionSince(
  deps: Pick<Deps, 'db'>,
  link: Link,
  since: Temporal.Instant,
): Promise<boolean> {
  const [row] = await deps.db
    .select({
      all: sql<number>`count(*)::int`,
      current: sql<number>`count(*) filter (where ${feedFetches.version} = ${link.version})::int`,
    })
    .from(feedFetches)
    .where(
      and(
        eq(feedFetches.subscriberId, link.subscriberId),
        sql`${feedFetches.at} >= ${since.toString()}::timestamptz`,
      ),
    );
  return row !== undefined && row.all > 0 && row.all === row.current;
}
