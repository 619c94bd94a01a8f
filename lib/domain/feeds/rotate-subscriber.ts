import { and, eq, isNull } from 'drizzle-orm';
import { feedTokens } from '#db/schema/calendars.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { getFeedSubject, getSubscriberRow, issueToken, lockSubject, type SubscriberRow } from './internal.ts';
import { getSubscriber } from './queries.ts';
import type { Subscriber } from './schemas.ts';

const OLD_LINK_HOURS = 7 * 24;

/**
 * Makes a new link. The old one works for 7 more days, and the answer tells whether somebody still uses it.
 * @throws AppError forbidden, not_found
 */
export async function rotateSubscriber(ctx: Ctx, id: string, subscriberId: string): Promise<Subscriber> {
  requireCan(ctx, 'feed.configure');
  const subject = await getFeedSubject(ctx, id);
  return inTx(ctx, async (tx) => {
    await lockSubject(tx, subject);
    await rotateTokens(tx, await getSubscriberRow(tx, subject, subscriberId));
    return getSubscriber(tx, subject, subscriberId);
  });
}

/** A second rotation leaves the links before it their own 7 days. Call with the subject locked. */
export async function rotateTokens(tx: Ctx, row: SubscriberRow): Promise<void> {
  const expiresAt = tx.clock.now().add({ hours: OLD_LINK_HOURS });
  await tx.db
    .update(feedTokens)
    .set({ expiresAt })
    .where(
      and(
        eq(feedTokens.orgId, tx.org),
        eq(feedTokens.subscriberId, row.id),
        isNull(feedTokens.revokedAt),
        isNull(feedTokens.expiresAt),
      ),
    );
  await issueToken(tx, row.id);
  await record(tx, {
    action: 'subscriber.rotated',
    subject: { kind: 'subscriber', id: row.id },
    unitId: row.unitId,
    after: { oldLinkExpiresAt: expiresAt.toString() },
  });
}
