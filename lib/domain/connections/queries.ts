import { and, asc, count, desc, eq, gt, inArray, isNull, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { runs } from '#db/schema/work.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { toRun } from '../runs/queries.ts';
import { queuesReadAt, unackedLevel } from '../runs/queue-clock-rules.ts';
import type { Run } from '../runs/schemas.ts';
import { readUnacked, type Unacked } from '../runs/unacked.ts';
import { type AppRow, channelName, isUsable, listAppRows, showApp } from './app.ts';
import type { ConnectionRow } from './find.ts';
import { readPolling } from './polling.ts';
import { type ChannelDetail, type ConnectionState, ProviderName } from './schemas.ts';

const RUNS_SHOWN = 5;

/** Every connection with its state, and one row for each channel without one. Six round trips, however many there are; one more where listings are asked for one by one. */
export async function listConnectionStates(
  ctx: Ctx,
): Promise<{ items: ConnectionState[]; nextCursor: null }> {
  const [rows, apps] = await Promise.all([readRows(ctx), listAppRows(ctx)]);
  const states = await withFacts(ctx, rows);
  const items = ProviderName.options.flatMap((provider) => {
    const its = states.filter((state) => state.provider === provider);
    return its.length > 0 ? its : [emptyState(ctx, provider, apps)];
  });
  return { items, nextCursor: null };
}

/** One channel: what is set for it, and its connections; a bare row where it has none. */
export async function getChannel(ctx: Ctx, provider: ProviderName): Promise<ChannelDetail> {
  const [rows, apps] = await Promise.all([
    readRows(ctx, eq(connections.provider, provider)),
    listAppRows(ctx),
  ]);
  const states = await withFacts(ctx, rows);
  const row = apps.find((app) => app.provider === provider) ?? null;
  return {
    provider,
    name: channelName(ctx, provider),
    does: doesOf(ctx, provider),
    app: showApp(ctx, provider, row),
    connections: states.length > 0 ? states : [emptyState(ctx, provider, apps)],
  };
}

function doesOf(ctx: Ctx, provider: ProviderName): ChannelDetail['does'] {
  const adapter = ctx.channels[provider]?.provider;
  if (!adapter) return [];
  return [
    'bookings',
    ...(adapter.webhook ? ['changes' as const] : []),
    ...(adapter.gate ? ['gate' as const] : []),
    ...(adapter.queues ? ['queues' as const] : []),
    ...(adapter.push ? ['push' as const] : []),
  ];
}

/** @throws AppError not_found */
export async function getConnection(ctx: Ctx, id: string): Promise<ConnectionState> {
  const [state] = await withFacts(ctx, await readRows(ctx, eq(connections.id, id)));
  if (!state) throw notFound('connection');
  return state;
}

function readRows(ctx: Ctx, which?: ReturnType<typeof eq>): Promise<ConnectionRow[]> {
  return ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), which))
    .orderBy(asc(connections.createdAt), asc(connections.id));
}

type Facts = {
  readonly mapped: ReadonlyMap<string, { done: number; total: number }>;
  readonly waiting: ReadonlyMap<string, number>;
  readonly runs: ReadonlyMap<string, Run[]>;
  readonly unacked: ReadonlyMap<string, Unacked>;
  readonly polling: ReadonlyMap<string, NonNullable<ConnectionState['polling']>>;
};

async function withFacts(ctx: Ctx, rows: readonly ConnectionRow[]): Promise<ConnectionState[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const [mapped, waiting, recent, unacked, polling] = await Promise.all([
    countMapped(ctx, ids),
    countWaiting(ctx, ids),
    readRuns(ctx, ids),
    readUnacked(ctx.db, ids),
    readPolling(ctx, rows),
  ]);
  return rows.map((row) => toState(ctx, row, { mapped, waiting, runs: recent, unacked, polling }));
}

/** Of the listings that are still there. */
async function countMapped(ctx: Ctx, ids: readonly string[]) {
  const rows = await ctx.db
    .select({
      connectionId: listings.connectionId,
      total: count(),
      done: sql<number>`count(*) filter (where ${mappings.stage} = 'active')`.mapWith(Number),
    })
    .from(listings)
    .leftJoin(mappings, eq(mappings.listingId, listings.id))
    .where(
      and(eq(listings.orgId, ctx.org), inArray(listings.connectionId, [...ids]), isNull(listings.goneAt)),
    )
    .groupBy(listings.connectionId);
  return new Map(rows.map(({ connectionId, done, total }) => [connectionId, { done, total }]));
}

async function countWaiting(ctx: Ctx, ids: readonly string[]) {
  const rows = await ctx.db
    .select({ connectionId: reservations.connectionId, waiting: count() })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, ctx.org),
        isNull(stays.unitId),
        eq(stays.status, 'active'),
        // As in the inbox: of those that are not over. Somewhere in the world it is still yesterday.
        gt(stays.checkOut, addNights(todayIn('UTC', ctx.clock.now()), -1)),
        inArray(reservations.connectionId, [...ids]),
      ),
    )
    .groupBy(reservations.connectionId);
  return new Map(rows.map((row) => [row.connectionId ?? '', row.waiting]));
}

/** The newest few of each, by the index: a connection's history is long. */
async function readRuns(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Run[]>> {
  const wanted = ctx.db
    .select({ connectionId: connections.id })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), inArray(connections.id, [...ids])))
    .as('wanted');
  const newest = ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.orgId, ctx.org), eq(runs.subjectId, wanted.connectionId)))
    .orderBy(desc(runs.startedAt), desc(runs.id))
    .limit(RUNS_SHOWN)
    .as('newest');
  const rows = await ctx.db
    .select()
    .from(wanted)
    .crossJoinLateral(newest)
    .orderBy(desc(newest.startedAt), desc(newest.id));
  const byId = new Map<string, Run[]>();
  for (const { wanted: of, newest: run } of rows)
    byId.set(of.connectionId, [...(byId.get(of.connectionId) ?? []), toRun(run)]);
  return byId;
}

function toState(ctx: Ctx, row: ConnectionRow, facts: Facts): ConnectionState {
  return {
    id: row.id,
    provider: row.provider,
    status: row.status,
    account: { id: row.accountId, name: row.accountName },
    lastSyncAt: row.lastSyncAt?.toString() ?? null,
    lastSuccessAt: row.lastSuccessAt?.toString() ?? null,
    lastError: row.lastErrorCode ? { code: row.lastErrorCode, message: row.lastError ?? '' } : null,
    tokenExpiresAt: row.tokenExpiresAt?.toString() ?? null,
    renewsItself: row.refreshTokenSealed !== null || ctx.channels[row.provider]?.provider.machine != null,
    nextSyncAt: row.nextSyncAt?.toString() ?? null,
    lastWebhookAt: row.lastWebhookAt?.toString() ?? null,
    intervalMinutes: row.intervalMinutes,
    markupBp: row.markupBp,
    rounding: row.rounding,
    mapped: facts.mapped.get(row.id) ?? { done: 0, total: 0 },
    waiting: facts.waiting.get(row.id) ?? 0,
    queues: queuesOf(ctx, row, facts.unacked.get(row.id)),
    polling: facts.polling.get(row.id) ?? null,
    mode: row.mode,
    granted: row.granted ? [...row.granted] : null,
    runs: facts.runs.get(row.id) ?? [],
    connectedAt: row.connectedAt.toString(),
    disconnectedAt: row.disconnectedAt?.toString() ?? null,
  };
}

function queuesOf(ctx: Ctx, row: ConnectionRow, unacked: Unacked | undefined): ConnectionState['queues'] {
  const port = ctx.channels[row.provider]?.provider.queues;
  if (!port) return null;
  const { deadlineMinutes } = port;
  return {
    unacknowledged: unacked?.count ?? 0,
    oldestAt: unacked?.since.toString() ?? null,
    readAt: queuesReadAt(row.queuesAskedAt)?.toString() ?? null,
    deadlineMinutes,
    level: unackedLevel(unacked?.since ?? null, deadlineMinutes, ctx.clock.now()),
  };
}

function emptyState(ctx: Ctx, provider: ProviderName, apps: readonly AppRow[]): ConnectionState {
  const channel = ctx.channels[provider];
  const app = apps.find((row) => row.provider === provider) ?? null;
  return {
    id: null,
    provider,
    status: isUsable(app, channel) ? 'configured' : 'not_configured',
    account: null,
    lastSyncAt: null,
    lastSuccessAt: null,
    lastError: null,
    tokenExpiresAt: null,
    renewsItself: false,
    nextSyncAt: null,
    lastWebhookAt: null,
    intervalMinutes: channel?.pollMinutes ?? 15,
    markupBp: 0,
    rounding: 'none',
    mapped: { done: 0, total: 0 },
    waiting: 0,
    queues: null,
    polling: null,
    mode: null,
    granted: null,
    runs: [],
    connectedAt: null,
    disconnectedAt: null,
  };
}
