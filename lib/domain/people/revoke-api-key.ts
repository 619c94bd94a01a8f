import { and, eq, isNull } from 'drizzle-orm';
import { apiKeys } from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { requireGrant } from './internal.ts';

/**
 * Ends a key, from the next request on. Revoked already: nothing more happens.
 * @throws AppError forbidden (also for a role above one's own), not_found
 */
export async function revokeApiKey(ctx: Ctx, id: string): Promise<void> {
  requireCan(ctx, 'key.manage');
  await inTx(ctx, async (tx) => {
    const mine = and(eq(apiKeys.orgId, tx.org), eq(apiKeys.id, id));
    const [row] = await tx.db.select({ role: apiKeys.role }).from(apiKeys).where(mine);
    if (!row) throw notFound('key');
    requireGrant(tx, row.role);
    const revoked = await tx.db
      .update(apiKeys)
      .set({ revokedAt: tx.clock.now() })
      .where(and(mine, isNull(apiKeys.revokedAt)))
      .returning({ id: apiKeys.id });
    if (revoked.length > 0) {
      await record(tx, { action: 'api_key.revoked', subject: { kind: 'api_key', id } });
    }
  });
}
