import { and, eq, isNull, ne } from 'drizzle-orm';
import { memberships, sessions } from '#db/schema/organizations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '../ctx.ts';
import { record, recordAll } from '../journal/record.ts';
import { requireUser } from './internal.ts';

/*
 * A person's sessions are their own, whatever their role and organization: each statement here is bound to the
 * actor's user id instead of requiring a right. The row is read on every request, so an end takes effect at once.
 */

/**
 * Ends one of the person's sessions. Ended already: nothing more happens.
 * @throws AppError not_found for another person's session and an unknown one alike
 */
export async function revokeSession(ctx: Ctx, sessionId: string): Promise<void> {
  const userId = requireUser(ctx);
  await inTx(ctx, async (tx) => {
    const own = and(eq(sessions.id, sessionId), eq(sessions.userId, userId));
    const ended = await tx.db
      .update(sessions)
      .set({ revokedAt: tx.clock.now() })
      .where(and(own, isNull(sessions.revokedAt)))
      .returning({ id: sessions.id });
    if (ended.length > 0) {
      await record(tx, { action: 'session.revoked', subject: { kind: 'session', id: sessionId } });
      return;
    }
    const known = await tx.db.select({ id: sessions.id }).from(sessions).where(own);
    if (known.length === 0) throw notFound('session');
  });
}

/**
 * Ends every session of the person but the one that asks.
 * @returns how many ended
 */
export async function revokeOtherSessions(
  ctx: Ctx,
  currentSessionId: string | null,
): Promise<{ revoked: number }> {
  const userId = requireUser(ctx);
  return inTx(ctx, async (tx) => {
    const ended = await tx.db
      .update(sessions)
      .set({ revokedAt: tx.clock.now() })
      .where(
        and(
          eq(sessions.userId, userId),
          isNull(sessions.revokedAt),
          currentSessionId === null ? undefined : ne(sessions.id, currentSessionId),
        ),
      )
      .returning({ id: sessions.id });
    await recordAll(
      tx,
      ended.map(({ id }) => ({ action: 'session.revoked', subject: { kind: 'session', id } })),
    );
    return { revoked: ended.length };
  });
}

/** Signs a browser out: ends the session that its token names. Unknown or ended already: nothing happens. */
export async function endSession(deps: Deps, sessionId: string, requestId: string): Promise<void> {
  const [row] = await deps.db
    .select({ userId: sessions.userId, orgId: sessions.orgId, role: memberships.role })
    .from(sessions)
    .leftJoin(
      memberships,
      and(eq(memberships.userId, sessions.userId), eq(memberships.orgId, sessions.orgId)),
    )
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt)));
  if (!row?.orgId || !row.role) return; // without a membership it opens nothing
  const actor = { kind: 'user', id: row.userId, role: row.role } as const;
  await revokeSession(ctxFor(deps, { provenOrg: row.orgId, actor, requestId }), sessionId);
}
