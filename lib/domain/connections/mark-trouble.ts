import { and, eq, inArray, isNull, ne, or, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { AppError } from '#lib/kernel/errors.ts';
import type { ChannelError } from '#lib/providers/errors.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { cancelJob } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { type ConnectionRow, lockConnection } from './find.ts';
import { cancelListingPolls } from './listing-polls.ts';
import { cancelQueuePoll } from './queue-poll.ts';
import { LIMIT_SENTENCES, limitOf, restingStatus } from './rules.ts';

/** In a row; before that it is a hiccup that the next try may mend. */
const FAILURES_TO_TELL = 3;

const RECONNECT = 'The channel does not accept our access any more. Connect the account again.';

/**
 * The channel refuses our access for good: from here on nothing is asked until a person connects again. Says so once,
 * however many find out: the condition is on the very tokens that were refused.
 * @param row as it was read before the channel was asked
 * @returns whether this call made the change
 */
export async function markExpired(
  ctx: Ctx,
  row: Pick<ConnectionRow, 'id' | 'tokenVersion'>,
  why: { readonly code: 'auth' | 'unreadable'; readonly message?: string },
): Promise<boolean> {
  return inTx(ctx, async (tx) => {
    const lastError = why.message ?? RECONNECT;
    const [changed] = await tx.db
      .update(connections)
      .set({
        // A paused one stays paused, and is found expired when it is resumed.
        status: sql`case when ${connections.status} = 'paused' then 'paused' else 'expired' end`,
        lastErrorCode: why.code,
        lastError,
        refreshingUntil: null,
        nextSyncAt: null,
        updatedAt: tx.clock.now(),
      })
      .where(
        and(
          eq(connections.orgId, tx.org),
          eq(connections.id, row.id),
          eq(connections.tokenVersion, row.tokenVersion),
          inArray(connections.status, ['connected', 'limited', 'error', 'paused']),
          or(isNull(connections.lastErrorCode), ne(connections.lastErrorCode, why.code)),
        ),
      )
      .returning({ provider: connections.provider, accountName: connections.accountName });
    if (!changed) return false;
    await announce(tx, 'connections');
    await cancelJob(tx, 'connection.sync', row.id);
    await cancelQueuePoll(tx, row.id);
    await cancelListingPolls(tx, row.id);
    await record(tx, {
      action: 'connection.expired',
      subject: { kind: 'connection', id: row.id },
      reason: lastError,
      after: { status: 'expired', ...changed, code: why.code },
    });
    return true;
  });
}

/**
 * Counts a failure of a sync: it shows as `error` from the third in a row on, and goes by itself with the next success.
 * `auth` is left to `withAccess`, which knows the tokens that were refused: by now a person may have connected again, and
 * the new ones are not to blame. Never touches nextSyncAt: who syncs says when.
 * @returns how many failures in a row there were, this one counted
 */
export async function markTrouble(
  ctx: Ctx,
  connectionId: string,
  error: Pick<ChannelError, 'kind' | 'message'>,
): Promise<number> {
  return inTx(ctx, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    const failures = row.consecutiveFailures + 1;
    if (row.status === 'disconnected' || error.kind === 'auth') return failures;
    const isTold = failures >= FAILURES_TO_TELL && (row.status === 'connected' || row.status === 'limited');
    await tx.db
      .update(connections)
      .set({
        ...(isTold ? { status: 'error' as const } : {}),
        lastErrorCode: error.kind,
        lastError: error.message.slice(0, 500),
        consecutiveFailures: failures,
        updatedAt: tx.clock.now(),
      })
      .where(and(eq(connections.orgId, tx.org), eq(connections.id, connectionId)));
    if (isTold) {
      await announce(tx, 'connections');
      await record(tx, {
        action: 'connection.failing',
        subject: { kind: 'connection', id: connectionId },
        reason: error.message.slice(0, 500),
        before: { status: row.status },
        after: { status: 'error', code: error.kind, failures },
      });
    }
    return failures;
  });
}

/** A sync went through: what went wrong before is over. Sets lastSuccessAt; never touches nextSyncAt. */
export async function markWell(ctx: Ctx, connectionId: string): Promise<void> {
  await inTx(ctx, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row.status === 'disconnected' || row.status === 'expired') return;
    const { status, limit } = resting(tx, { ...row, lastErrorCode: null });
    const isBack = row.status === 'error';
    await tx.db
      .update(connections)
      .set({
        ...(row.status === 'paused' ? {} : { status }),
        lastErrorCode: limit,
        lastError: limit === null ? null : LIMIT_SENTENCES[limit],
        consecutiveFailures: 0,
        lastSuccessAt: tx.clock.now(),
        updatedAt: tx.clock.now(),
      })
      .where(and(eq(connections.orgId, tx.org), eq(connections.id, connectionId)));
    if (isBack) {
      await record(tx, {
        action: 'connection.recovered',
        subject: { kind: 'connection', id: connectionId },
        before: { status: row.status, code: row.lastErrorCode },
        after: { status },
      });
    }
  });
}

/** What a connection is by its tokens alone, and what they lack. */
export function resting(ctx: Pick<Ctx, 'channels'>, row: ConnectionRow) {
  const provider = ctx.channels[row.provider]?.provider;
  const isMachine = provider?.machine != null;
  const limit = isMachine
    ? null
    : limitOf(
        { hasRefreshToken: row.refreshTokenSealed !== null, granted: row.scopes },
        provider?.oauth?.scopes ?? [],
      );
  const status = restingStatus({
    hasAccessToken: isMachine || row.accessTokenSealed !== null,
    lastErrorCode: row.lastErrorCode,
    limit,
  });
  return { status, limit };
}

/** @throws AppError conflict for a connection that a person has to connect again first */
export function needLive(row: ConnectionRow): void {
  if (row.status === 'disconnected')
    throw new AppError('conflict', 'This account is disconnected. Connect it again first.');
}
