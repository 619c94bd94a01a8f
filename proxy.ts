import { type NextRequest, NextResponse } from 'next/server';

/**
 * Tells pages their own path, so that signing in can come back to it. It decides nothing: who may see what is asked in
 * every page, handler and query. Pages only: bodies of /api pass no proxy, which would cut them at 10 MB in silence.
 */
export function proxy(request: NextRequest): NextResponse {
  const headers = new Headers(request.headers);
  headers.set('x-latchkey-path', `${request.nextUrl.pathname}${request.nextUrl.search}`);
  return NextResponse.next({ request: { headers } });
}

export const config = { matcher: ['/((?!api/|api$|_next/|.*\\.[a-z0-9]+$).*)'] };
