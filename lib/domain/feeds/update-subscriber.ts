import { and, eq } from 'drizzle-orm';
import { feedFetches, subscribers } from '#db/schema/calendars.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import {
  checkSource,
  getFeedSubject,
  getSubscriberRow,
  lockSubject,
  type SubscriberRow,
} from './internal.ts';
import { getSubscriber } from './queries.ts';
import { rotateTokens } from './rotate-subscriber.ts';
import type { Subscriber, SubscriberPatch } from './schemas.ts';

/**
 * Changes a subscriber's name, privacy or counterpart, and makes it a new link where `rotate` says so.
 * @throws AppError forbidden, not_found, and as createSubscriber; invalid_input for a counterpart of the plain link
 */
export async function updateSubscriber(
  ctx: Ctx,
  id: string,
  subscriberId: string,
  patch: SubscriberPatch,
): Promise<Subscriber> {
  requireCan(ctx, 'feed.configure');
  const subject = await getFeedSubject(ctx, id);
  return inTx(ctx, async (tx) => {
    await lockSubject(tx, subject);
    const row = await getSubscriberRow(tx, subject, subscriberId);
    const next = {
      name: patch.name ?? row.name,
      privacy: patch.privacy ?? row.privacy,
      sourceCalendarId:
        patch.source === undefined ? row.sourceCalendarId : (patch.source?.calendarId ?? null),
    };
    const before = { name: row.name, privacy: row.privacy, sourceCalendarId: row.sourceCalendarId };
    if (next.sourceCalendarId !== row.sourceCalendarId) await changeSource(tx, row, next.sourceCalendarId);
    if (JSON.stringify(next) !== JSON.stringify(before)) {
      await tx.db
        .update(subscribers)
        .set({ ...next, updatedAt: tx.clock.now() })
        .where(and(eq(subscribers.orgId, tx.org), eq(subscribers.id, row.id)));
      await record(tx, {
        action: 'subscriber.updated',
        subject: { kind: 'subscriber', id: row.id },
        unitId: row.unitId,
        before,
        after: next,
      });
    }
    if (patch.rotate) await rotateTokens(tx, row);
    return getSubscriber(tx, subject, row.id);
  });
}

async function changeSource(tx: Ctx, row: SubscriberRow, calendarId: string | null): Promise<void> {
  if (calendarId === null) return;
  if (row.isPlain) {
    throw new AppError(
      'invalid_input',
      'The plain link has no counterpart. Make a named link for that calendar; nothing was changed.',
      { issues: [{ path: 'source', message: 'not for the plain link' }] },
    );
  }
  await checkSource(tx, row, calendarId, row.id);
  // What was fetched under another counterpart had holes where that one's bookings are: it proves nothing about the new one.
  if (row.sourceCalendarId !== null) {
    await tx.db
      .delete(feedFetches)
      .where(and(eq(feedFetches.orgId, tx.org), eq(feedFetches.subscriberId, row.id)));
  }
}
