import { and, eq, isNull } from 'drizzle-orm';
import { memberships, sessions } from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { requireUser } from './internal.ts';

/**
 * Which of the person's organizations this browser works in. A choice of view, not a change to any organization: no
 * journal row.
 * @throws AppError not_found where the person is no member there, or the session has ended
 */
export async function switchOrganization(ctx: Ctx, sessionId: string | null, orgId: string): Promise<void> {
  const userId = requireUser(ctx);
  if (sessionId === null) throw notFound('session');
  const [member] = await ctx.db
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.orgId, orgId), eq(memberships.userId, userId)));
  if (!member) throw notFound('organization');
  // Removed from it between the two statements: every request proves the membership again, so nothing opens.
  const switched = await ctx.db
    .update(sessions)
    .set({ orgId })
    .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId), isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  if (switched.length === 0) throw notFound('session');
}
