import { randomBytes } from 'node:crypto';
import { and, eq, isNull } from 'drizzle-orm';
import { invitations, memberships, users } from '#db/schema/organizations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { record } from '../journal/record.ts';
import { lockOrganization, requireGrant } from './internal.ts';
import { toInvitation } from './queries.ts';
import type { InvitationInput, NewInvitation } from './schemas.ts';

const DAYS = 7;

/**
 * Invites an address. The link in the answer is shown once: only its hash is kept. An open invitation of the same
 * address is replaced, so that the newest link is the one that works.
 * @throws AppError forbidden (also for a role above one's own), conflict (a member already)
 */
export async function createInvitation(ctx: Ctx, input: InvitationInput): Promise<NewInvitation> {
  requireCan(ctx, 'member.manage');
  requireGrant(ctx, input.role);
  const token = randomBytes(32).toString('hex');
  return inTx(ctx, async (tx) => {
    await lockOrganization(tx); // two at once for one address: one open invitation
    await requireNoMember(tx, input.email);
    const now = tx.clock.now();
    const replaced = await tx.db
      .update(invitations)
      .set({ revokedAt: now })
      .where(
        and(
          eq(invitations.orgId, tx.org),
          eq(invitations.email, input.email),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
        ),
      )
      .returning({ id: invitations.id });
    const row: typeof invitations.$inferSelect = {
      id: newId('invitation'),
      orgId: tx.org,
      email: input.email,
      role: input.role,
      tokenHash: tx.secretHash(token),
      invitedBy: tx.actor.kind === 'user' ? tx.actor.id : null,
      createdAt: now,
      expiresAt: now.add({ hours: DAYS * 24 }),
      acceptedAt: null,
      revokedAt: null,
    };
    await tx.db.insert(invitations).values(row);
    await record(tx, {
      action: 'invitation.created',
      subject: { kind: 'invitation', id: row.id },
      after: { role: input.role, replaces: replaced.map(({ id }) => id) },
    });
    return { ...toInvitation(row, now), url: `${tx.appUrl}/invite/${token}` };
  });
}

async function requireNoMember(tx: Ctx, email: string): Promise<void> {
  const rows = await tx.db
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.orgId, tx.org), eq(users.email, email)));
  if (rows.length > 0) {
    throw new AppError('conflict', 'This person is a member already. Change their role instead.');
  }
}
