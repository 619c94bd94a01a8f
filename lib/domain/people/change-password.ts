import { and, eq } from 'drizzle-orm';
import { users } from '#db/schema/organizations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';
import { requireUser } from './internal.ts';
import { revokeOtherSessions } from './revoke-session.ts';
import type { PasswordChange } from './schemas.ts';

/**
 * Changes the person's own password and ends their other sessions, in one transaction: whoever knew the old password
 * is out. Their own account, so no right is required. The caller throttles.
 * @throws AppError invalid_input (the current password is wrong), conflict (changed elsewhere in between)
 */
export async function changePassword(
  ctx: Ctx,
  currentSessionId: string | null,
  input: PasswordChange,
): Promise<void> {
  const userId = requireUser(ctx);
  const [user] = await ctx.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId));
  const known = user?.passwordHash ?? null;
  if (known === null || !(await verifyPassword(known, input.currentPassword))) {
    throw new AppError('invalid_input', 'The current password is not right. Nothing was changed.', {
      issues: [{ path: 'currentPassword', message: 'not the current password' }],
    });
  }
  const passwordHash = await hashPassword(input.newPassword);
  await inTx(ctx, async (tx) => {
    // Two changes at once: both compared with the same old hash, and only the first still finds it.
    const changed = await tx.db
      .update(users)
      .set({ passwordHash, updatedAt: tx.clock.now() })
      .where(and(eq(users.id, userId), eq(users.passwordHash, known)))
      .returning({ id: users.id });
    if (changed.length === 0) {
      throw new AppError('conflict', 'The password was changed elsewhere a moment ago. Nothing was changed.');
    }
    await record(tx, { action: 'user.password_changed', subject: { kind: 'user', id: userId } });
    await revokeOtherSessions(tx, currentSessionId);
  });
}
