import { and, eq } from 'drizzle-orm';
import { foundClosures } from '#db/schema/push.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { announce } from '../live/announce.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import type { FoundClosure, SettleFoundClosure } from './found-closure-schemas.ts';
import { getFoundClosure } from './list-found-closures.ts';
import { markMappingsDirty } from './mark-dirty.ts';

type Row = typeof foundClosures.$inferSelect;

/**
 * What a person says to nights that a channel keeps closed. keep: they stay closed, on every channel. open: they are
 * sold again as far as nothing else closes them, and the channel is told so. What was kept may be opened later; what was
 * opened, or is gone, is over. Saying the same twice changes nothing.
 * @throws AppError forbidden, not_found, conflict (over already)
 */
export async function settleFoundClosure(
  ctx: Ctx,
  id: string,
  { resolution }: SettleFoundClosure,
): Promise<FoundClosure> {
  requireCan(ctx, 'conflict.resolve');
  return inTx(ctx, async (tx) => {
    const which = and(eq(foundClosures.orgId, tx.org), eq(foundClosures.id, id));
    const [seen] = await tx.db.select().from(foundClosures).where(which);
    if (!seen) throw notFound('found closure');
    if (seen.unitId) await lockUnits(tx, [seen.unitId]);
    // Again, under the lock: the channel may have opened them, or somebody else settled it, while we waited.
    const [row] = await tx.db.select().from(foundClosures).where(which).for('update');
    if (!row) throw notFound('found closure');
    const wanted = resolution === 'keep' ? 'kept' : 'opened';
    if (row.resolution !== wanted) await settle(tx, row, wanted);
    return getFoundClosure(tx, id);
  });
}

async function settle(tx: Ctx, row: Row, resolution: 'kept' | 'opened'): Promise<void> {
  if (row.resolution === 'gone')
    throw new AppError('conflict', 'The channel sells these nights again by itself.');
  if (row.resolution === 'opened')
    throw new AppError('conflict', 'These nights were opened already. Block them to close them.');
  const now = tx.clock.now();
  await tx.db
    .update(foundClosures)
    .set({ resolution, resolvedAt: now, resolvedBy: tx.actor.id })
    .where(eq(foundClosures.id, row.id));
  if (resolution === 'opened') await open(tx, row);
  // Kept nights were closed before: their state stands, only what is said of them is new.
  else if (row.unitId) await announce(tx, 'calendar', [row.unitId]);
  await record(tx, {
    action: `found_closure.${resolution}`,
    subject: { kind: 'found_closure', id: row.id },
    unitId: row.unitId,
    before: { checkIn: row.checkIn, checkOut: row.checkOut, resolution: row.resolution },
    after: { resolution, connectionId: row.connectionId, mappingId: row.mappingId },
  });
  await announce(tx, 'inbox');
}

/** Of a unit every channel of it and of its relatives is told; of a pool only the channel that sells less of it. */
async function open(tx: Ctx, row: Row): Promise<void> {
  if (row.unitId) await bumpCalendarVersions(tx, [row.unitId], [row]);
  else if (row.mappingId)
    await markMappingsDirty(tx, [row.mappingId], tx.clock.now(), { from: row.checkIn, to: row.checkOut });
}
