import { and, desc, eq, gt } from 'drizzle-orm';
import { externalCalendars, inboundMessages } from '#db/schema/calendars.ts';
import { invariant } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { applyFeed } from './apply-feed.ts';
import type { Target } from './sync.ts';
import type { AcceptedFeed } from './types.ts';

/** superseded: a later answer stands. leaves_out: it does not name what stands, and only another poll may conclude from that. */
export type Reapplied = { readonly held: 'superseded' | 'leaves_out' | 'source_gone' | null };

/**
 * An answer that a calendar gave, applied once more as it was kept: under the calendar's row lock and by the same rules as
 * a poll's, except that it is no second poll. What it leaves out is for polls to judge: the caller, in whose transaction
 * this runs, undoes everything where `held` says so.
 */
export async function reapplyFeed(
  tx: Ctx,
  target: Target,
  feed: AcceptedFeed,
  message: { readonly id: string; readonly lastSeenAt: Temporal.Instant },
): Promise<Reapplied> {
  invariant(tx.afterCommit, 'a feed is applied inside a transaction');
  const { id } = target.calendar;
  const [calendar] = await tx.db
    .select()
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, tx.org), eq(externalCalendars.id, id)))
    .for('update');
  if (!calendar) return { held: 'source_gone' };
  const [later] = await tx.db
    .select({ id: inboundMessages.id })
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.orgId, tx.org),
        eq(inboundMessages.sourceId, id),
        gt(inboundMessages.lastSeenAt, message.lastSeenAt),
      ),
    )
    .orderBy(desc(inboundMessages.lastSeenAt))
    .limit(1);
  if (later) return { held: 'superseded' };
  const { plan } = await applyFeed(tx, { ...target, calendar }, feed, {
    messageId: message.id,
    runId: null,
    askedAt: message.lastSeenAt,
  });
  return { held: plan.free.length + plan.wait.length > 0 ? 'leaves_out' : null };
}
