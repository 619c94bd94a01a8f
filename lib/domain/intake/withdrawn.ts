import { and, eq, gte, isNotNull, isNull, lt, ne } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { quarantine, queueMessages } from '#db/schema/connections.ts';
import type { QueueName } from '#lib/providers/queue-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { fetchKey } from './fetch-key.ts';
import { quarantineAll } from './quarantine.ts';
import { lockMessage, type QueueMessage } from './queue-messages.ts';

/** Stands in the inbox where a booking left its queue before it was taken in. */
const NOT_APPLIED = 'withdrawn_unapplied';

/**
 * What a whole answer of the queue does not offer any more: heard although we did not hear that it was, replaced, or past
 * the channel's deadline. What was never applied is not lost with it: it is shown in the inbox with what we hold of it, and
 * the channel is asked for that booking by itself, whose answer settles it. One round trip where all was applied, as nearly
 * always. Dying between two of them: the rest is still open, and is gone over with the next answer.
 */
export async function closeWithdrawn(
  ctx: Ctx,
  connection: Pick<ConnectionRow, 'id'>,
  queue: QueueName,
  askedAt: Temporal.Instant,
): Promise<void> {
  const withdrawn = and(
    eq(queueMessages.orgId, ctx.org),
    eq(queueMessages.connectionId, connection.id),
    eq(queueMessages.queue, queue),
    isNull(queueMessages.ackedAt),
    lt(queueMessages.lastSeenAt, askedAt),
  );
  const open = await ctx.db.select().from(queueMessages).where(withdrawn);
  if (open.length === 0) return;
  for (const row of open.filter((one) => one.appliedAt === null)) await keepUnapplied(ctx, row);
  await ctx.db
    .update(queueMessages)
    .set({ ackedAt: ctx.clock.now(), ackError: 'not offered any more' })
    .where(and(withdrawn, isNotNull(queueMessages.appliedAt)));
}

async function keepUnapplied(ctx: Ctx, seen: QueueMessage): Promise<void> {
  await inTx(ctx, async (tx) => {
    const row = await lockMessage(tx, seen.id);
    // Gone, or taken in by somebody else just now.
    if (!row || row.appliedAt !== null || row.ackedAt !== null) return;
    const { connectionId, externalId } = row;
    const isKnown = (await wasReplaced(tx, row)) || (await isShown(tx, row));
    if (!isKnown) {
      const told = { externalId, reason: NOT_APPLIED, raw: await heldOf(tx, row) };
      await quarantineAll(tx, connectionId, [told], row.messageId);
      await enqueue(tx, {
        kind: 'reservation.fetch',
        key: fetchKey(connectionId, externalId),
        payload: {
          connectionId,
          externalId,
          why: 'webhook',
          ...(row.messageId ? { messageId: row.messageId } : {}),
        },
        dueAt: tx.clock.now(),
      });
      tx.log.error(
        { connectionId, queue: row.queue, externalId },
        'a booking left its queue before it was taken in',
      );
    }
    await tx.db
      .update(queueMessages)
      .set({
        ackedAt: tx.clock.now(),
        ackError: isKnown ? 'not offered any more' : 'not offered any more, never applied',
      })
      .where(eq(queueMessages.id, row.id));
  });
}

/** A newer word on the booking, of whatever queue, was taken in since. */
async function wasReplaced(tx: Ctx, row: QueueMessage): Promise<boolean> {
  const [newer] = await tx.db
    .select({ id: queueMessages.id })
    .from(queueMessages)
    .where(
      and(
        eq(queueMessages.orgId, tx.org),
        eq(queueMessages.connectionId, row.connectionId),
        eq(queueMessages.externalId, row.externalId),
        ne(queueMessages.id, row.id),
        gte(queueMessages.appliedAt, row.lastSeenAt),
      ),
    )
    .limit(1);
  return newer !== undefined;
}

/** It could not be read, and was put before a person then. */
async function isShown(tx: Ctx, row: QueueMessage): Promise<boolean> {
  const [shown] = await tx.db
    .select({ id: quarantine.id })
    .from(quarantine)
    .where(
      and(
        eq(quarantine.orgId, tx.org),
        eq(quarantine.connectionId, row.connectionId),
        eq(quarantine.externalId, row.externalId),
        gte(quarantine.lastSeenAt, row.firstSeenAt),
      ),
    )
    .limit(1);
  return shown !== undefined;
}

async function heldOf(tx: Ctx, row: QueueMessage): Promise<string> {
  if (row.messageId === null) return '';
  const [held] = await tx.db
    .select({ body: inboundMessages.body })
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, tx.org), eq(inboundMessages.id, row.messageId)));
  return Buffer.from(held?.body ?? [])
    .toString('utf8')
    .replaceAll('\u0000', '');
}
