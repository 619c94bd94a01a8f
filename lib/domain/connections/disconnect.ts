import { and, eq, exists, inArray, ne, notExists, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { jobs } from '#db/schema/work.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { SealError } from '#lib/platform/seal.ts';
import type { Access } from '#lib/providers/access-contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { requireCan } from '../access/require.ts';
import { releaseCalendars } from '../calendars/supersede.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { findApp } from './app.ts';
import { type ConnectionRow, findConnection, lockConnection } from './find.ts';
import { alignListingPolls } from './listing-polls.ts';
import { getConnection } from './queries.ts';
import type { DisconnectAnswer, ProviderName } from './schemas.ts';
import { openToken } from './tokens.ts';

const REVOKE_MS = 8_000;

/** Ends a transaction that was only a trial. */
class Trial extends Error {
  override readonly name = 'Trial';
  readonly counts: Counts;

  constructor(counts: Counts) {
    super('taken back');
    this.counts = counts;
  }
}

type Counts = Pick<DisconnectAnswer, 'keptReservations' | 'stoppedMappings' | 'resumedCalendars'>;
const NOTHING: Counts = { keptReservations: 0, stoppedMappings: 0, resumedCalendars: [] };

/**
 * What `disconnect` would do: it is done and taken back, so that what is told is what happens.
 * @throws AppError forbidden, not_found, choose_connection
 */
export async function previewDisconnect(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
): Promise<DisconnectAnswer> {
  requireCan(ctx, 'connection.configure');
  const { id: connectionId } = await findConnection(ctx, provider, id);
  const counts = await inTx(ctx, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    throw new Trial(row.status === 'disconnected' ? NOTHING : await end(tx, row));
  }).catch((error: unknown) => {
    if (error instanceof Trial) return error.counts;
    throw error;
  });
  return { connection: await getConnection(ctx, connectionId), ...counts, isRevoked: null };
}

/**
 * Ends a connection, whatever its channel answers: the tokens go, work owed is taken back, mappings stand still. Bookings
 * stay with their nights and are marked as followed no longer. The row is kept, so that connecting the account again finds
 * everything. Twice is once.
 * @param onlyIf asked with the row locked; where it says no nothing is done
 * @throws AppError forbidden, not_found, choose_connection
 */
export async function disconnect(
  ctx: Ctx,
  provider: ProviderName,
  id: string | undefined,
  onlyIf: (tx: Ctx) => Promise<boolean> = async () => true,
): Promise<DisconnectAnswer> {
  requireCan(ctx, 'connection.configure');
  const { id: connectionId } = await findConnection(ctx, provider, id);
  const done = await inTx(ctx, async (tx) => {
    const row = await lockConnection(tx, connectionId);
    if (row.status === 'disconnected' || !(await onlyIf(tx))) return { row: null, counts: NOTHING };
    return { row, counts: await end(tx, row) };
  });
  // Dying here leaves tokens that only the channel knows, until they end by themselves; ours are gone.
  const isRevoked = done.row ? await revoke(ctx, done.row) : null;
  return { connection: await getConnection(ctx, connectionId), ...done.counts, isRevoked };
}

async function end(tx: Ctx, row: ConnectionRow): Promise<Counts> {
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
  const stopped = await tx.db
    .update(mappings)
    .set({ isSyncOn: false, resumesOnConnect: true, heldItem: null, heldUnit: null, updatedAt: now })
    .where(isRunning(tx, row.id))
    .returning({ id: mappings.id });
  // Calendars of the channel that stood still in favour of these go on, and with them what they follow.
  const resumed = await releaseCalendars(
    tx,
    stopped.map((mapping) => mapping.id),
  );
  const kept = await tx.db
    .update(reservations)
    .set({ followed: 'no_longer_followed', updatedAt: now })
    .where(isKept(tx, row.id))
    .returning({ id: reservations.id });
  await alignListingPolls(tx, row);
  await takeBackJobs(tx, row.id);
  await announce(tx, 'connections');
  await record(tx, {
    action: 'connection.disconnected',
    subject: { kind: 'connection', id: row.id },
    before: { status: row.status, provider: row.provider, accountName: row.accountName },
    after: { status: 'disconnected', keptReservations: kept.length, stoppedMappings: stopped.length },
  });
  return {
    keptReservations: kept.length,
    stoppedMappings: stopped.length,
    resumedCalendars: resumed.map(({ id, name }) => ({ id, name })),
  };
}

/** Bookings to come, of which nothing else tells us: somebody still has to arrive or to leave. */
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
  const elsewhere = ctx.db
    .select({ one: sql`1` })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.id, reservations.calendarId), eq(externalCalendars.isActive, true)));
  return and(
    eq(reservations.orgId, ctx.org),
    eq(reservations.connectionId, connectionId),
    eq(reservations.followed, 'followed'),
    ne(reservations.status, 'cancelled'),
    exists(toCome),
    notExists(elsewhere),
  );
}

function isRunning(ctx: Ctx, connectionId: string) {
  return and(
    eq(mappings.orgId, ctx.org),
    eq(mappings.connectionId, connectionId),
    eq(mappings.stage, 'active'),
    eq(mappings.isSyncOn, true),
  );
}

const OF_A_CONNECTION = [
  'connection.sync',
  'reservation.fetch',
  'queues.poll',
  'listings.poll',
  'channel.push',
  'channel.read',
];

/** One that is worked right now ends by itself, finding the connection gone. */
async function takeBackJobs(tx: Ctx, connectionId: string): Promise<void> {
  await tx.db
    .delete(jobs)
    .where(
      and(
        eq(jobs.orgId, tx.org),
        inArray(jobs.kind, OF_A_CONNECTION),
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
