import { and, eq, isNull } from 'drizzle-orm';
import { memberships, sessions } from '#db/schema/organizations.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { getMember, lockOrganization, requireGrant, requireOtherOwner } from './internal.ts';

/**
 * Takes a member out of the organization; anybody may take out themselves. Their browsers that work in it are signed
 * out with the same commit. Keys they made stay, since programs run on them, and the list of keys says so.
 * @throws AppError forbidden (also for a role above one's own), not_found, conflict (the last owner)
 */
export async function removeMember(ctx: Ctx, memberId: string): Promise<void> {
  const asked = await getMember(ctx, memberId);
  const isSelf = ctx.actor.kind === 'user' && ctx.actor.id === asked.userId;
  if (!isSelf) requireCan(ctx, 'member.manage');
  await inTx(ctx, async (tx) => {
    await lockOrganization(tx);
    const member = await getMember(tx, memberId);
    if (!isSelf) requireGrant(tx, member.role);
    await requireOtherOwner(tx, member);
    await tx.db.delete(memberships).where(and(eq(memberships.orgId, tx.org), eq(memberships.id, memberId)));
    await tx.db
      .update(sessions)
      .set({ revokedAt: tx.clock.now() })
      .where(and(eq(sessions.userId, member.userId), eq(sessions.orgId, tx.org), isNull(sessions.revokedAt)));
    await record(tx, {
      action: 'member.removed',
      subject: { kind: 'user', id: member.userId },
      reason: isSelf ? 'left' : null,
      before: { role: member.role },
    });
  });
}
