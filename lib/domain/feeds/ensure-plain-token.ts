import { and, desc, eq, isNull } from 'drizzle-orm';
import { feedTokens, subscribers } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import {
  type FeedSubject,
  getFeedSubject,
  issueToken,
  lockSubject,
  ofSubject,
  openToken,
} from './internal.ts';
import { linkOf } from './links.ts';
import type { PlainToken } from './schemas.ts';

/**
 * The plain link of a unit or property, made at first need. It has no counterpart, so whoever fetches it also gets what it
 * told us itself: a platform should have a named one.
 * @throws AppError forbidden, not_found
 */
export async function ensurePlainToken(ctx: Ctx, id: string): Promise<PlainToken> {
  requireCan(ctx, 'feed.read');
  const subject = await getFeedSubject(ctx, id);
  const known = await findPlainToken(ctx, subject);
  if (known) return linkOf(ctx, subject, known);
  return inTx(ctx, async (tx) => {
    await lockSubject(tx, subject);
    // Two at once: the second finds what the first has made.
    const made = await findPlainToken(tx, subject);
    return linkOf(tx, subject, made ?? (await issueToken(tx, await ensurePlainSubscriber(tx, subject))));
  });
}

async function findPlainToken(ctx: Ctx, subject: FeedSubject): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: feedTokens.id, tokenSealed: feedTokens.tokenSealed })
    .from(feedTokens)
    .innerJoin(subscribers, eq(subscribers.id, feedTokens.subscriberId))
    .where(
      and(
        ofSubject(ctx, subject),
        eq(subscribers.isPlain, true),
        isNull(feedTokens.revokedAt),
        isNull(feedTokens.expiresAt),
      ),
    )
    .orderBy(desc(feedTokens.createdAt))
    .limit(1);
  return row ? openToken(ctx, row) : null;
}

/** The plain subscriber's id. Call with the subject locked. */
export async function ensurePlainSubscriber(tx: Ctx, subject: FeedSubject): Promise<string> {
  const [known] = await tx.db
    .select({ id: subscribers.id })
    .from(subscribers)
    .where(and(ofSubject(tx, subject), eq(subscribers.isPlain, true)));
  if (known) return known.id;
  const now = tx.clock.now();
  const id = newId('subscriber');
  await tx.db.insert(subscribers).values({
    id,
    orgId: tx.org,
    propertyId: subject.propertyId,
    unitId: subject.unitId,
    name: 'Calendar link',
    isPlain: true,
    createdAt: now,
    updatedAt: now,
  });
  await record(tx, {
    action: 'subscriber.created',
    subject: { kind: 'subscriber', id },
    unitId: subject.unitId,
    after: { isPlain: true, privacy: 'busy', propertyId: subject.propertyId },
  });
  return id;
}
