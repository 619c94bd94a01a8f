import { and, asc, eq } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { lockUnits } from '../properties/lock-units.ts';
import type { KnownReservation } from './known.ts';

/**
 * A reservation as it stands under the lock of its units, of `alsoUnits` and of itself, in that order: what is decided
 * on it stays true until the transaction ends.
 * @throws AppError not_found
 */
export async function getForChange(
  tx: Ctx,
  id: string,
  alsoUnits: readonly string[] = [],
): Promise<KnownReservation> {
  const locked = await lockUnits(tx, [...new Set([...(await readUnits(tx, id)), ...alsoUnits])]);
  const [row] = await tx.db
    .select()
    .from(reservations)
    .where(and(eq(reservations.orgId, tx.org), eq(reservations.id, id)))
    .for('update');
  if (!row) throw notFound('reservation');
  const rooms = await tx.db
    .select()
    .from(stays)
    .where(and(eq(stays.orgId, tx.org), eq(stays.reservationId, id)))
    .orderBy(asc(stays.roomRef));
  // One of its rooms was moved while we waited.
  const missed = rooms
    .flatMap((stay) => stay.unitId ?? [])
    .filter((id) => !locked.some((unit) => unit.id === id));
  if (missed.length > 0) await lockUnits(tx, missed);
  return { row, stays: rooms };
}

async function readUnits(tx: Ctx, reservationId: string): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ unitId: stays.unitId })
    .from(stays)
    .where(and(eq(stays.orgId, tx.org), eq(stays.reservationId, reservationId)));
  return rows.flatMap((row) => row.unitId ?? []);
}
