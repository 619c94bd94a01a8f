import { and, eq, sql } from 'drizzle-orm';
import { feedFetches } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Deps } from '../ctx.ts';
import type { Link } from './find-link.ts';
import type { Rendered } from './rendered.ts';

const FLUSH_MS = 5000;
const REMEMBERED = 20;

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

/** What a link was used for since it was last written. */
type Pending = { readonly subscriberId: string; readonly times: readonly Temporal.Instant[] };

type Seen = {
  /** By token. */
  pending: Map<string, Pending>;
  timer: NodeJS.Timeout | null;
};

const holder: { latchkeySeen?: Seen } = globalThis as { latchkeySeen?: Seen }; // each Next entry is a module graph of its own

function seen(): Seen {
  holder.latchkeySeen ??= { pending: new Map(), timer: null };
  return holder.latchkeySeen;
}

/**
 * Notes a visit in memory; a few seconds later one statement writes all of them. Most visits find nothing new, and they
 * should not cost a write each. What is lost with the process is a time shown to people, which the next visit sets right:
 * nothing decides by it.
 */
export function noteSeen(deps: Deps, link: Link, at = deps.clock.now()): void {
  const state = seen();
  const times = state.pending.get(link.tokenId)?.times ?? [];
  state.pending.set(link.tokenId, {
    subscriberId: link.subscriberId,
    times: [...times, at].slice(-REMEMBERED),
  });
  state.timer ??= setTimeout(() => {
    state.timer = null;
    flushSeen(deps).catch((error: unknown) => deps.log.warn({ err: error }, 'feed visits not written'));
  }, FLUSH_MS).unref();
}

/** The visits that this process has not written yet, by subscriber, the oldest first. */
export function unwrittenVisits(): ReadonlyMap<string, readonly Temporal.Instant[]> {
  const groups = Map.groupBy(seen().pending.values(), (one) => one.subscriberId);
  return new Map([...groups].map(([id, group]) => [id, group.flatMap((one) => one.times)]));
}

/**
 * Writes the latest visits, one statement for all. Two processes at once: the second waits for the first one's row and adds
 * to what that wrote, so the later time wins whoever comes first, and of the visits the latest are kept whose they are.
 * What could not be written is tried again with the next.
 */
export async function flushSeen(deps: Pick<Deps, 'db'>): Promise<void> {
  const state = seen();
  const taken = state.pending;
  if (taken.size === 0) return;
  state.pending = new Map();
  const told = [...taken].map(([id, { times }]) => ({
    id,
    at: times.at(-1)?.toString({ fractionalSecondDigits: 3 }),
    visits: times.map((at) => Math.floor(at.epochMilliseconds / 1000)),
  }));
  try {
    await deps.db.execute(sql`
      update feed_tokens t set last_fetched_at = greatest(t.last_fetched_at, v.at), visits = (
        select jsonb_agg(s.second order by s.second) from (
          select distinct e.value::text::bigint as second from jsonb_array_elements(t.visits || v.visits) e
          order by second desc limit ${REMEMBERED}
        ) s)
      from json_to_recordset(${JSON.stringify(told)}::text::json) as v(id text, at timestamptz, visits jsonb)
      where t.id = v.id`);
  } catch (error) {
    for (const [id, one] of taken) {
      const since = state.pending.get(id)?.times ?? [];
      state.pending.set(id, { ...one, times: [...one.times, ...since].slice(-REMEMBERED) });
    }
    throw error;
  }
}

/** What the column of visits says, as times. */
export function visitTimes(seconds: readonly number[]): Temporal.Instant[] {
  return seconds.map((one) => Temporal.Instant.fromEpochMilliseconds(one * 1000));
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
