import { and, eq, inArray } from 'drizzle-orm';
import { unitParts } from '#db/schema/properties.ts';
import { AppError, invariant, notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { refuseWithFutureStays } from './future-stays.ts';
import { lockUnits, readConnectedParts } from './lock-units.ts';
import { refusePart } from './rules.ts';

/**
 * Makes the unit a part of the composite, or of none. A stay on a composite holds every part, so neither the one it
 * joins nor the one it leaves may have guests to come; guests of the part itself are in nobody's way.
 * In the caller's transaction; two that group at once wait for each other at the units' locks.
 * @returns the composites before and after
 * @throws AppError not_found, invalid_input (deeper than one level, another property), conflict
 */
export async function groupUnit(
  tx: Ctx,
  unitId: string,
  compositeId: string | null,
  timezone: string,
): Promise<{ before: string[]; after: string[] }> {
  const locked = await lockUnits(tx, compositeId ? [unitId, compositeId] : [unitId]);
  const parts = await readConnectedParts(
    tx,
    locked.map((one) => one.id),
  );
  const before = parts.filter((one) => one.partId === unitId).map((one) => one.compositeId);
  const after = compositeId ? [compositeId] : [];
  if (before.join() === after.join()) return { before, after };
  if (compositeId) {
    const unit = locked.find((one) => one.id === unitId);
    const composite = locked.find((one) => one.id === compositeId);
    invariant(unit && composite, 'both units are locked');
    if (composite.archived) throw notFound('unit');
    const refusal = refusePart(unit, composite, parts);
    if (refusal)
      throw new AppError('invalid_input', refusal, { issues: [{ path: 'partOf', message: refusal }] });
  }
  await refuseWithFutureStays(
    tx,
    { unitIds: [...before, ...after], timezone },
    'the parts of that unit cannot change',
  );
  if (before.length > 0) {
    const left = and(eq(unitParts.partId, unitId), inArray(unitParts.compositeId, before));
    await tx.db.delete(unitParts).where(and(eq(unitParts.orgId, tx.org), left));
  }
  if (compositeId) await tx.db.insert(unitParts).values({ orgId: tx.org, compositeId, partId: unitId });
  return { before, after };
}
