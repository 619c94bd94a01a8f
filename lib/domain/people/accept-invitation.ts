import { and, eq, gt, isNull } from 'drizzle-orm';
import { invitations, memberships, organizations, users } from '#db/schema/organizations.ts';
import { AppError, notFound } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { findUserByEmail } from './check-password.ts';
import { hashPassword, verifyPassword } from './hash-password.ts';
import { invitationState } from './rules.ts';
import { type Accepted, type AcceptInput, type InvitationPreview, NewPassword } from './schemas.ts';

/** What an invitation offers, for whoever holds its link. @throws AppError not_found, gone */
export async function previewInvitation(deps: Deps, token: string): Promise<InvitationPreview> {
  const { invitation, organization } = await getOpen(deps, token);
  const user = await findUserByEmail(deps, invitation.email);
  return {
    organization,
    email: invitation.email,
    role: invitation.role,
    expiresAt: invitation.expiresAt.toString(),
    hasAccount: user !== null,
  };
}

/**
 * Joins the organization that a link invites to. The link alone makes a new account; an account that exists is proved
 * by its password or by being signed in (`signedInAs`). The invitation is the right to join: no role is required.
 * The caller throttles.
 * @throws AppError not_found, gone (used, revoked or expired), unauthenticated (the account is not proved),
 *   invalid_input (a new account lacks its name or password), conflict (a member already)
 */
export async function acceptInvitation(
  deps: Deps,
  input: AcceptInput,
  signedInAs: string | null,
  requestId: string,
): Promise<Accepted> {
  const { invitation } = await getOpen(deps, input.token);
  const user = await findUserByEmail(deps, invitation.email);
  // Slow work (hashing) before the transaction: it holds no lock.
  const account = user
    ? await proveAccount(user, input, signedInAs)
    : { id: newId('user'), make: await readNewAccount(input) };
  const ctx = ctxFor(deps, {
    provenOrg: invitation.orgId,
    actor: { kind: 'user', id: account.id, role: invitation.role },
    requestId,
  });
  return inTx(ctx, async (tx) => {
    await useUp(tx, invitation.id);
    if (account.make) await insertUser(tx, { id: account.id, email: invitation.email, ...account.make });
    const memberId = await insertMember(tx, account.id, invitation.role);
    await recordAll(tx, [
      { action: 'invitation.accepted', subject: { kind: 'invitation', id: invitation.id } },
      {
        action: 'member.joined',
        subject: { kind: 'user', id: account.id },
        reason: 'invited',
        after: { role: invitation.role, invitedBy: invitation.invitedBy },
      },
    ]);
    return { id: memberId, organizationId: tx.org, email: invitation.email };
  });
}

async function getOpen(
  deps: Deps,
  token: string,
): Promise<{ invitation: typeof invitations.$inferSelect; organization: string }> {
  const [row] = await deps.db
    .select({ invitation: invitations, organization: organizations.name })
    .from(invitations)
    .innerJoin(organizations, eq(organizations.id, invitations.orgId))
    .where(eq(invitations.tokenHash, deps.secretHash(token)));
  if (!row) throw notFound('invitation');
  const state = invitationState(row.invitation, deps.clock.now());
  if (state !== 'open') throw gone(state);
  return row;
}

type Account = { id: string; make: { name: string; passwordHash: string } | null };

async function proveAccount(
  user: { id: string; passwordHash: string | null },
  input: AcceptInput,
  signedInAs: string | null,
): Promise<Account> {
  const proved =
    signedInAs === user.id ||
    (input.password !== undefined && (await verifyPassword(user.passwordHash, input.password)));
  if (!proved) {
    throw new AppError(
      'unauthenticated',
      'The invited address has an account: give its password, or sign in first.',
      {
        details: { reason: 'account_exists' },
      },
    );
  }
  return { id: user.id, make: null };
}

async function readNewAccount(input: AcceptInput): Promise<{ name: string; passwordHash: string }> {
  const password = NewPassword.safeParse(input.password);
  const issues = [
    ...(input.name ? [] : [{ path: 'name', message: 'a name' }]),
    ...(password.success
      ? []
      : [{ path: 'password', message: password.error.issues[0]?.message ?? 'a password' }]),
  ];
  if (!input.name || !password.success) {
    throw new AppError('invalid_input', 'A new account needs a name and a password. Nothing was changed.', {
      issues,
    });
  }
  return { name: input.name, passwordHash: await hashPassword(password.data) };
}

/** Two at once with one link: the row count says who was first, and the other is told that it is used. */
async function useUp(tx: Ctx, id: string): Promise<void> {
  const now = tx.clock.now();
  const used = await tx.db
    .update(invitations)
    .set({ acceptedAt: now })
    .where(
      and(
        eq(invitations.orgId, tx.org),
        eq(invitations.id, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.revokedAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .returning({ id: invitations.id });
  if (used.length === 0) throw gone('accepted');
}

async function insertUser(
  tx: Ctx,
  user: { id: string; email: string; name: string; passwordHash: string },
): Promise<void> {
  const now = tx.clock.now();
  const made = await tx.db
    .insert(users)
    .values({ ...user, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (made.length === 0) {
    // Made by another sign-up or invitation since we looked; the link stays open, and now asks for the password.
    throw new AppError('conflict', 'An account with this address was made a moment ago. Try again with it.');
  }
}

async function insertMember(
  tx: Ctx,
  userId: string,
  role: (typeof memberships.$inferSelect)['role'],
): Promise<string> {
  const now = tx.clock.now();
  const [made] = await tx.db
    .insert(memberships)
    .values({ id: newId('membership'), orgId: tx.org, userId, role, createdAt: now, updatedAt: now })
    .onConflictDoNothing({ target: [memberships.orgId, memberships.userId] })
    .returning({ id: memberships.id });
  if (!made) throw new AppError('conflict', 'You are a member of this organization already.');
  return made.id;
}

function gone(state: 'accepted' | 'revoked' | 'expired'): AppError {
  const why = {
    accepted: 'This invitation has been used. Sign in, or ask for a new one.',
    revoked: 'This invitation was withdrawn. Ask for a new one.',
    expired: 'This invitation has expired. Ask for a new one.',
  };
  return new AppError('gone', why[state], { details: { reason: state } });
}
