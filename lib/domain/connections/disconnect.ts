import { and, eq, exists, inArray, ne, sql } from 'drizzle-orm';
import { connections, mappings } from '#db/schema/connections.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { jobs } from '#db/schema/work.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { SealError } from '#lib/platform/seal.ts';
import type { Access } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { findApp } from './app.ts';
import { type ConnectionRow, findConnection, lockConnection } from './find.ts';
import { getConnection } from './queries.ts';
import type { DisconnectAnswer, ProviderName } from './schemas.ts';
import { openToken } from './tokens.ts';

const REVOKE_MS = 8_000;

/** What `disconnect` would do, told before it is done. @throws AppError forbidden, not_found, choose_connection */
export async function previewDisconnect(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
): Promise<DisconnectAnswer> {
  requireCan(ctx, 'connection.configure');
  const row = await findConnection(ctx, provider, id);
  const [kept, stopped] = await Promise.all([
    ctx.db
      .select({ id: reservations.id })
      .from(reservations)
      .where(and(isKept(ctx, row.id), eq(reservations.followed, 'followed'))),
    ctx.db.select({ id: mappings.id }).from(mappings).where(isStopped(ctx, row.id)),
  ]);
  return {
    connection: await getConnection(ctx, row.id),
    keptReservations: kept.length,
    stoppedMappings: stopped.length,
    isRevoked: null,
  };
}

/**
 * Ends a connection, whatever its channel answers: the tokens go, work owed is taken back, mappings stand still. Bookings
 * stay with their nights and are marked as followed no longer. The row is kept, so that connecting the account again finds
 * everything. Twice is once.
 * @throws AppError forbidden, not_found, choose_connection
 */
export async function disconnect(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
): Promise<DisconnectAnswer> {
  requireCan(ctx, 'connection.configure');
  const { id: connectionId } = await findConnection(ctx, provider, id);
  const done = await inTx(ctx, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row.status === 'disconnected') return { row: null, keptReservations: 0, stoppedMappings: 0 };
    const counts = await end(tx, row);
    return { row, ...counts };
  });
  // Dying here leaves tokens that only the channel knows, until they end by themselves; ours are gone.
  const isRevoked = done.row ? await revoke(ctx, done.row) : null;
  const { keptReservations, stoppedMappings } = done;
  return { connection: await getConnection(ctx, connectionId), keptReservations, stoppedMappings, isRevoked };
}

async function end(
  tx: Ctx,
  row: ConnectionRow,
): Promise<{ keptReservations: number; stoppedMappings: number }> {
  const now = tx.clock.now();
  await tx.db
    .update(connections)
    .set({
      status: 'disconnected',
      accessTokenSealed: null,
      refreshTokenSealed: null,
      tokenExpiresAt: null,
      tokensSince: null,
      // A refresh in flight finds that its tokens are not the row's any more.
      tokenVersion: row.tokenVersion + 1,
      refreshingUntil: null,
      lastErrorCode: null,
      lastError: null,
      consecutiveFailures: 0,
      nextSyncAt: null,
      disconnectedAt: now,
      updatedAt: now,
    })
    .where(and(eq(connections.orgId, tx.org), eq(connections.id, row.id)));
  const kept = await tx.db
    .update(reservations)
    .set({ followed: 'no_longer_followed', updatedAt: now })
    .where(and(isKept(tx, row.id), eq(reservations.followed, 'followed')))
    .returning({ id: reservations.id });
  const stopped = await tx.db
    .update(mappings)
    .set({ isSyncOn: false, resumesOnConnect: true, updatedAt: now })
    .where(isStopped(tx, row.id))
    .returning({ id: mappings.id });
  await takeBackJobs(tx, row.id);
  await record(tx, {
    action: 'connection.disconnected',
    subject: { kind: 'connection', id: row.id },
    before: { status: row.status, provider: row.provider, accountName: row.accountName },
    after: { status: 'disconnected', keptReservations: kept.length, stoppedMappings: stopped.length },
  });
  return { keptReservations: kept.length, stoppedMappings: stopped.length };
}

/** Bookings to come: somebody still has to arrive or to leave. */
function isKept(ctx: Ctx, connectionId: string) {
  const today = todayIn('UTC', ctx.clock.now());
  const toCome = ctx.db
    .select({ one: sql`1` })
    .from(stays)
    .where(
      and(
        eq(stays.reservationId, reservations.id),
        eq(stays.status, 'active'),
        // A day of grace: west of Greenwich it is still yesterday.
        sql`${stays.checkOut} >= ${today}::date`,
      ),
    );
  return and(
    eq(reservations.orgId, ctx.org),
    eq(reservations.connectionId, connectionId),
    ne(reservations.status, 'cancelled'),
    exists(toCome),
  );
}

function isStopped(ctx: Ctx, connectionId: string) {
  return and(
    eq(mappings.orgId, ctx.org),
    eq(mappings.connectionId, connectionId),
    eq(mappings.stage, 'active'),
    eq(mappings.isSyncOn, true),
  );
}

/** One that is worked right now ends by itself, finding the connection gone. */
async function takeBackJobs(tx: Ctx, connectionId: string): Promise<void> {
  await tx.db
    .delete(jobs)
    .where(
      and(
        eq(jobs.orgId, tx.org),
        inArray(jobs.kind, ['connection.sync', 'reservation.fetch']),
        inArray(jobs.state, ['pending', 'failed']),
        sql`${jobs.payload} ->> 'connectionId' = ${connectionId}`,
      ),
    );
}

/** @returns whether the channel took the tokens back; null where there was none to take */
async function revoke(ctx: Ctx, row: ConnectionRow): Promise<boolean | null> {
  const oauth = ctx.channels[row.provider]?.provider.oauth;
  if (!oauth || row.accessTokenSealed === null) return null;
  try {
    const app = await findApp(ctx, row.provider);
    if (!app) return false;
    const access: Access = {
      app,
      accessToken: openToken(ctx, row.id, 'access_token_sealed', row.accessTokenSealed),
      accountId: row.accountId,
      signal: AbortSignal.timeout(REVOKE_MS),
    };
    await oauth.revoke(access);
    return true;
  } catch (error) {
    const told =
      error instanceof ChannelError
        ? { kind: error.kind, status: error.status }
        : error instanceof SealError
          ? { code: error.code }
          : { err: error };
    ctx.log.warn({ ...told, connectionId: row.id }, 'a disconnected account could not be revoked');
    return false;
  }
}
