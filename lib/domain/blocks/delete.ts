import { and, eq } from 'drizzle-orm';
import { blocks } from '#db/schema/reservations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { findBlock, refuseMoved } from './find.ts';
import type { BlockPlace } from './schemas.ts';

/**
 * Opens the nights again, as far as nothing else closes them.
 * @param was where it must still stand
 * @throws AppError forbidden, not_found, conflict (it stands elsewhere meanwhile)
 */
export async function deleteBlock(ctx: Ctx, id: string, was: Partial<BlockPlace> = {}): Promise<void> {
  requireCan(ctx, 'block.write');
  await inTx(ctx, async (tx) => {
    const seen = await findBlock(tx, id);
    const locked = await lockUnits(tx, [seen.unitId]);
    const found = await findBlock(tx, id); // moved while we waited
    if (!locked.some((unit) => unit.id === found.unitId)) await lockUnits(tx, [found.unitId]);
    refuseMoved(found, was);
    const which = and(eq(blocks.orgId, tx.org), eq(blocks.id, id));
    const [row] = await tx.db.delete(blocks).where(which).returning();
    if (!row) throw notFound('block'); // somebody else deleted it while we waited
    await bumpCalendarVersions(tx, [row.unitId], [row]);
    await record(tx, {
      action: 'block.deleted',
      subject: { kind: 'block', id },
      unitId: row.unitId,
      before: { checkIn: row.checkIn, checkOut: row.checkOut, kind: row.kind },
    });
  });
}
