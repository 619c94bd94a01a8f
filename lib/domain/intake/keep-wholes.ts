import { reservations } from '#db/schema/reservations.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { WholeReservation } from '#lib/providers/sales-contract.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { keptText } from './incoming.ts';
import { quarantineAll, releaseReadable } from './quarantine.ts';
import { keptWarnings, type WholeRefusal } from './whole-rules.ts';

/** What is refused waits for a person; what is taken waits no more. */
export async function keepRefused(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  planned: readonly { readonly whole: WholeReservation; readonly refusal: WholeRefusal | null }[],
  cause: Cause,
): Promise<void> {
  const refused = planned.flatMap(({ whole, refusal }) => {
    if (!refusal) return [];
    const rooms = whole.rooms.map(({ roomRef, listingId, checkIn, checkOut }) => ({
      roomRef,
      listingId,
      checkIn,
      checkOut,
    }));
    const { externalId, groupId, channelStatus } = whole;
    const raw = JSON.stringify({ externalId, groupId, channelStatus, rooms });
    return [{ externalId: externalId === '' ? null : externalId, reason: refusal.code, raw }];
  });
  await quarantineAll(tx, connection.id, refused, cause.messageId ?? null);
  await releaseReadable(
    tx,
    connection.id,
    planned.filter((one) => !one.refusal).map((one) => one.whole.externalId),
  );
}

/** A reservation without rooms: that it was cancelled is all that is known of it. */
export async function keepCancelled(
  tx: Ctx,
  connection: Pick<ConnectionRow, 'id' | 'provider'>,
  whole: WholeReservation,
  cause: Cause,
): Promise<string> {
  const [id, now] = [newId('reservation'), tx.clock.now()];
  await tx.db.insert(reservations).values({
    id,
    orgId: tx.org,
    channel: connection.provider,
    externalId: whole.externalId,
    status: 'cancelled',
    connectionId: connection.id,
    channelStatus: keptText(whole.channelStatus, 300),
    channelChangedAt: now,
    createdAt: now,
    updatedAt: now,
    cancelledAt: now,
  });
  const after = { channel: connection.provider, externalId: whole.externalId, status: 'cancelled' };
  const warnings = keptWarnings(whole);
  await record(tx, {
    action: 'reservation.cancelled',
    subject: { kind: 'reservation', id },
    after: warnings.length > 0 ? { ...after, warnings } : after,
    ...cause,
  });
  return id;
}
