import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { stays } from '#db/schema/reservations.ts';
import { settleCalendarsOf } from '../calendars/fold-events.ts';
import { foldStays } from '../calendars/fold-stays.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { type AppliedStay, applyStays, type IncomingStay } from '../reservations/apply.ts';

/**
 * `applyStays` for what a connected channel tells: what its calendar had shown without a code is recognised first, and
 * what other calendars of the units show is weighed against it at once, so that a clash is a conflict from this moment on
 * and not from that calendar's next change. In the caller's transaction, after `readMappedUnits`.
 * About four round trips more than `applyStays`; some ten where something changed.
 */
export async function applyTold(
  tx: Ctx,
  incoming: readonly IncomingStay[],
  cause: Cause,
): Promise<AppliedStay[]> {
  const landing = incoming.flatMap((one) => {
    const unitIds = one.unitId === null ? (one.pool ?? []) : [one.unitId];
    if (unitIds.length === 0 || one.reservationStatus === 'cancelled') return [];
    const { channel, externalId, roomRef, checkIn, checkOut } = one;
    return [{ channel, externalId, roomRef, unitIds, checkIn, checkOut, listingId: one.listingId ?? null }];
  });
  await foldStays(tx, landing, cause);
  const applied = await applyStays(tx, incoming, cause);
  const changed = applied.filter((one) => one.outcome !== 'unchanged').map((one) => one.stayId);
  if (changed.length > 0) await settleCalendarsOf(tx, await readUnits(tx, changed), cause);
  return applied;
}

async function readUnits(tx: Ctx, stayIds: readonly string[]): Promise<string[]> {
  const rows = await tx.db
    .selectDistinct({ unitId: stays.unitId })
    .from(stays)
    .where(and(eq(stays.orgId, tx.org), inArray(stays.id, [...stayIds]), isNotNull(stays.unitId)));
  return rows.flatMap((row) => row.unitId ?? []);
}
