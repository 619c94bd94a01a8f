/**
 * Who a session token or an API key belongs to. A token is only a name: next-auth's encrypted cookie carries the id of
 * a `sessions` row and nothing else, and one query per request proves that the row lives, who it is, and that they
 * still belong to its organization. So an end of a session, a removal and a new role take effect with the next request.
 */
import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { decode } from 'next-auth/jwt';
import { apiKeys, memberships, organizations, sessions, users } from '#db/schema/organizations.ts';
import type { Role } from '#lib/domain/access/rules.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { env } from '#lib/env.ts';

export type SignedIn = {
  readonly sessionId: string;
  readonly role: Role;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly locale: string;
  };
  readonly organization: { readonly id: string; readonly name: string };
};

/** How often "last seen" and "last used" move: they are for people to read, not worth a write per request. */
const TOUCH_SECONDS = 60;

/** The cookie's name: browsers take the prefixed one over https only, and from no subdomain. */
export function sessionCookieName(appUrl: string): string {
  return `${appUrl.startsWith('https:') ? '__Secure-' : ''}next-auth.session-token`;
}

/** The session id in a token, or null for one that is not ours, is damaged or has run out. Proves nothing yet. */
export async function readSessionToken(token: string | undefined): Promise<string | null> {
  if (!token) return null;
  try {
    const claims = await decode({ token, secret: env().NEXTAUTH_SECRET });
    return typeof claims?.sid === 'string' ? claims.sid : null;
  } catch {
    return null; // how jose says "cannot be decrypted", "expired" and "no JWE at all": to us they are one
  }
}

/** The session id that a request's cookie names; null without one. */
export function sessionIdOf(request: Request, appUrl: string): Promise<string | null> {
  return readSessionToken(readCookies(request)[sessionCookieName(appUrl)]);
}

/** A request's cookies. A name sent twice keeps its first value, a value that cannot be decoded stays as it came. */
export function readCookies(request: Request): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null);
  for (const part of (request.headers.get('cookie') ?? '').split(';')) {
    const at = part.indexOf('=');
    const name = part.slice(0, at).trim();
    if (at < 1 || name in cookies) continue;
    const value = part.slice(at + 1).trim();
    try {
      cookies[name] = decodeURIComponent(value);
    } catch {
      cookies[name] = value; // URIError: a lone percent sign, which is a value like any other
    }
  }
  return cookies;
}

/** The living session of that id with its person, organization and role, in one query. */
export async function findSession(deps: Deps, sessionId: string): Promise<SignedIn | null> {
  const now = deps.clock.now();
  const [row] = await deps.db
    .select({
      sessionId: sessions.id,
      lastSeenAt: sessions.lastSeenAt,
      role: memberships.role,
      user: { id: users.id, name: users.name, email: users.email, locale: users.locale },
      organization: { id: organizations.id, name: organizations.name },
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .innerJoin(organizations, eq(organizations.id, sessions.orgId))
    .innerJoin(
      memberships,
      and(eq(memberships.userId, sessions.userId), eq(memberships.orgId, sessions.orgId)),
    )
    .where(and(eq(sessions.id, sessionId), isNull(sessions.revokedAt), gt(sessions.expiresAt, now)));
  if (!row) return null;
  const stale = now.subtract({ seconds: TOUCH_SECONDS });
  if (Temporal.Instant.compare(row.lastSeenAt, stale) < 0) {
    // Several requests at once: the condition lets one of them write.
    await deps.db
      .update(sessions)
      .set({ lastSeenAt: now })
      .where(and(eq(sessions.id, sessionId), lt(sessions.lastSeenAt, stale)));
  }
  return row;
}

/** The living key behind a bearer token. */
export async function findApiKey(
  deps: Deps,
  key: string,
): Promise<{ id: string; orgId: string; role: Role } | null> {
  if (!/^lk_[0-9a-f]{40}$/.test(key)) return null;
  const [row] = await deps.db
    .select({ id: apiKeys.id, orgId: apiKeys.orgId, role: apiKeys.role, lastUsedAt: apiKeys.lastUsedAt })
    .from(apiKeys)
    .where(and(eq(apiKeys.keyHash, deps.secretHash(key)), isNull(apiKeys.revokedAt)));
  if (!row) return null;
  const now = deps.clock.now();
  const stale = now.subtract({ seconds: TOUCH_SECONDS });
  if (!row.lastUsedAt || Temporal.Instant.compare(row.lastUsedAt, stale) < 0) {
    await deps.db
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, row.id), or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, stale))));
  }
  return { id: row.id, orgId: row.orgId, role: row.role };
}
