import { AppError } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { isOurs } from '../conflicts/rules.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { applyStays, type IncomingStay } from './apply.ts';
import { refuseTakenNights } from './free-nights.ts';
import { getForChange } from './get-for-change.ts';
import type { KnownReservation } from './known.ts';
import { getReservation } from './queries.ts';
import { refuseDates, restate, type StayRow } from './rules.ts';
import type { ReservationDetail, ReservationPatch, StayPlace } from './schemas.ts';

/**
 * Changes a reservation by hand: its guest, note and unit always, its dates where no channel decides them.
 * @throws AppError forbidden, not_found, choose_unit, invalid_input, conflict (cancelled, or the channel's to change),
 *   nights_taken
 */
export async function updateReservation(
  ctx: Ctx,
  id: string,
  patch: ReservationPatch,
): Promise<ReservationDetail> {
  requireCan(ctx, 'reservation.write');
  return inTx(ctx, async (tx) => {
    const target = patch.unitId ? await chooseUnit(tx, patch.unitId) : null;
    const known = await getForChange(tx, id, target ? [target.unit.id] : []);
    if (known.row.status === 'cancelled') {
      throw new AppError('conflict', 'This reservation is cancelled. Make a new one instead.');
    }
    const { guest, guests, total, note } = patch;
    const words = {
      ...(guest
        ? { guest: { name: guest.name ?? null, email: guest.email ?? null, phone: guest.phone ?? null } }
        : {}),
      ...(guests === undefined ? {} : { guests }),
      ...(total === undefined ? {} : { total }),
      ...(note === undefined ? {} : { note }),
    };
    const active = known.stays.filter((stay) => stay.status === 'active');
    const moving =
      patch.checkIn || patch.checkOut || target ? chooseRoom(known.stays, active, patch.stayId) : null;
    if (moving && patch.was) refuseMovedStay(moving, patch.was);
    const told: IncomingStay[] = [];
    for (const stay of active) {
      const said = { ...restate(known.row, stay), ...words };
      told.push(stay === moving ? await move(tx, known, stay, said, patch, target) : said);
    }
    await applyStays(tx, told, { reason: 'changed by hand' });
    return getReservation(tx, id);
  });
}

/** Whoever takes back a move means the stay as they left it. @throws AppError conflict */
function refuseMovedStay({ unitId, checkIn, checkOut }: StayRow, was: StayPlace): void {
  if (unitId === was.unitId && checkIn === was.checkIn && checkOut === was.checkOut) return;
  throw new AppError('conflict', 'This stay has been moved meanwhile. Nothing was changed.', {
    details: { reason: 'changed_meanwhile', unitId, checkIn, checkOut },
  });
}

/** The room that is meant. @throws AppError invalid_input where there are several and none is named */
export function chooseRoom(all: readonly StayRow[], active: readonly StayRow[], stayId?: string): StayRow {
  const room = stayId ? active.find((stay) => stay.id === stayId) : active.length === 1 ? active[0] : null;
  if (room) return room;
  throw new AppError('invalid_input', 'This reservation has several rooms: say which stay is meant.', {
    issues: [{ path: 'stayId', message: `one of ${all.map((stay) => stay.id).join(', ')}` }],
  });
}

/** The stay on its new nights or unit, after asking whether they are free for it. */
async function move(
  tx: Ctx,
  known: KnownReservation,
  stay: StayRow,
  said: IncomingStay,
  patch: ReservationPatch,
  target: Awaited<ReturnType<typeof chooseUnit>> | null,
): Promise<IncomingStay> {
  const nights = { checkIn: patch.checkIn ?? stay.checkIn, checkOut: patch.checkOut ?? stay.checkOut };
  const isRedated = nights.checkIn !== stay.checkIn || nights.checkOut !== stay.checkOut;
  const unitId = target?.unit.id ?? stay.unitId;
  if (isRedated && !isOurs(known.row)) {
    throw new AppError(
      'conflict',
      `Its dates are ${known.row.channel}'s to change: change them there, and they change here.`,
    );
  }
  if (isRedated) {
    // Limits of years: which side of midnight it is there makes no difference.
    const refusal = refuseDates(nights, todayIn(target?.property.timezone ?? 'UTC', tx.clock.now()));
    if (refusal) throw new AppError('invalid_input', refusal.message, { issues: [refusal] });
  }
  if (unitId && (isRedated || unitId !== stay.unitId))
    await refuseTakenNights(tx, { unitId, nights, without: stay.id, force: patch.force });
  return { ...said, ...nights, unitId };
}
