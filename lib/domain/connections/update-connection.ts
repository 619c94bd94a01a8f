import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { cancelJob, enqueue } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { oweFirstContact } from '../push/mark-dirty.ts';
import { channelName, findAppRow, isUsable } from './app.ts';
import { type ConnectionRow, findConnection, lockConnection } from './find.ts';
import { alignListingPolls, cancelListingPolls } from './listing-polls.ts';
import { needLive, resting } from './mark-trouble.ts';
import { getConnection } from './queries.ts';
import { cancelQueuePoll, oweQueuePoll } from './queue-poll.ts';
import type { ConnectionState, ProviderName, UpdateConnectionInput } from './schemas.ts';
import { setPricing } from './set-pricing.ts';

/**
 * Pauses or resumes a connection, or changes how often it is asked or what its prices come to. Paused, it asks nothing; every night stays as it is,
 * and what its channel calls about waits until it goes on.
 * @throws AppError forbidden, not_found, choose_connection, conflict
 */
export async function updateConnection(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
  input: UpdateConnectionInput,
): Promise<ConnectionState> {
  requireCan(ctx, 'connection.configure');
  const { id: connectionId } = await findConnection(ctx, provider, id);
  await inTx(ctx, async (tx) => {
    let row = await lockConnection(tx, connectionId);
    needLive(row);
    if (input.intervalMinutes !== undefined && input.intervalMinutes !== row.intervalMinutes)
      row = await setInterval(tx, row, input.intervalMinutes);
    row = await setPricing(tx, row, input);
    if (input.isPaused === true && row.status !== 'paused') await pauseRow(tx, row, null);
    if (input.isPaused === false && row.status === 'paused') await resumeRow(tx, row);
  });
  return getConnection(ctx, connectionId);
}

async function setInterval(tx: Ctx, row: ConnectionRow, minutes: number): Promise<ConnectionRow> {
  const now = tx.clock.now();
  const due = (row.lastSyncAt ?? now).add({ minutes });
  const next = Temporal.Instant.compare(due, now) < 0 ? now : due;
  const isAsked = row.status !== 'paused' && row.status !== 'expired';
  const isSooner = row.nextSyncAt !== null && Temporal.Instant.compare(next, row.nextSyncAt) < 0;
  // A longer one counts from the next sync on.
  const nextSyncAt = isAsked && isSooner ? next : row.nextSyncAt;
  await write(tx, row.id, { intervalMinutes: minutes, nextSyncAt });
  if (isAsked && isSooner) await oweSync(tx, row.id, next);
  await record(tx, {
    action: 'connection.updated',
    subject: { kind: 'connection', id: row.id },
    before: { intervalMinutes: row.intervalMinutes },
    after: { intervalMinutes: minutes },
  });
  return { ...row, intervalMinutes: minutes, nextSyncAt };
}

/** Call with the row locked or in a transaction of its own right. */
export async function pauseRow(tx: Ctx, row: ConnectionRow, reason: string | null): Promise<void> {
  // What has expired is remembered, to be found so when it goes on.
  const lastErrorCode = row.status === 'expired' ? (row.lastErrorCode ?? 'auth') : row.lastErrorCode;
  await write(tx, row.id, { status: 'paused', nextSyncAt: null, lastErrorCode });
  await cancelJob(tx, 'connection.sync', row.id);
  await cancelQueuePoll(tx, row.id);
  await cancelListingPolls(tx, row.id);
  await record(tx, {
    action: 'connection.paused',
    subject: { kind: 'connection', id: row.id },
    reason,
    before: { status: row.status },
    after: { status: 'paused' },
  });
}

async function resumeRow(tx: Ctx, row: ConnectionRow): Promise<void> {
  if (!isUsable(await findAppRow(tx, row.provider), tx.channels[row.provider])) {
    throw new AppError(
      'conflict',
      `${channelName(tx, row.provider)} is switched off or has no credentials. Switch it on first.`,
      { details: { reason: 'not_configured' } },
    );
  }
  const { status } = resting(tx, row);
  const now = tx.clock.now();
  await write(tx, row.id, { status, nextSyncAt: status === 'expired' ? null : now });
  if (status !== 'expired') {
    await oweSync(tx, row.id, now);
    await oweQueuePoll(tx, row, now);
    await alignListingPolls(tx, row, true);
    await oweFirstContact(tx, row, 'all');
  }
  await record(tx, {
    action: 'connection.resumed',
    subject: { kind: 'connection', id: row.id },
    before: { status: row.status },
    after: { status },
  });
}

async function write(tx: Ctx, id: string, change: Partial<typeof connections.$inferInsert>): Promise<void> {
  await tx.db
    .update(connections)
    .set({ ...change, updatedAt: tx.clock.now() })
    .where(and(eq(connections.orgId, tx.org), eq(connections.id, id)));
  await announce(tx, 'connections');
}

async function oweSync(tx: Ctx, connectionId: string, dueAt: Temporal.Instant): Promise<void> {
  const payload = { connectionId, trigger: 'schedule' } as const;
  await enqueue(tx, { kind: 'connection.sync', key: connectionId, payload, dueAt });
}
