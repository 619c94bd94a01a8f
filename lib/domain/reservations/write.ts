import { eq, inArray } from 'drizzle-orm';
import { holds, reservations, stays } from '#db/schema/reservations.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import type { StayChange } from './decide.ts';
import { isRestayed } from './rules.ts';

const PER_STATEMENT = 1000;

/**
 * Writes what was decided. Every stay whose unit, nights or status change lets go of its holds first, so that two
 * guests who swap their nights in one batch do not trip over each other; whoever called then settles the units.
 * @param versions the calendar version from which the new nights stand, per unit
 */
export async function writeStays(
  tx: Ctx,
  changes: readonly StayChange[],
  versions: ReadonlyMap<string, number>,
): Promise<void> {
  const now = tx.clock.now();
  const known = changes.filter((change) => change.before && change.stayFields.length > 0);
  const restayed = known.filter(isRestayed);
  for (const some of chunksOf(restayed, PER_STATEMENT)) {
    const ids = some.map((change) => change.stayId);
    await tx.db.delete(holds).where(inArray(holds.stayId, ids));
  }
  const updated = new Map(
    changes
      .filter((change) => change.reservation.fields.length > 0)
      .map((change) => [change.reservationId, change.reservation.after]),
  );
  for (const [id, after] of updated) {
    const cancelledAt = after.status === 'cancelled' ? now : null;
    await tx.db
      .update(reservations)
      .set({ ...after, cancelledAt, updatedAt: now })
      .where(eq(reservations.id, id));
  }
  for (const change of restayed) {
    const { unitId, status } = change.after;
    const ends = status === 'cancelled';
    await tx.db
      .update(stays)
      .set({
        ...change.after,
        ...(ends || !unitId ? {} : { sinceVersion: versions.get(unitId) ?? 0 }),
        sequence: (change.before?.sequence ?? 0) + 1,
        updatedAt: now,
      })
      .where(eq(stays.id, change.stayId));
  }
  for (const { stayId, after } of known.filter((change) => !isRestayed(change))) {
    const { listingId, pricing } = after;
    await tx.db.update(stays).set({ listingId, pricing, updatedAt: now }).where(eq(stays.id, stayId));
  }
  const created = changes.filter((change) => !change.before);
  for (const some of chunksOf(created, PER_STATEMENT)) {
    await tx.db.insert(stays).values(
      some.map((change) => ({
        id: change.stayId,
        orgId: tx.org,
        reservationId: change.reservationId,
        roomRef: change.roomRef,
        ...change.after,
        sinceVersion: (change.after.unitId && versions.get(change.after.unitId)) || 0,
        createdAt: now,
        updatedAt: now,
      })),
    );
  }
}

/** One row for each stay that changed. Of a guest only which fields changed, never what they say. */
export async function journalStays(tx: Ctx, changes: readonly StayChange[], cause: Cause): Promise<void> {
  const entries = changes.map((change) => ({
    action: `reservation.${change.outcome}`,
    subject: { kind: 'reservation', id: change.reservationId },
    unitId: change.after.unitId,
    before: change.before ? factsOf(change, change.before, change.reservation.before.status) : null,
    after: {
      ...factsOf(change, change.after, change.reservation.after.status),
      changed: [...change.stayFields, ...change.reservation.fields],
      ...(change.warnings.length > 0 ? { warnings: change.warnings } : {}),
    },
    ...cause,
  }));
  for (const some of chunksOf(entries, PER_STATEMENT)) await recordAll(tx, some);
}

function factsOf(change: StayChange, stay: StayChange['after'], reservationStatus: string) {
  const { stayId, channel } = change;
  const { unitId, checkIn, checkOut, status } = stay;
  return { stayId, channel, unitId, checkIn, checkOut, status, reservationStatus };
}
