import { and, eq } from 'drizzle-orm';
import { blocks } from '#db/schema/reservations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';

/** Opens the nights again, as far as nothing else closes them. @throws AppError forbidden, not_found */
export async function deleteBlock(ctx: Ctx, id: string): Promise<void> {
  requireCan(ctx, 'block.write');
  await inTx(ctx, async (tx) => {
    const which = and(eq(blocks.orgId, tx.org), eq(blocks.id, id));
    const [seen] = await tx.db.select().from(blocks).where(which);
    if (!seen) throw notFound('block');
    await lockUnits(tx, [seen.unitId]);
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
