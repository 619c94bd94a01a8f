import { inArray } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import type { Deps } from '../ctx.ts';
import { queuesReadAt, UNACKED_MINUTES, unackedLevel } from '../runs/queue-clock-rules.ts';
import { readUnacked } from '../runs/unacked.ts';
import type { CauseWorld, FoundCause } from './causes.ts';
import { NoticeFacts } from './schemas.ts';

/**
 * Bookings that a channel still waits to hear of, and queues that nobody could read: at the channel's deadline it tells
 * the host by other means, and its own people look at us. Told at ten minutes, at twenty, and when it is over.
 */
export async function queueCauses(world: CauseWorld & Pick<Deps, 'channels'>): Promise<FoundCause[]> {
  const rows = await world.db
    .select()
    .from(connections)
    .where(inArray(connections.status, ['connected', 'limited', 'error', 'paused']));
  const ours = rows.flatMap((row) => {
    const port = world.channels[row.provider]?.provider.queues;
    return port ? [{ row, deadline: port.deadlineMinutes }] : [];
  });
  const unacked = await readUnacked(
    world.db,
    ours.map(({ row }) => row.id),
  );
  const now = world.clock.now();
  return ours.flatMap(({ row, deadline }): FoundCause[] => {
    const told = { path: '/channels', channel: row.provider, name: row.accountName };
    const about = { org: row.orgId, kind: 'sync_failed', cause: `queues:${row.id}` } as const;
    const level = unackedLevel(unacked.get(row.id)?.since ?? null, deadline, now);
    if (level !== 'well') {
      const variant = `unacked_${level}`;
      return [{ ...about, state: variant, facts: NoticeFacts.parse({ ...told, variant }) }];
    }
    // A paused one is meant not to be asked.
    if (row.status === 'paused') return [];
    const readAt = queuesReadAt(row.queuesAskedAt) ?? row.connectedAt;
    // Since it was connected or resumed at the latest; the job is owed from then on.
    if (now.since(readAt).total('minutes') < UNACKED_MINUTES.alarm) return [];
    return [{ ...about, state: 'unread', facts: NoticeFacts.parse({ ...told, variant: 'queues_unread' }) }];
  });
}
