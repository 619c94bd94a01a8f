import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import type { Role } from '#lib/domain/access/rules.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { listOrganizationsOf } from '#lib/domain/people/queries.ts';
import type { Me } from '#lib/domain/people/schemas.ts';
import { isSignUpOpen } from '#lib/domain/people/sign-up.ts';
import { newId } from '#lib/kernel/ids.ts';
import { runtime } from '#lib/runtime/runtime.ts';
import { ctxOf } from './authenticate.ts';
import { signInPath } from './next-path.ts';
import { findSession, readSessionToken, type SignedIn, sessionCookieName } from './session.ts';

export type PageCtx = {
  readonly ctx: Ctx;
  readonly user: SignedIn['user'];
  readonly organization: SignedIn['organization'];
  /** Everything this person belongs to, for the switcher. */
  readonly organizations: Me['organizations'];
  readonly role: Role;
  readonly sessionId: string;
};

/** Where proxy.ts writes the path of a page, which a server component cannot see by itself. */
export const PATH_HEADER = 'x-latchkey-path';

/** Who looks at this page, or null. Read once per request however many layouts and pages ask. */
export const findPageCtx = cache(async (): Promise<PageCtx | null> => {
  const jar = await cookies();
  const deps = await runtime();
  const sessionId = await readSessionToken(jar.get(sessionCookieName(deps.appUrl))?.value);
  const signedIn = sessionId === null ? null : await findSession(deps, sessionId);
  if (!signedIn) return null;
  const { user, organization, role } = signedIn;
  return {
    ctx: ctxOf(deps, signedIn, newId('request')),
    user,
    organization,
    organizations: await listOrganizationsOf(deps, user.id),
    role,
    sessionId: signedIn.sessionId,
  };
});

/** Who looks at this page; nobody is sent to sign in and comes back here afterwards. For pages and layouts only. */
export async function requirePageCtx(): Promise<PageCtx> {
  const found = await findPageCtx();
  if (found) return found;
  redirect(signInPath((await headers()).get(PATH_HEADER)));
}

/** Whether the sign-in page offers to make an account. */
export async function canSignUp(): Promise<boolean> {
  const deps = await runtime();
  return isSignUpOpen(deps, deps.env.SIGNUP);
}
