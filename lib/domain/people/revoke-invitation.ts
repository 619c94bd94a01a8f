import { and, eq, isNull } from 'drizzle-orm';
import { invitations } from '#db/schema/organizations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { requireGrant } from './internal.ts';

/**
 * Ends an invitation. Revoked already: nothing more happens.
 * @throws AppError forbidden, not_found, conflict (accepted already: there is a member to remove instead)
 */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
  requireCan(ctx, 'member.manage');
  await inTx(ctx, async (tx) => {
    const mine = and(eq(invitations.orgId, tx.org), eq(invitations.id, id));
    const [row] = await tx.db.select().from(invitations).where(mine).for('update');
    if (!row) throw notFound('invitation');
    requireGrant(tx, row.role);
    if (row.acceptedAt) {
      throw new AppError('conflict', 'This invitation was accepted already. Remove the member instead.');
    }
    const revoked = await tx.db
      .update(invitations)
      .set({ revokedAt: tx.clock.now() })
      .where(and(mine, isNull(invitations.revokedAt)))
      .returning({ id: invitations.id });
    if (revoked.length > 0) {
      await record(tx, { action: 'invitation.revoked', subject: { kind: 'invitation', id } });
    }
  });
}
