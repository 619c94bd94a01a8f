import { and, eq } from 'drizzle-orm';
import { memberships, organizations } from '#db/schema/organizations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { canGrant, type Role } from '../access/rules.ts';
import type { Ctx } from '../ctx.ts';
import { isLastOwner } from './rules.ts';

/** What is a person's own (sessions, password, name) no key or job may touch. @throws AppError forbidden */
export function requireUser(ctx: Ctx): string {
  if (ctx.actor.kind === 'user') return ctx.actor.id;
  throw new AppError('forbidden', 'This belongs to a person: sign in instead of sending an API key.');
}

/** Nobody hands out, or takes away, a role above their own. @throws AppError forbidden */
export function requireGrant(ctx: Ctx, role: Role): void {
  if (ctx.actor.kind === 'job' || ctx.actor.kind === 'system') return;
  if (canGrant(ctx.actor.role, role)) return;
  throw new AppError('forbidden', 'This role is above your own. Nothing was changed.', {
    details: { role, yours: ctx.actor.role },
  });
}

/**
 * Changes to who belongs to an organization happen one at a time: rare, and the rules look at several rows. The lock
 * lets through what only refers to the organization (FOR KEY SHARE), so bookings do not wait for it.
 */
export async function lockOrganization(tx: Ctx): Promise<void> {
  await tx.db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, tx.org))
    .for('no key update');
}

export type MemberRow = typeof memberships.$inferSelect;

/** @throws AppError not_found for an unknown id and for another organization's alike */
export async function getMember(ctx: Ctx, memberId: string): Promise<MemberRow> {
  const [row] = await ctx.db
    .select()
    .from(memberships)
    .where(and(eq(memberships.orgId, ctx.org), eq(memberships.id, memberId)));
  if (!row) throw notFound('member');
  return row;
}

/** Under lockOrganization: two owners who demote each other at once leave one. @throws AppError conflict */
export async function requireOtherOwner(tx: Ctx, leaving: MemberRow): Promise<void> {
  const owners = await tx.db
    .select({ userId: memberships.userId })
    .from(memberships)
    .where(and(eq(memberships.orgId, tx.org), eq(memberships.role, 'owner')));
  if (
    isLastOwner(
      owners.map(({ userId }) => userId),
      leaving.userId,
    )
  ) {
    throw new AppError(
      'conflict',
      'This is the last owner: an organization keeps at least one. Make somebody else an owner first.',
      { details: { reason: 'last_owner' } },
    );
  }
}
