import { requireCan } from '../access/require.ts';
import { findConnection } from '../connections/find.ts';
import { needLive } from '../connections/mark-trouble.ts';
import type { ProviderName } from '../connections/schemas.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { savePropertyMapping } from '../mappings/save-mappings.ts';
import { startRun } from '../runs/history.ts';
import type { SyncInput } from './schemas.ts';

/**
 * A sync that a person asked for: a run that is open from now on, and the connection's one job due at once. Where one is
 * being worked this one follows it; asked for twice before it begins, one sync answers both runs.
 * Dying between the run and the job leaves a run that says "running" until the next sync, at most an interval later.
 * @throws AppError forbidden, not_found, choose_connection, conflict (disconnected), and what saving mappings throws
 */
export async function startSync(
  ctx: Ctx,
  provider: ProviderName,
  connectionId: string | undefined,
  input: SyncInput,
): Promise<{ runId: string }> {
  requireCan(ctx, 'connection.sync');
  const connection = await findConnection(ctx, provider, connectionId);
  needLive(connection);
  if (input.propertyMapping) await savePropertyMapping(ctx, connection.id, input.propertyMapping);
  const runId = await startRun(ctx, { kind: 'connection', subjectId: connection.id, trigger: 'manual' });
  await inTx(ctx, (tx) =>
    enqueue(tx, {
      kind: 'connection.sync',
      key: connection.id,
      payload: { connectionId: connection.id, trigger: 'manual' },
      dueAt: tx.clock.now(),
    }),
  );
  return { runId };
}
