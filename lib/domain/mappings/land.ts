import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { reservations, stays } from '#db/schema/reservations.ts';
import { settleCalendarsOf } from '../calendars/fold-events.ts';
import { foldStays } from '../calendars/fold-stays.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { type AppliedStay, applyStays } from '../reservations/apply.ts';
import { restate } from '../reservations/rules.ts';
import { placeOn } from './mapped-unit.ts';

/** A listing and the units behind it: one, or a pool. */
export type Landing = { readonly listingId: string; readonly unitIds: readonly string[] };

/**
 * Puts every booking of these listings that waits for a unit on its own (promise 2), the past and the cancelled ones too.
 * What a calendar of the channel had shown there without a code keeps its row and gets the name; what stands on a unit
 * already stays where it is. In a transaction that holds the rows of the listings: none can come to wait meanwhile.
 * Nothing waits: nothing is written.
 * @returns one answer per booking that was put on its unit
 */
export async function landWaiting(
  tx: Ctx,
  landings: readonly Landing[],
  cause: Cause,
): Promise<AppliedStay[]> {
  if (landings.length === 0) return [];
  const unitsOf = new Map(landings.map((one) => [one.listingId, one.unitIds]));
  const found = await readWaitingStays(tx, [...unitsOf.keys()]);
  const told = found.flatMap(({ reservation, stay }) => {
    const unitIds = unitsOf.get(stay.listingId ?? '');
    if (!unitIds || stay.status !== 'active') return [];
    const { channel, externalId } = reservation;
    const { roomRef, listingId, checkIn, checkOut } = stay;
    return [{ channel, externalId, roomRef, listingId, checkIn, checkOut, unitIds }];
  });
  const folded = await foldStays(tx, told, cause);
  const waiting = folded.length > 0 ? await readWaitingStays(tx, [...unitsOf.keys()]) : found;
  const applied = await applyStays(
    tx,
    waiting.flatMap(({ reservation, stay }) => {
      const unitIds = unitsOf.get(stay.listingId ?? '');
      return unitIds ? [{ ...restate(reservation, stay), ...placeOn(unitIds) }] : [];
    }),
    cause,
  );
  await settleCalendarsOf(tx, [...new Set([...unitsOf.values()].flat())], cause);
  return applied;
}

function readWaitingStays(tx: Ctx, listingIds: readonly string[]) {
  return tx.db
    .select({ reservation: reservations, stay: stays })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, tx.org), inArray(stays.listingId, [...listingIds]), isNull(stays.unitId)))
    .orderBy(asc(stays.createdAt), asc(stays.id));
}
