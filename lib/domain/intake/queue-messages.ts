import { createHash } from 'node:crypto';
import { and, desc, eq, isNotNull, isNull, like, ne, or } from 'drizzle-orm';
import { queueMessages } from '#db/schema/connections.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { QueueItem, QueueName } from '#lib/providers/queue-contract.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { keptText } from './incoming.ts';
import { readKnownTimes } from './known-times.ts';

export type QueueMessage = typeof queueMessages.$inferSelect;
type Connection = Pick<ConnectionRow, 'id' | 'provider'>;

const ID_MAX = 200;

export function contentHashOf(item: Pick<QueueItem, 'bytes'>): string {
  return createHash('sha256').update(item.bytes).digest('hex');
}

/**
 * Writes down that a queue offers a message; offered again it is only seen again, with the newest token. Null for one that
 * names no reservation: the quarantine keeps it.
 */
export async function noteOffered(
  ctx: Ctx,
  connection: Connection,
  queue: QueueName,
  item: QueueItem,
  messageId: string,
): Promise<QueueMessage | null> {
  const externalId = keptText(item.externalId, ID_MAX);
  if (externalId === null) return null;
  const now = ctx.clock.now();
  const [row] = await ctx.db
    .insert(queueMessages)
    .values({
      id: newId('queueMessage'),
      orgId: ctx.org,
      connectionId: connection.id,
      queue,
      externalId,
      ackToken: item.ackToken,
      contentHash: contentHashOf(item),
      messageId,
      firstSeenAt: now,
      lastSeenAt: now,
    })
    .onConflictDoUpdate({
      target: [
        queueMessages.connectionId,
        queueMessages.queue,
        queueMessages.externalId,
        queueMessages.contentHash,
      ],
      set: { lastSeenAt: now, ackToken: item.ackToken, messageId },
    })
    .returning();
  return row ?? null;
}

/** The row, locked: of two who take in one message the second finds it applied. */
export async function lockMessage(tx: Ctx, id: string): Promise<QueueMessage | null> {
  const [row] = await tx.db
    .select()
    .from(queueMessages)
    .where(and(eq(queueMessages.orgId, tx.org), eq(queueMessages.id, id)))
    .for('no key update');
  return row ?? null;
}

/**
 * Whether exactly this was the last that was applied of its reservation, from whatever side: then only the acknowledgement
 * is owed. A guest who changes and changes back says the same words twice, and means them twice.
 */
export async function isLastWord(
  tx: Ctx,
  provider: ConnectionRow['provider'],
  row: QueueMessage,
): Promise<boolean> {
  if (row.appliedAt === null) return false;
  const [newest] = await tx.db
    .select({ id: queueMessages.id })
    .from(queueMessages)
    .where(
      and(
        eq(queueMessages.orgId, tx.org),
        eq(queueMessages.connectionId, row.connectionId),
        eq(queueMessages.externalId, row.externalId),
        isNotNull(queueMessages.appliedAt),
      ),
    )
    .orderBy(desc(queueMessages.appliedAt), desc(queueMessages.id))
    .limit(1);
  if (newest?.id !== row.id) return false;
  const changedAt = (await readKnownTimes(tx, provider, [row.externalId])).get(row.externalId);
  return changedAt === undefined || Temporal.Instant.compare(changedAt, row.appliedAt) <= 0;
}

/** In the transaction that applied it. What was acknowledged before and comes again is open again. */
export async function markApplied(tx: Ctx, row: QueueMessage, answer: 'taken' | 'refused'): Promise<void> {
  const now = tx.clock.now();
  const isAgain = row.ackedAt !== null;
  await tx.db
    .update(queueMessages)
    .set({ appliedAt: now, answer, ackedAt: null, ackError: null, ...(isAgain ? { firstSeenAt: now } : {}) })
    .where(and(eq(queueMessages.orgId, tx.org), eq(queueMessages.id, row.id)));
}

/** What came of an acknowledgement. One that was heard before and is offered again is open again until it is heard. */
export async function markAcked(
  ctx: Ctx,
  row: Pick<QueueMessage, 'id' | 'ackAttempts' | 'ackedAt'>,
  heard: { readonly isHeard: boolean; readonly error: string | null },
): Promise<void> {
  const now = ctx.clock.now();
  await ctx.db
    .update(queueMessages)
    .set({
      ackedAt: heard.isHeard ? now : null,
      ...(row.ackedAt !== null && !heard.isHeard ? { firstSeenAt: now } : {}),
      ackAttempts: row.ackAttempts + 1,
      ackError: keptText(heard.error, 300),
    })
    .where(and(eq(queueMessages.orgId, ctx.org), eq(queueMessages.id, row.id)));
}

/** Applied and not acknowledged for certain, oldest first. What the channel refused to hear is said when it is offered again. */
export function listUnheard(ctx: Ctx, connectionId: string): Promise<QueueMessage[]> {
  return ctx.db
    .select()
    .from(queueMessages)
    .where(
      and(
        eq(queueMessages.orgId, ctx.org),
        eq(queueMessages.connectionId, connectionId),
        isNull(queueMessages.ackedAt),
        isNotNull(queueMessages.appliedAt),
        or(
          isNull(queueMessages.ackError),
          like(queueMessages.ackError, 'transient:%'),
          like(queueMessages.ackError, 'limited:%'),
        ),
      ),
    )
    .orderBy(queueMessages.firstSeenAt, queueMessages.id);
}

/** A newer message of the reservation on the same queue has taken its place. */
export async function closeReplaced(ctx: Ctx, row: QueueMessage): Promise<void> {
  await ctx.db
    .update(queueMessages)
    .set({ ackedAt: ctx.clock.now(), ackError: 'replaced' })
    .where(
      and(
        eq(queueMessages.orgId, ctx.org),
        eq(queueMessages.connectionId, row.connectionId),
        eq(queueMessages.queue, row.queue),
        eq(queueMessages.externalId, row.externalId),
        ne(queueMessages.id, row.id),
        isNull(queueMessages.ackedAt),
      ),
    );
}
