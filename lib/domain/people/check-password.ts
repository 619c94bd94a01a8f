import { eq } from 'drizzle-orm';
import { users } from '#db/schema/organizations.ts';
import type { Deps } from '../ctx.ts';
import { verifyPassword } from './hash-password.ts';
import { isPlainEmail, normaliseEmail } from './rules.ts';

/**
 * The account that this address and password belong to, or null. An unknown address costs as much as a wrong password.
 * The caller throttles.
 */
export async function findUserByPassword(
  deps: Pick<Deps, 'db'>,
  email: string,
  password: string,
): Promise<{ id: string } | null> {
  const user = await findUserByEmail(deps, email);
  const matches = await verifyPassword(user?.passwordHash ?? null, password);
  return matches && user ? { id: user.id } : null;
}

/** Null also for text that is no address: Postgres cannot even compare some of it (NUL). */
export async function findUserByEmail(
  deps: Pick<Deps, 'db'>,
  text: string,
): Promise<{ id: string; passwordHash: string | null } | null> {
  const email = normaliseEmail(text);
  if (!isPlainEmail(email)) return null;
  const [user] = await deps.db
    .select({ id: users.id, passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.email, email));
  return user ?? null;
}
