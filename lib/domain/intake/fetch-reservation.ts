import { and, eq, isNull } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { askForOne } from './ask-for-one.ts';
import { isOverdue, nextAsk } from './gate-rules.ts';

export type FetchAsked = {
  readonly connectionId: string;
  readonly externalId: string;
  readonly messageId?: string | undefined;
  readonly why: 'webhook' | 'gate';
};

/**
 * Fetches the booking that a notification or an unconfirmed hold of the gate named. A hold that the channel has not
 * decided yet is asked for again in an hour, and alarms from its second hour on; only the channel's word frees it.
 * Twice, late or beside a poll it ends the same.
 * @returns when to ask again, or null where there is nothing more to ask
 * @throws ChannelError where the channel could not be asked now: the same again later
 */
export async function fetchReservation(ctx: Ctx, asked: FetchAsked): Promise<Temporal.Instant | null> {
  const connection = await readConnection(ctx, asked.connectionId);
  const port = connection && ctx.channels[connection.provider]?.provider.reservations;
  if (!connection || !port?.get || connection.status === 'disconnected') return null;
  const one = { get: port.get, isWhole: port.isWhole };
  // What a person paused is read when they resume it; a hold still wants its answer.
  if (connection.status === 'paused' && asked.why === 'webhook') return null;
  try {
    await askForOne(ctx, connection, one, asked.externalId, {
      reason: asked.why === 'gate' ? 'gate not confirmed' : 'notification',
      messageId: asked.messageId ?? null,
    });
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    return afterFailure(ctx, connection, asked.externalId, error);
  }
  await importUnknownListing(ctx, connection, asked.externalId);
  return afterHold(ctx, connection, asked.externalId);
}

const TRY_HOLD_AGAIN_MINUTES = 15;

/**
 * Without access the sync that follows a new connection finds the booking. A hold stands and is asked for again, for as
 * long as it takes; anything else is the job's to try again, and the next poll finds it too.
 * @throws ChannelError
 */
async function afterFailure(
  ctx: Ctx,
  connection: ConnectionRow,
  code: string,
  error: ChannelError,
): Promise<Temporal.Instant | null> {
  const now = ctx.clock.now();
  const hold = await afterHold(ctx, connection, code);
  const hasNoAccess = error.kind === 'auth' || error.kind === 'gone';
  if (hasNoAccess) return hold;
  if (error.retryAfterSeconds !== null) return now.add({ seconds: error.retryAfterSeconds });
  if (hold !== null) return now.add({ minutes: TRY_HOLD_AGAIN_MINUTES });
  throw error;
}

async function afterHold(
  ctx: Ctx,
  connection: ConnectionRow,
  code: string,
): Promise<Temporal.Instant | null> {
  const [row] = await ctx.db
    .select({ gateAskedAt: reservations.gateAskedAt })
    .from(reservations)
    .where(ofCode(ctx, connection, code));
  if (!row?.gateAskedAt) return null;
  const now = ctx.clock.now();
  if (isOverdue(row.gateAskedAt, now)) {
    ctx.log.warn({ connectionId: connection.id, code }, 'nights are held for a booking that nobody confirms');
  }
  return nextAsk(row.gateAskedAt, now);
}

/** It is of a listing that we have not met: the account's listings are read, and the booking finds its place. */
async function importUnknownListing(ctx: Ctx, connection: ConnectionRow, code: string): Promise<void> {
  const [unknown] = await ctx.db
    .select({ id: stays.id })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(ofCode(ctx, connection, code), eq(stays.status, 'active'), isNull(stays.listingId)))
    .limit(1);
  if (!unknown) return;
  await enqueue(ctx, {
    kind: 'connection.sync',
    key: connection.id,
    payload: { connectionId: connection.id, trigger: 'webhook' },
    dueAt: ctx.clock.now(),
  });
}

function ofCode(ctx: Ctx, connection: ConnectionRow, code: string) {
  return and(
    eq(reservations.orgId, ctx.org),
    eq(reservations.channel, connection.provider),
    eq(reservations.externalId, code),
  );
}

async function readConnection(ctx: Ctx, id: string): Promise<ConnectionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, id)));
  return row ?? null;
}
