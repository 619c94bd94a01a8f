import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '#lib/env.ts';
import { contentSecurityPolicy, pageHeaders } from '#lib/web/page-headers.ts';

/**
 * Tells pages their own path, so that signing in can come back to it, and browsers what a page may do. It decides
 * nothing: who may see what is asked in every page, handler and query. Pages only: bodies of /api pass no proxy, which
 * would cut them at 10 MB in silence. The page that a cleaner's link opens is whole in itself
 * and sets stricter headers of its own.
 */
export function proxy(request: NextRequest): NextResponse {
  const { APP_URL, NODE_ENV } = env();
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-latchkey-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  headers.set('content-security-policy', policy); // where Next reads the nonce for its own scripts
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  for (const [name, value] of Object.entries(pageHeaders(APP_URL))) response.headers.set(name, value);
  return response;
}

export const config = { matcher: ['/((?!api/|api$|turnovers/[^/]+$|_next/|.*\\.[a-z0-9]+$).*)'] };
