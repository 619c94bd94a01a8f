import { and, eq } from 'drizzle-orm';
import { memberships } from '#db/schema/organizations.ts';
import { requireCan } from '../access/require.ts';
import type { Role } from '../access/rules.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { getMember, lockOrganization, requireGrant, requireOtherOwner } from './internal.ts';

/**
 * Gives a member another role, from their next request on. The same role again changes nothing.
 * @throws AppError forbidden (either role is above one's own), not_found, conflict (the last owner)
 */
export async function changeRole(ctx: Ctx, memberId: string, role: Role): Promise<void> {
  requireCan(ctx, 'member.manage');
  await inTx(ctx, async (tx) => {
    await lockOrganization(tx);
    const member = await getMember(tx, memberId);
    if (member.role === role) return;
    requireGrant(tx, member.role);
    requireGrant(tx, role);
    await requireOtherOwner(tx, member);
    await tx.db
      .update(memberships)
      .set({ role, updatedAt: tx.clock.now() })
      .where(and(eq(memberships.orgId, tx.org), eq(memberships.id, memberId)));
    await record(tx, {
      action: 'member.role_changed',
      subject: { kind: 'user', id: member.userId },
      before: { role: member.role },
      after: { role },
    });
  });
}
