/**
 * next-auth's part: the sign-in form's CSRF token, the encrypted cookie, and where to go afterwards. What it may not
 * decide is who is signed in: that is the `sessions` row its token names (session.ts), so a token outlives nothing.
 * Options are built per request by a function, since the build imports every route.
 */
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import type { Deps } from '#lib/domain/ctx.ts';
import { findUserByPassword } from '#lib/domain/people/check-password.ts';
import { SESSION_DAYS, startSession } from '#lib/domain/people/start-session.ts';
import { env } from '#lib/env.ts';
import type { AppError } from '#lib/kernel/errors.ts';
import { safeNextPath } from './next-path.ts';
import { findSession, type SignedIn } from './session.ts';
import { countAttempt } from './throttle.ts';

export type SignInRequest = { readonly ip: string; readonly userAgent: string; readonly requestId: string };

/**
 * What went wrong inside a callback. next-auth would put an error's text into a link, or sign a browser out because the
 * database was away for a moment; whoever runs it looks here afterwards and throws it instead.
 */
export type Failure = { error: unknown };

const SESSION_SECONDS = SESSION_DAYS * 24 * 60 * 60;
const MAX_PASSWORD = 200;

export function authOptions(
  deps: Deps,
  who: SignInRequest,
  failed: (failure: Failure) => void,
): NextAuthOptions {
  const keep = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      failed({ error });
      throw new Error('failed');
    }
  };
  let living: SignedIn | null = null;
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: deps.appUrl.startsWith('https:'),
    session: { strategy: 'jwt', maxAge: SESSION_SECONDS },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    logger: quietLogger(deps),
    providers: [
      Credentials({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (given) => keep(() => checkCredentials(deps, who, given)),
      }),
    ],
    callbacks: {
      redirect: ({ url, baseUrl }) => safeCallbackUrl(url, baseUrl),
      jwt: async ({ token, user }) => {
        if (user) {
          const session = await keep(() => startSession(deps, { ...who, userId: user.id }, who.requestId));
          return { sid: session.id };
        }
        const sid = typeof token.sid === 'string' ? token.sid : '';
        living = await keep(() => findSession(deps, sid));
        if (!living) throw new Error('this session has ended'); // next-auth then clears the cookie
        return { sid };
      },
      session: ({ session }) => ({
        user: { name: living?.user.name ?? null, email: living?.user.email ?? null },
        expires: session.expires,
      }),
    },
  };
}

/** @returns null for a wrong pair, whatever is wrong about it @throws AppError too_many_requests */
async function checkCredentials(
  deps: Deps,
  who: SignInRequest,
  given: { email?: unknown; password?: unknown } | undefined,
): Promise<{ id: string } | null> {
  const { email, password } = given ?? {};
  if (typeof email !== 'string' || typeof password !== 'string' || password.length > MAX_PASSWORD)
    return null;
  const attempt = await countAttempt(who.ip, email);
  const user = await findUserByPassword(deps, email, password);
  if (user) await attempt.succeeded();
  return user;
}

/** A link of ours to come back to; next-auth hands over full links and paths alike. Anything else leads home. */
export function safeCallbackUrl(url: string, baseUrl: string): string {
  const path = url.startsWith(`${baseUrl}/`) ? url.slice(baseUrl.length) : url;
  return `${baseUrl}${safeNextPath(path)}`;
}

/** Codes and names only: next-auth's metadata may carry a token, and a token that ended is no error. */
function quietLogger(deps: Deps): NonNullable<NextAuthOptions['logger']> {
  const told = (metadata: unknown) => (metadata instanceof Error ? metadata.name : undefined);
  return {
    error: (code, metadata) => deps.log.debug({ code, name: told(metadata) }, 'next-auth'),
    warn: (code) => deps.log.debug({ code }, 'next-auth'),
    debug: () => {},
  };
}

/** What the sign-in screen is told for an error: a stable word that it translates. */
export function signInErrorCode(error: AppError): string {
  if (error.code === 'too_many_requests') return 'TooManyAttempts';
  if (error.details?.reason === 'no_organization') return 'NoOrganization';
  return error.code === 'unavailable' ? 'Unavailable' : 'Failed';
}
