import { and, eq, inArray } from 'drizzle-orm';
import { conflicts } from '#db/schema/reservations.ts';
import { sameNights } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { type LockedUnit, lockUnits } from '../properties/lock-units.ts';
import { readClaims, readStaysAround, readUnheldStays } from './claims.ts';
import { closeConflicts } from './close-conflicts.ts';
import { holdNights } from './hold-nights.ts';
import { type Cause, openConflict } from './open-conflict.ts';
import { clashesOf, clashOf } from './rules.ts';

/**
 * Makes promise 4 true on these units and all that hang together with them: every active stay holds its nights, or
 * stands in an open conflict (or in one that a person accepted). What waits takes what has become free, the oldest
 * first; conflicts whose claims no longer clash are resolved as gone; missing ones are opened.
 * Idempotent. In the caller's transaction: dying anywhere here leaves things as they were before it.
 */
export async function settleUnits(tx: Ctx, unitIds: readonly string[], cause?: Cause): Promise<void> {
  await settleLocked(tx, await lockUnits(tx, unitIds), cause);
}

/** The same for units the caller has locked. Two round trips where nothing waits and nothing is in conflict. */
export async function settleLocked(tx: Ctx, locked: readonly LockedUnit[], cause?: Cause): Promise<void> {
  if (locked.length === 0) return;
  const parked = await holdNights(tx, await readUnheldStays(tx, locked));
  await resolveGone(tx, locked, cause);
  if (parked.length === 0) return;
  const around = await readStaysAround(tx, locked, parked);
  for (const clash of clashesOf(parked, around))
    await openConflict(tx, { ...clash, kind: 'double_booking' }, cause);
}

async function resolveGone(tx: Ctx, locked: readonly LockedUnit[], cause?: Cause): Promise<void> {
  const ids = locked.map((unit) => unit.id);
  const open = await tx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, tx.org), inArray(conflicts.unitId, ids), eq(conflicts.status, 'open')));
  if (open.length === 0) return;
  const claims = await readClaims(tx, locked, [...new Set(open.flatMap((row) => [row.claimA, row.claimB]))]);
  const gone: string[] = [];
  for (const row of open) {
    const [a, b] = [claims.get(row.claimA), claims.get(row.claimB)];
    const here = locked.find((unit) => unit.id === row.unitId)?.leaves ?? [];
    // Two guests who were both moved to another unit clash there, not here any more.
    const clash =
      a && b ? clashOf({ ...a, leaves: a.leaves.filter((leaf) => here.includes(leaf)) }, b) : null;
    if (!clash) gone.push(row.id);
    else if (!sameNights(clash.nights, row.nights))
      await tx.db.update(conflicts).set({ nights: clash.nights }).where(eq(conflicts.id, row.id));
  }
  await closeConflicts(tx, gone, 'gone', cause ? { cause } : {});
}
