import { and, count, inArray, isNull, min } from 'drizzle-orm';
import { queueMessages } from '#db/schema/connections.ts';
import type { Ctx } from '../ctx.ts';

export type Unacked = { readonly count: number; readonly since: Temporal.Instant };

/** By connection: how many bookings its channel still waits to hear about, and since when the oldest. One round trip. */
export async function readUnacked(
  db: Pick<Ctx, 'db'>['db'],
  connectionIds: readonly string[],
): Promise<Map<string, Unacked>> {
  if (connectionIds.length === 0) return new Map();
  const rows = await db
    .select({
      connectionId: queueMessages.connectionId,
      count: count(),
      since: min(queueMessages.firstSeenAt),
    })
    .from(queueMessages)
    .where(and(inArray(queueMessages.connectionId, [...connectionIds]), isNull(queueMessages.ackedAt)))
    .groupBy(queueMessages.connectionId);
  return new Map(
    rows.flatMap(({ connectionId, count: open, since }) =>
      since ? [[connectionId, { count: open, since }]] : [],
    ),
  );
}
