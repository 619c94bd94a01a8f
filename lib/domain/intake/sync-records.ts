import { and, eq, ne } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import type { ChannelError } from '#lib/providers/errors.ts';
import { nextSyncAt } from '../calendars/schedule-rules.ts';
import { markTrouble, markWell } from '../connections/mark-trouble.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { countUnchangedPoll, finishRun } from '../runs/history.ts';
import type { Pass, Resume, Tally } from './pass.ts';

/** Jitter, not a secret. */
function jitter(): number {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) / 65_536;
}

/** Closes the runs and writes down how the connection is, in one transaction. @returns when it is asked next */
export async function recordSync(
  ctx: Ctx,
  sync: {
    readonly pass: Pass;
    readonly tally: Tally;
    readonly stop: ChannelError | null;
    readonly resume: Resume | null;
  },
): Promise<Temporal.Instant | null> {
  return inTx(ctx, async (tx) => {
    const { pass, stop, resume } = sync;
    const { connection } = pass;
    const failures = stop ? await markTrouble(tx, connection.id, stop) : 0;
    if (!stop) await markWell(tx, connection.id);
    await closeRuns(tx, sync);
    const [row] = await tx.db
      .select()
      .from(connections)
      .where(and(eq(connections.orgId, tx.org), eq(connections.id, connection.id)));
    const now = tx.clock.now();
    const isResting =
      !row || row.status === 'disconnected' || row.status === 'expired' || row.status === 'paused';
    const next = isResting
      ? null
      : resume && !stop
        ? now
        : nextSyncAt(
            now,
            row.intervalMinutes,
            stop
              ? { kind: 'failed', failures, retryAfterSeconds: stop.retryAfterSeconds ?? undefined }
              : { kind: 'ok', isUnsettled: false },
            jitter(),
          );
    await tx.db
      .update(connections)
      .set({
        lastSyncAt: now,
        nextSyncAt: next,
        ...(pass.isFull && !stop && !resume ? { lastFullSyncAt: now } : {}),
        updatedAt: now,
      })
      .where(
        and(
          eq(connections.orgId, tx.org),
          eq(connections.id, connection.id),
          ne(connections.status, 'disconnected'),
        ),
      );
    await announce(tx, 'connections');
    await announce(tx, 'runs');
    return next;
  });
}

async function closeRuns(
  tx: Ctx,
  { pass, tally, stop, resume }: Parameters<typeof recordSync>[1],
): Promise<void> {
  const { created, updated, cancelled, errors, pages } = tally;
  const isQuiet = created + updated + cancelled + errors.length === 0 && resume === null;
  const status = errors.length === 0 ? 'success' : stop && pages === 0 ? 'error' : 'partial';
  for (const runId of pass.runIds) {
    if (isQuiet) {
      await countUnchangedPoll(tx, {
        kind: 'connection',
        subjectId: pass.connection.id,
        trigger: pass.trigger,
        runId,
      });
    } else {
      await finishRun(tx, runId, { status, created, updated, cancelled, errors });
    }
  }
}
