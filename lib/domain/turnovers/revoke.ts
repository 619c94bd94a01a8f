import { and, eq, isNull } from 'drizzle-orm';
import { turnoverLinks } from '#db/schema/turnovers.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';

/**
 * Ends a link, from the next time somebody opens it. Revoked already: nothing more happens.
 * @throws AppError forbidden, not_found
 */
export async function revokeShare(ctx: Ctx, id: string): Promise<void> {
  requireCan(ctx, 'feed.configure');
  await inTx(ctx, async (tx) => {
    const mine = and(eq(turnoverLinks.orgId, tx.org), eq(turnoverLinks.id, id));
    const [row] = await tx.db.select({ name: turnoverLinks.name }).from(turnoverLinks).where(mine);
    if (!row) throw notFound('link');
    const revoked = await tx.db
      .update(turnoverLinks)
      .set({ revokedAt: tx.clock.now() })
      .where(and(mine, isNull(turnoverLinks.revokedAt)))
      .returning({ id: turnoverLinks.id });
    if (revoked.length === 0) return;
    await record(tx, {
      action: 'turnover_link.revoked',
      subject: { kind: 'turnover_link', id },
      before: { name: row.name },
    });
  });
}
