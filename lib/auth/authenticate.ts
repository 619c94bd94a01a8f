import { type Ctx, ctxFor, type Deps } from '#lib/domain/ctx.ts';
import { findApiKey, findSession, type SignedIn, sessionIdOf } from './session.ts';

export type Authenticated = { readonly ctx: Ctx; readonly by: 'session' | 'api_key' };

/**
 * Who sends a request: an API key as a bearer token, or the browser's session cookie. A request with both counts by its
 * bearer token alone, so that a wrong key never falls back to whoever happens to be signed in.
 * @returns null for nobody: nothing sent, or nothing that opens
 */
export async function authenticate(
  request: Request,
  deps: Deps,
  requestId: string,
): Promise<Authenticated | null> {
  const bearer = readBearer(request);
  if (bearer !== null) {
    const key = await findApiKey(deps, bearer);
    if (!key) return null;
    const actor = { kind: 'api_key', id: key.id, role: key.role } as const;
    return { ctx: ctxFor(deps, { provenOrg: key.orgId, actor, requestId }), by: 'api_key' };
  }
  const sessionId = await sessionIdOf(request, deps.appUrl);
  const signedIn = sessionId === null ? null : await findSession(deps, sessionId);
  return signedIn ? { ctx: ctxOf(deps, signedIn, requestId), by: 'session' } : null;
}

/** The context of a session that was just read. */
export function ctxOf(deps: Deps, signedIn: SignedIn, requestId: string): Ctx {
  return ctxFor(deps, {
    provenOrg: signedIn.organization.id,
    actor: { kind: 'user', id: signedIn.user.id, role: signedIn.role },
    requestId,
  });
}

/** The token of a bearer header, '' for a malformed one; null where there is none (a proxy's Basic is not for us). */
function readBearer(request: Request): string | null {
  const header = request.headers.get('authorization')?.trim() ?? '';
  if (!/^bearer(\s|$)/i.test(header)) return null;
  return header.slice('bearer'.length).trim();
}
