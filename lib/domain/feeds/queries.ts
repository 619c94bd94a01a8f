import { and, asc, desc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { externalCalendars, feedTokens, subscribers } from '#db/schema/calendars.ts';
import { invariant, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import type { Ctx } from '../ctx.ts';
import { flushSeen, visitTimes } from './fetches.ts';
import { type FeedSubject, getFeedSubject, ofSubject, openToken, type SubscriberRow } from './internal.ts';
import { linkOf } from './links.ts';
import { usualInterval } from './rules.ts';
import type { Subscriber } from './schemas.ts';

/**
 * Everybody who holds a link of this unit or property, the plain one included, in the order they were made. Links are
 * secrets, so a viewer is refused.
 * @throws AppError forbidden, not_found
 */
export async function listSubscribers(ctx: Ctx, id: string): Promise<Subscriber[]> {
  requireCan(ctx, 'feed.read');
  const subject = await getFeedSubject(ctx, id);
  await flushSeen(ctx); // or the person who just tried a link would see "never fetched"
  return readSubscribers(ctx, subject, null);
}

/** One of them, for the verbs that change it. @throws AppError not_found */
export async function getSubscriber(
  ctx: Ctx,
  subject: FeedSubject,
  subscriberId: string,
): Promise<Subscriber> {
  const [found] = await readSubscribers(ctx, subject, subscriberId);
  if (!found) throw notFound('subscriber');
  return found;
}

async function readSubscribers(ctx: Ctx, subject: FeedSubject, only: string | null): Promise<Subscriber[]> {
  const rows = await ctx.db
    .select({ subscriber: subscribers, sourceName: externalCalendars.name })
    .from(subscribers)
    .leftJoin(externalCalendars, eq(externalCalendars.id, subscribers.sourceCalendarId))
    .where(and(ofSubject(ctx, subject), only === null ? undefined : eq(subscribers.id, only)))
    .orderBy(asc(subscribers.id));
  const tokens = await readTokens(
    ctx,
    rows.map((row) => row.subscriber.id),
  );
  return rows.map(({ subscriber, sourceName }) =>
    toSubscriber(ctx, subject, {
      subscriber,
      sourceName,
      tokens: tokens.filter((token) => token.subscriberId === subscriber.id),
    }),
  );
}

type TokenRow = typeof feedTokens.$inferSelect;

/** Links that work, newest first. */
function readTokens(ctx: Ctx, subscriberIds: string[]): Promise<TokenRow[]> {
  return ctx.db
    .select()
    .from(feedTokens)
    .where(
      and(
        eq(feedTokens.orgId, ctx.org),
        inArray(feedTokens.subscriberId, subscriberIds),
        isNull(feedTokens.revokedAt),
        or(isNull(feedTokens.expiresAt), gt(feedTokens.expiresAt, ctx.clock.now())),
      ),
    )
    .orderBy(desc(feedTokens.createdAt), desc(feedTokens.id));
}

function toSubscriber(
  ctx: Ctx,
  subject: FeedSubject,
  read: {
    subscriber: SubscriberRow;
    sourceName: string | null;
    tokens: readonly TokenRow[];
  },
): Subscriber {
  const { subscriber, sourceName, tokens } = read;
  const current = tokens.find((token) => token.expiresAt === null);
  invariant(current, 'a live subscriber has a link');
  const old = tokens.filter((token) => token.expiresAt !== null);
  const lastOld = latest(old.map((token) => token.expiresAt));
  const { url, webcalUrl, appUrlWarning } = linkOf(ctx, subject, openToken(ctx, current));
  return {
    id: subscriber.id,
    name: subscriber.name,
    isPlain: subscriber.isPlain,
    unitId: subscriber.unitId,
    privacy: subscriber.privacy,
    source: subscriber.sourceCalendarId
      ? { calendarId: subscriber.sourceCalendarId, name: sourceName ?? '' }
      : null,
    url,
    webcalUrl,
    appUrlWarning,
    createdAt: subscriber.createdAt.toString(),
    lastFetchedAt: latest(tokens.map((token) => token.lastFetchedAt))?.toString() ?? null,
    usualIntervalMinutes: usualInterval(tokens.flatMap((token) => visitTimes(token.visits))),
    oldLink: lastOld
      ? {
          expiresAt: lastOld.toString(),
          lastFetchedAt: latest(old.map((token) => token.lastFetchedAt))?.toString() ?? null,
        }
      : null,
  };
}

function latest(times: readonly (Temporal.Instant | null)[]): Temporal.Instant | null {
  return times.reduce(
    (a, b) => (a === null || (b !== null && Temporal.Instant.compare(b, a) > 0) ? b : a),
    null,
  );
}
