import { AppError, invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { applyStays } from './apply.ts';
import { refuseTakenNights } from './free-nights.ts';
import { getReservation } from './queries.ts';
import { refuseDates } from './rules.ts';
import type { ReservationDetail, ReservationInput } from './schemas.ts';

/**
 * A direct booking by hand. Sent twice it is two bookings, of which the second finds the nights taken.
 * @throws AppError forbidden, not_found, choose_unit, invalid_input (dates too far away), nights_taken
 */
export async function createReservation(ctx: Ctx, input: ReservationInput): Promise<ReservationDetail> {
  requireCan(ctx, 'reservation.write');
  return inTx(ctx, async (tx) => {
    const { unit, property } = await chooseUnit(tx, input.unitId ?? input.propertyId ?? '');
    const refusal = refuseDates(input, todayIn(property.timezone, tx.clock.now()));
    if (refusal) throw new AppError('invalid_input', refusal.message, { issues: [refusal] });
    const locked = await lockUnits(tx, [unit.id]);
    if (locked.find((one) => one.id === unit.id)?.archived)
      throw new AppError('gone', 'This unit was archived.');
    const { checkIn, checkOut, guest, guests, total, note, force } = input;
    await refuseTakenNights(tx, { unitId: unit.id, nights: { checkIn, checkOut }, force });
    const [made] = await applyStays(
      tx,
      [
        {
          channel: 'direct',
          externalId: newId('reservation'),
          roomRef: '1',
          unitId: unit.id,
          checkIn,
          checkOut,
          reservationStatus: 'confirmed',
          guest: { name: guest.name, email: guest.email ?? null, phone: guest.phone ?? null },
          guests: guests ?? null,
          total: total ?? null,
          note: note ?? null,
        },
      ],
      { reason: 'booked by hand' },
    );
    invariant(made?.conflictIds.length === 0, 'free nights under lock are held without a conflict');
    return getReservation(tx, made.reservationId);
  });
}
