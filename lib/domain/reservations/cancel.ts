import { AppError } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { isOurs } from '../conflicts/rules.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyStays } from './apply.ts';
import { getForChange } from './get-for-change.ts';
import { getReservation } from './queries.ts';
import { type ReservationRow, restate } from './rules.ts';
import type { ReservationDetail } from './schemas.ts';

/**
 * Cancels a reservation that no channel decides, and frees its nights. Cancelled already: nothing happens.
 * @throws AppError forbidden, not_found, conflict (it is the channel's to cancel)
 */
export async function cancelReservation(ctx: Ctx, id: string): Promise<ReservationDetail> {
  requireCan(ctx, 'reservation.write');
  return inTx(ctx, async (tx) => {
    const { row, stays } = await getForChange(tx, id);
    if (row.status === 'cancelled') return getReservation(tx, id);
    refuseToCancelTheirs(row);
    const told = stays.map((stay) => ({ ...restate(row, stay), reservationStatus: 'cancelled' as const }));
    await applyStays(tx, told, { reason: 'cancelled by hand' });
    return getReservation(tx, id);
  });
}

/** Cancelled only here, the guest would still come: the channel has promised them the nights. @throws AppError conflict */
export function refuseToCancelTheirs(row: ReservationRow): void {
  if (isOurs(row)) return;
  throw new AppError(
    'conflict',
    `This booking was made at ${row.channel} and is still followed. Cancel it there; here it ends by itself when the cancellation arrives.`,
    { details: { channel: row.channel, externalId: row.externalId } },
  );
}
