import { and, eq } from 'drizzle-orm';
import { subscribers } from '#db/schema/calendars.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { getFeedSubject, getSubscriberRow, killTokens, lockSubject } from './internal.ts';

/**
 * Ends a subscriber and every link of it at once. Its fetches stay: what its counterpart knew, it still knows.
 * @throws AppError forbidden, not_found (a second time too)
 */
export async function revokeSubscriber(ctx: Ctx, id: string, subscriberId: string): Promise<void> {
  requireCan(ctx, 'feed.configure');
  const subject = await getFeedSubject(ctx, id);
  await inTx(ctx, async (tx) => {
    await lockSubject(tx, subject);
    const row = await getSubscriberRow(tx, subject, subscriberId);
    const now = tx.clock.now();
    await killTokens(tx, row.id);
    await tx.db
      .update(subscribers)
      .set({ revokedAt: now, updatedAt: now })
      .where(and(eq(subscribers.orgId, tx.org), eq(subscribers.id, row.id)));
    await record(tx, {
      action: 'subscriber.revoked',
      subject: { kind: 'subscriber', id: row.id },
      unitId: row.unitId,
      before: { name: row.name, privacy: row.privacy, sourceCalendarId: row.sourceCalendarId },
    });
  });
}
