import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { deliveries, pushStates } from '#db/schema/push.ts';
import { runs } from '#db/schema/work.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { nightRange, nightsOf } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { findConnection } from '../connections/find.ts';
import { needLive } from '../connections/mark-trouble.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { finishRun, startRun } from '../runs/history.ts';
import type { RunError } from '../runs/schemas.ts';
import { ALL_NIGHTS, owePush, oweRead } from './mark-dirty.ts';
import { at } from './settle-answer.ts';

/**
 * Tells a channel everything again that we know, of all mappings of an account or of some, whatever we believe to stand
 * there: for a person who sees something else at the channel. It too opens no night that is sold or that somebody closed,
 * and nothing before the channel was read for the first time. The run that it answers ends with what came of it.
 * @throws AppError forbidden, not_found, choose_connection, conflict (disconnected, or nothing of it is told)
 */
export async function forcePush(
  ctx: Ctx,
  provider: ProviderName,
  connectionId: string | undefined,
  input: { readonly mappingIds?: readonly string[] | undefined } = {},
): Promise<{ runId: string }> {
  requireCan(ctx, 'push.force');
  const connection = await findConnection(ctx, provider, connectionId);
  needLive(connection);
  const which = and(
    eq(pushStates.orgId, ctx.org),
    eq(pushStates.connectionId, connection.id),
    input.mappingIds ? inArray(pushStates.mappingId, [...input.mappingIds]) : undefined,
  );
  const meant = await ctx.db.select({ id: pushStates.mappingId }).from(pushStates).where(which);
  if (meant.length === 0 || meant.length < (input.mappingIds?.length ?? 0))
    throw new AppError(
      'conflict',
      'Nothing of this is sent to the channel: it is not mapped, or not active.',
    );
  const runId = await startRun(ctx, { kind: 'push', subjectId: connection.id, trigger: 'manual' });
  // Dying here leaves a run that the housekeeping ends.
  await inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    await tx.db
      .update(pushStates)
      .set({
        isForced: true,
        dirtyFrom: ALL_NIGHTS.from,
        dirtyTo: ALL_NIGHTS.to,
        dirtySince: sql`coalesce(${pushStates.dirtySince}, ${at(now)})`,
        dirtyMark: sql`${pushStates.dirtyMark} + 1`,
        // A home that stands open is not told so again; whether somebody has closed it there is looked up.
        nextReadAt: now,
        updatedAt: now,
      })
      .where(which);
    // A person wants it now, whatever the channel answered before.
    await tx.db
      .update(connections)
      .set({ flow: sql`${connections.flow} || '{"notBefore": null}'` })
      .where(and(eq(connections.orgId, tx.org), eq(connections.id, connection.id)));
    await record(tx, {
      action: 'push.forced',
      subject: { kind: 'connection', id: connection.id },
      after: { mappings: meant.length },
      runId,
    });
    await owePush(tx, [connection.id]);
    await oweRead(tx, connection.id, now);
  });
  return { runId };
}

/** The oldest run that a person waits for; null where nobody does. */
export async function findForced(ctx: Ctx, connectionId: string): Promise<string | null> {
  const [run] = await openRuns(ctx, connectionId);
  return run?.id ?? null;
}

function openRuns(ctx: Ctx, connectionId: string) {
  return ctx.db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.orgId, ctx.org),
        eq(runs.subjectId, connectionId),
        eq(runs.kind, 'push'),
        eq(runs.status, 'running'),
      ),
    )
    .orderBy(asc(runs.startedAt), asc(runs.id));
}

/**
 * Ends the runs that people wait for, once nothing that was asked for is owed any more, with how many nights the channel
 * took and what it refused; or with `error`, where nothing can be sent at all.
 */
export async function endForced(ctx: Ctx, connectionId: string, error: RunError | null): Promise<void> {
  const open = await openRuns(ctx, connectionId);
  if (open.length === 0) return;
  const ids = open.map((run) => run.id);
  if (error) {
    for (const id of ids) await finishRun(ctx, id, { status: 'error', errors: [error] });
    return;
  }
  const [owed] = await ctx.db
    .select({ id: pushStates.mappingId })
    .from(pushStates)
    .where(
      and(
        eq(pushStates.orgId, ctx.org),
        eq(pushStates.connectionId, connectionId),
        eq(pushStates.isForced, true),
        sql`${pushStates.adoptedAt} is not null`,
      ),
    )
    .limit(1);
  if (owed) return;
  const told = await ctx.db
    .select({ records: deliveries.records, error: deliveries.error })
    .from(deliveries)
    .where(and(eq(deliveries.orgId, ctx.org), inArray(deliveries.runId, ids)));
  const records = told.flatMap((row) => row.records);
  const taken = nightsIn(records.filter((one) => one.outcome === 'accepted'));
  const errors = refusalsOf(records);
  const status = errors.length === 0 ? 'success' : taken > 0 ? 'partial' : 'error';
  for (const id of ids) await finishRun(ctx, id, { status, updated: taken, errors });
}

const ERRORS_MAX = 20;

type Records = (typeof deliveries.$inferSelect)['records'];

/** Nights of mappings, each once, however many records told of it. */
function nightsIn(records: Records): number {
  return new Set(
    records.flatMap((one) =>
      [...nightsOf(nightRange(one.from, one.to))].map((night) => `${one.mappingId} ${night}`),
    ),
  ).size;
}

/** What the channel refuses, in its own words, and for how many nights. */
function refusalsOf(records: Records): RunError[] {
  const refused = records.filter((one) => one.outcome === 'refused');
  const said = Map.groupBy(refused, (one) => `${one.code} ${one.message}`);
  return [...said.values()].slice(0, ERRORS_MAX).map((alike) => ({
    code: alike[0]?.code ?? 'refused',
    message: alike[0]?.message ?? 'The channel refuses it.',
    nights: nightsIn(alike),
  }));
}
