import { and, eq, isNull } from 'drizzle-orm';
import { quarantine } from '#db/schema/connections.ts';
import { stays } from '#db/schema/reservations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { chooseUnit } from '../properties/choose-unit.ts';
import { lockUnits } from '../properties/lock-units.ts';
import { applyStays } from '../reservations/apply.ts';
import { getForChange } from '../reservations/get-for-change.ts';
import { restate } from '../reservations/rules.ts';
import type { SettledWaiting, SettleWaiting } from './schemas.ts';
import { DISMISSED } from './waiting-rules.ts';

/**
 * Deals with one thing that waits. Placing puts a booking on a unit, where it holds its nights or opens a conflict; its
 * listing stays unmapped. Dismissing says that somebody has looked: what cannot be read is put away until it is told
 * again otherwise, and an unknown status or one that is gone alarms no more, while its nights stay held. A booking
 * without a unit, and a hold of the gate, cannot be dismissed: nothing would protect its guest, or free it.
 * @throws AppError forbidden, not_found, choose_unit, conflict (not the way to deal with it), gone (an archived unit)
 */
export async function settleWaiting(ctx: Ctx, id: string, verdict: SettleWaiting): Promise<SettledWaiting> {
  requireCan(ctx, 'reservation.write');
  return inTx(ctx, async (tx) => {
    const settled = await settleIn(tx, id, verdict);
    await announce(tx, 'inbox');
    return { id, action: verdict.action, ...settled };
  });
}

type Settled = Pick<SettledWaiting, 'reservationId' | 'conflictIds'>;

async function settleIn(tx: Ctx, id: string, verdict: SettleWaiting): Promise<Settled> {
  if (id.startsWith('qua_')) {
    if (verdict.action === 'place')
      throw new AppError(
        'conflict',
        'What cannot be read cannot be placed. Make the booking by hand and dismiss this.',
      );
    return dismissUnreadable(tx, id, verdict.note ?? null);
  }
  if (id.startsWith('sty_')) {
    if (verdict.action === 'place') return place(tx, id, verdict.unitId);
    throw new AppError(
      'conflict',
      'A booking without a unit cannot be dismissed: nothing would protect its nights. Place it, or map its listing.',
    );
  }
  if (verdict.action === 'dismiss') return dismissStatus(tx, id, verdict.note ?? null);
  throw new AppError('conflict', 'This booking has a unit already.');
}

async function place(tx: Ctx, stayId: string, subjectId: string): Promise<Settled> {
  const { unit } = await chooseUnit(tx, subjectId);
  const [found] = await tx.db
    .select({ reservationId: stays.reservationId })
    .from(stays)
    .where(and(eq(stays.orgId, tx.org), eq(stays.id, stayId)));
  if (!found) throw notFound('booking');
  const known = await getForChange(tx, found.reservationId, [unit.id]);
  const locked = await lockUnits(tx, [unit.id]);
  if (locked.some((one) => one.id === unit.id && one.archived))
    throw new AppError('gone', 'This unit was archived.');
  const stay = known.stays.find((one) => one.id === stayId);
  if (!stay || stay.status === 'cancelled')
    throw new AppError('conflict', 'This booking was cancelled meanwhile.');
  if (stay.unitId !== null) throw new AppError('conflict', 'This booking has a unit already.');
  const told = { ...restate(known.row, stay), unitId: unit.id };
  const [applied] = await applyStays(tx, [told], { reason: 'placed by hand' });
  return { reservationId: known.row.id, conflictIds: applied?.conflictIds ?? [] };
}

async function dismissStatus(tx: Ctx, id: string, note: string | null): Promise<Settled> {
  const { row, stays: rooms } = await getForChange(tx, id);
  if (!row.hasUnknownStatus) {
    throw new AppError('conflict', 'Only the channel’s word ends this. It is asked for every hour.');
  }
  const told = rooms.map((stay) => ({ ...restate(row, stay), hasUnknownStatus: false }));
  await applyStays(tx, told, { reason: note ? `${DISMISSED}: ${note.slice(0, 400)}` : DISMISSED });
  return { reservationId: row.id, conflictIds: [] };
}

async function dismissUnreadable(tx: Ctx, id: string, note: string | null): Promise<Settled> {
  const [row] = await tx.db
    .update(quarantine)
    .set({ settledAt: tx.clock.now() })
    .where(and(eq(quarantine.orgId, tx.org), eq(quarantine.id, id), isNull(quarantine.settledAt)))
    .returning();
  if (!row) throw notFound('message');
  await record(tx, {
    action: 'booking.dismissed',
    subject: { kind: 'connection', id: row.connectionId },
    reason: note,
    before: { quarantineId: id, externalId: row.externalId, reason: row.reason },
    messageId: row.messageId,
  });
  return { reservationId: null, conflictIds: [] };
}
