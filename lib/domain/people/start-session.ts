import { asc, desc, eq } from 'drizzle-orm';
import { memberships, sessions } from '#db/schema/organizations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ctxFor, type Deps, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';

/** A browser stays signed in for this long at most; then the password is asked for again. */
export const SESSION_DAYS = 30;

/**
 * Signs a person in, who has just proved who they are: makes the row that their browser's token names, in the
 * organization they worked in last. There is no role to require before it.
 * @throws AppError forbidden for a person whom no organization has as a member
 */
export async function startSession(
  deps: Deps,
  who: { userId: string; userAgent: string; ip: string },
  requestId: string,
): Promise<{ id: string; orgId: string }> {
  const membership = await findHome(deps, who.userId);
  if (!membership) {
    throw new AppError(
      'forbidden',
      'You are not a member of any organization. Ask an owner or admin to invite you.',
      {
        details: { reason: 'no_organization' },
      },
    );
  }
  const ctx = ctxFor(deps, {
    provenOrg: membership.orgId,
    actor: { kind: 'user', id: who.userId, role: membership.role },
    requestId,
  });
  const now = deps.clock.now();
  const id = newId('session');
  await inTx(ctx, async (tx) => {
    await tx.db.insert(sessions).values({
      id,
      userId: who.userId,
      orgId: membership.orgId,
      userAgent: who.userAgent.slice(0, 300),
      ip: who.ip.slice(0, 64),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: now.add({ hours: SESSION_DAYS * 24 }),
    });
    await record(tx, { action: 'session.started', subject: { kind: 'session', id } });
  });
  return { id, orgId: membership.orgId };
}

/** The organization of the person's latest session where they still belong to it, else the one they joined first. */
async function findHome(
  deps: Deps,
  userId: string,
): Promise<{ orgId: string; role: (typeof memberships.$inferSelect)['role'] } | null> {
  const [joined, [latest]] = await Promise.all([
    deps.db
      .select({ orgId: memberships.orgId, role: memberships.role })
      .from(memberships)
      .where(eq(memberships.userId, userId))
      .orderBy(asc(memberships.createdAt), asc(memberships.id)),
    deps.db
      .select({ orgId: sessions.orgId })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(desc(sessions.lastSeenAt))
      .limit(1),
  ]);
  return joined.find((one) => one.orgId === latest?.orgId) ?? joined[0] ?? null;
}
