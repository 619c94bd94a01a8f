import { and, eq, isNull } from 'drizzle-orm';
import { stays } from '#db/schema/reservations.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';

/** A booking of a listing that we have not met: the account's listings are read, and the booking finds its place. */
export async function oweUnknownListings(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id'>,
  reservationId: string | null,
): Promise<void> {
  if (reservationId === null) return;
  const [unknown] = await tx.db
    .select({ id: stays.id })
    .from(stays)
    .where(
      and(
        eq(stays.orgId, tx.org),
        eq(stays.reservationId, reservationId),
        eq(stays.status, 'active'),
        isNull(stays.listingId),
      ),
    )
    .limit(1);
  if (!unknown) return;
  await enqueue(tx, {
    kind: 'connection.sync',
    key: connection.id,
    payload: { connectionId: connection.id, trigger: 'webhook' },
    dueAt: tx.clock.now(),
  });
}
