import { sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import { memberships, organizations, users } from '#db/schema/organizations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { hashPassword } from './hash-password.ts';
import type { SignedUp, SignUpInput } from './schemas.ts';

/** `first`: only the first person, who makes the first organization; `open`: everyone makes their own. */
export type SignUpPolicy = 'first' | 'open';

/** Whether a stranger may sign up now: what the sign-in screen offers. */
export async function isSignUpOpen(deps: Pick<Deps, 'db'>, policy: SignUpPolicy): Promise<boolean> {
  return policy === 'open' || !(await hasOrganization(deps.db));
}

/**
 * Makes a person and their organization. Nobody is signed in by it.
 * Nobody has a role yet, so there is no right to require: the policy is the gate.
 * @throws AppError forbidden (invitations only), conflict (the address has an account)
 */
export async function signUp(
  deps: Deps,
  policy: SignUpPolicy,
  input: SignUpInput,
  requestId: string,
): Promise<SignedUp> {
  if (!(await isSignUpOpen(deps, policy))) throw invitationsOnly();
  const passwordHash = await hashPassword(input.password);
  const [orgId, userId] = [newId('organization'), newId('user')];
  const ctx = ctxFor(deps, {
    provenOrg: orgId,
    actor: { kind: 'user', id: userId, role: 'owner' },
    requestId,
  });
  return inTx(ctx, async (tx) => {
    if (policy === 'first') await requireFirst(tx.db);
    await insertOwner(tx, { userId, passwordHash, ...input });
    await recordAll(tx, [
      {
        action: 'organization.created',
        subject: { kind: 'organization', id: orgId },
        after: { name: input.organization },
      },
      {
        action: 'member.joined',
        subject: { kind: 'user', id: userId },
        reason: 'signed up',
        after: { role: 'owner' },
      },
    ]);
    return { id: userId, organizationId: orgId };
  });
}

async function insertOwner(
  tx: Ctx,
  person: { userId: string; passwordHash: string; organization: string; name: string; email: string },
): Promise<void> {
  const now = tx.clock.now();
  const stamps = { createdAt: now, updatedAt: now };
  const { userId, passwordHash, name, email } = person;
  await tx.db.insert(organizations).values({ id: tx.org, name: person.organization, ...stamps });
  // Two at once with one address: the second waits for the first to commit and then inserts nothing.
  const made = await tx.db
    .insert(users)
    .values({ id: userId, email, name, passwordHash, ...stamps })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id });
  if (made.length === 0) {
    throw new AppError('conflict', 'There is an account with this e-mail address already. Sign in with it.');
  }
  await tx.db
    .insert(memberships)
    .values({ id: newId('membership'), orgId: tx.org, userId, role: 'owner', ...stamps });
}

/** Two first sign-ups at once: the lock lets one through, and the other then sees its organization. */
async function requireFirst(db: Database): Promise<void> {
  await db.execute(sql`select pg_advisory_xact_lock(hashtextextended('latchkey first sign-up', 0))`);
  if (await hasOrganization(db)) throw invitationsOnly();
}

async function hasOrganization(db: Database): Promise<boolean> {
  const rows = await db.select({ id: organizations.id }).from(organizations).limit(1);
  return rows.length > 0;
}

function invitationsOnly(): AppError {
  return new AppError(
    'forbidden',
    'New people join this installation by invitation. Ask an owner or admin for one.',
    {
      details: { reason: 'invitations_only' },
    },
  );
}
