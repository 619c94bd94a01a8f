import { and, eq, lt, ne } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { runs } from '#db/schema/work.ts';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { requireCan } from '../access/require.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { mayList } from '../connections/rules.ts';
import type { Ctx } from '../ctx.ts';
import { INTERRUPTED, startRun } from '../runs/history.ts';
import type { RunTrigger } from '../runs/schemas.ts';
import { type Pass, type Resume, type Tally, tellError } from './pass.ts';
import { restSpacingMs } from './poll-listings-rules.ts';
import { syncListings } from './sync-listings.ts';
import { recordSync } from './sync-records.ts';
import { syncReservations } from './sync-reservations.ts';
import { syncWholes } from './sync-wholes.ts';

export type SyncedConnection = {
  readonly runId: string;
  /** Null where nothing is to be asked until a person acts: paused, or connect again. */
  readonly nextSyncAt: Temporal.Instant | null;
  /** Where the next turn goes on. */
  readonly resume: Resume | null;
};

/** Well within the lease of a job: what is left goes on in the next turn. */
const TURN_SECONDS = 70;
const FULL_EVERY_HOURS = 24;
const FULL_DAYS = 365;
const RECENT_DAYS = 30;

/**
 * One sync of one connection: its listings, then the reservations of each. Every 24 hours everything of the past year
 * and to come, and what the channel no longer names is asked for; between them what begins from 30 days ago on, or what
 * has changed, where the channel tells that.
 *
 * One at a time for each connection: it runs as a job, of which there is one in work for each key. Crash points: each raw
 * answer is stored before it is used, each page is applied in a transaction of its own, and the run is closed with the
 * connection's state in one; dying between any two leaves a run that the next sync ends or takes over, and nothing lost.
 * @returns null where the connection is gone, disconnected or waits for a person
 * @throws AppError forbidden
 */
export async function syncConnection(
  ctx: Ctx,
  input: { connectionId: string; trigger: RunTrigger; resume?: Resume | undefined },
): Promise<SyncedConnection | null> {
  requireCan(ctx, 'connection.sync');
  const connection = await readConnection(ctx, input.connectionId);
  const provider = connection && ctx.channels[connection.provider]?.provider;
  const asked = await readAskedRuns(ctx, input.connectionId);
  const trigger = asked.length > 0 ? 'manual' : input.trigger;
  const isWanted = connection && maySync(connection, trigger === 'manual');
  if (!connection || !provider || !isWanted) {
    await endRuns(ctx, input.connectionId, NOT_CONNECTED);
    return null;
  }
  await endRuns(ctx, connection.id, INTERRUPTED, asked);
  const start = { kind: 'connection', subjectId: connection.id, trigger } as const;
  const runIds = asked.length > 0 ? asked : [await startRun(ctx, start)];
  const now = ctx.clock.now();
  const today = todayIn('UTC', now);
  const isFull = input.resume?.isFull ?? isFullDue(connection, now);
  const pass: Pass = {
    connection,
    port: provider.reservations,
    trigger,
    runIds,
    today,
    from: startOf(today, isFull),
    isFull,
    isPicked: provider.pick !== null,
    spacingMs: restSpacingMs(ctx.channels[connection.provider]?.perListing),
    after: input.resume?.after ?? null,
    until: now.add({ seconds: TURN_SECONDS }),
  };
  const tally: Tally = { created: 0, updated: 0, cancelled: 0, pages: 0, errors: [] };
  let stop: ChannelError | null = null;
  let after: string | null = null;
  try {
    const listsAll = pass.after === null && mayList(provider.pick, connection.scopes);
    if (listsAll) await syncListings(ctx, pass, provider, tally);
    if (pass.port.isWhole) await syncWholes(ctx, pass, tally);
    else after = await syncReservations(ctx, pass, tally);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    stop = error;
    tellError(tally, { code: `channel_${error.kind}`, message: error.message.slice(0, 500) });
  }
  const resume = after === null ? null : { after, isFull };
  const nextSyncAt = await recordSync(ctx, { pass, tally, stop, resume });
  return { runId: runIds[0] ?? '', nextSyncAt, resume };
}

function startOf(today: Night, isFull: boolean): Night {
  return addNights(today, -(isFull ? FULL_DAYS : RECENT_DAYS));
}

function isFullDue(connection: ConnectionRow, now: Temporal.Instant): boolean {
  const { lastFullSyncAt } = connection;
  return lastFullSyncAt === null || now.since(lastFullSyncAt).total('hours') >= FULL_EVERY_HOURS;
}

/** What a person paused is asked when a person says so. */
function maySync(connection: ConnectionRow, isAskedFor: boolean): boolean {
  const { status } = connection;
  if (status === 'paused') return isAskedFor;
  return status !== 'disconnected' && status !== 'expired';
}

async function readConnection(ctx: Ctx, id: string): Promise<ConnectionRow | null> {
  const [row] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, id)));
  return row ?? null;
}

/** The runs that people wait for: this sync is theirs. */
async function readAskedRuns(ctx: Ctx, connectionId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: runs.id })
    .from(runs)
    .where(and(openRunsOf(ctx, connectionId), eq(runs.trigger, 'manual')));
  return rows.map((row) => row.id);
}

/** Longer than any turn: what began before it and still says "running" belongs to a process that ended. */
const DEAD_SECONDS = 120;
const NOT_CONNECTED = {
  code: 'not_connected',
  message: 'The account is not connected or waits for a person. Nothing was asked.',
};

/** Ends runs that nobody works on any more; where this sync does not run at all, also those that people wait for. */
async function endRuns(
  ctx: Ctx,
  connectionId: string,
  error: { code: string; message: string },
  except: readonly string[] = [],
): Promise<void> {
  const now = ctx.clock.now();
  const isDead =
    error === NOT_CONNECTED ? undefined : lt(runs.startedAt, now.subtract({ seconds: DEAD_SECONDS }));
  await ctx.db
    .update(runs)
    .set({ status: 'error', finishedAt: now, errors: [error] })
    .where(and(openRunsOf(ctx, connectionId), isDead, ...except.map((id) => ne(runs.id, id))));
}

function openRunsOf(ctx: Ctx, connectionId: string) {
  return and(eq(runs.orgId, ctx.org), eq(runs.subjectId, connectionId), eq(runs.status, 'running'));
}
