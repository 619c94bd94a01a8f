import type { Ctx } from '../ctx.ts';
import { cancelJob, enqueue } from '../jobs/enqueue.ts';
import type { ConnectionRow } from './find.ts';

/** Owes the next look into the queues of an account, where its channel keeps bookings in queues. Twice is once. */
export async function oweQueuePoll(
  tx: Ctx,
  { id, provider }: Pick<ConnectionRow, 'id' | 'provider'>,
  dueAt: Temporal.Instant,
): Promise<void> {
  if (!tx.channels[provider]?.provider.queues) return;
  await enqueue(tx, { kind: 'queues.poll', key: id, payload: { connectionId: id }, dueAt });
}

/** What waits there goes on waiting, and the channel's own deadline goes on. */
export function cancelQueuePoll(tx: Ctx, connectionId: string): Promise<void> {
  return cancelJob(tx, 'queues.poll', connectionId);
}
