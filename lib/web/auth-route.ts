/**
 * next-auth behind a Request → Response function. It is called in its "advanced initialization" form, with a request and
 * a response as plain objects, instead of as an app route, whose ambient `headers()` exist only inside Next: so it is
 * tested as a function like every other route, its bodies are limited, and what fails inside it answers as a problem.
 */
import type { NextApiRequest, NextApiResponse } from 'next';
import NextAuth from 'next-auth';
import { z } from 'zod';
import { authOptions, type Failure, safeCallbackUrl, signInErrorCode } from '#lib/auth/options.ts';
import { readCookies, sessionIdOf } from '#lib/auth/session.ts';
import { clientIp } from '#lib/auth/throttle.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { endSession } from '#lib/domain/people/revoke-session.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { runtime } from '#lib/runtime/runtime.ts';
import { parse, readBytes, readJson } from './body.ts';
import { toProblem } from './endpoint.ts';
import { toAppError } from './errors.ts';
import { refuseForeignOrigin } from './origin.ts';

const MAX_BODY_BYTES = 16 * 1024;
const ACTIONS = new Set([
  'providers',
  'session',
  'csrf',
  'signin',
  'signout',
  'callback',
  'error',
  'verify-request',
]);
const Fields = z.record(z.string(), z.string());

type NextContext = { params: Promise<{ nextauth: string[] }> };

export async function answerAuth(request: Request, context: NextContext): Promise<Response> {
  const requestId = newId('request');
  try {
    const deps = await runtime();
    refuseForeignOrigin(request, deps.appUrl);
    const segments = (await context.params).nextauth;
    // The browser's part of next-auth reports its own errors here; what a stranger sends is not worth a log line.
    if (segments[0] === '_log') return new Response(null, { status: 204 });
    if (!ACTIONS.has(segments[0] ?? '') || segments.length > 2) {
      throw new AppError('not_found', 'There is nothing here.');
    }
    const body = request.method === 'POST' ? await readFields(request) : {};
    // Before next-auth clears the cookie: should this fail, the person is still signed in and can try again.
    if (request.method === 'POST' && segments[0] === 'signout')
      await endCookieSession(request, deps, requestId);
    return await callNextAuth(request, deps, { segments, body, requestId });
  } catch (error) {
    return withSignInUrl(request, await toProblem(error, request, requestId), error);
  }
}

async function endCookieSession(request: Request, deps: Deps, requestId: string): Promise<void> {
  const sessionId = await sessionIdOf(request, deps.appUrl);
  if (sessionId !== null) await endSession(deps, sessionId, requestId);
}

type AuthCall = { segments: string[]; body: Record<string, string>; requestId: string };

async function callNextAuth(request: Request, deps: Deps, call: AuthCall): Promise<Response> {
  const failures: Failure[] = [];
  const who = {
    ip: clientIp(request.headers),
    userAgent: request.headers.get('user-agent') ?? '',
    requestId: call.requestId,
  };
  const incoming = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: withSafeCallback(readCookies(request), deps.appUrl),
    query: {
      ...withSafeCallback(Object.fromEntries(new URL(request.url).searchParams), deps.appUrl),
      nextauth: call.segments,
    },
    body: call.body,
  };
  const answer = new Answer();
  const options = authOptions(deps, who, (failure) => failures.push(failure));
  try {
    // Both have every member that next-auth's handler touches, and no other.
    await NextAuth(incoming as unknown as NextApiRequest, answer as unknown as NextApiResponse, options);
  } catch (error) {
    throw failures[0] ? failures[0].error : error;
  }
  // What a callback threw was turned into an answer that is wrong, such as a cleared cookie: it is not sent.
  if (failures[0]) throw failures[0].error;
  answer.headers.set('x-request-id', call.requestId);
  if (!answer.headers.has('cache-control')) answer.headers.set('cache-control', 'private, no-store');
  return new Response(answer.body, { status: answer.statusCode, headers: answer.headers });
}

/** next-auth answers 500 to a callback link that is none, wherever it finds one. */
function withSafeCallback(fields: Record<string, string>, appUrl: string): Record<string, string> {
  const isCallback = (name: string) => name === 'callbackUrl' || name.endsWith('next-auth.callback-url');
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      isCallback(name) ? safeCallbackUrl(value, appUrl) : value,
    ]),
  );
}

/** The few members of a Node response that next-auth's handler calls. */
class Answer {
  readonly headers = new Headers();
  statusCode = 200;
  body: string | null = null;
  private cookies: string[] = [];

  status(code: number): this {
    this.statusCode = code;
    return this;
  }
  getHeader(name: string): string[] | string | null {
    return name.toLowerCase() === 'set-cookie' ? this.cookies : this.headers.get(name);
  }
  setHeader(name: string, value: string | string[]): this {
    this.headers.delete(name);
    for (const one of [value].flat()) this.headers.append(name, one);
    if (name.toLowerCase() === 'set-cookie') this.cookies = [value].flat();
    return this;
  }
  json(value: unknown): void {
    this.headers.set('content-type', 'application/json');
    this.body = JSON.stringify(value);
  }
  send(value: unknown): void {
    if (typeof value === 'string' || value === undefined || value === null) this.body = value ?? null;
    else this.json(value);
  }
  end(): void {}
}

async function readFields(request: Request): Promise<Record<string, string>> {
  const type = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return parse(Fields, await readJson(request), 'body');
  if (type !== 'application/x-www-form-urlencoded') {
    throw new AppError('unsupported_media_type', 'Send the body as a form or as JSON.');
  }
  const text = new TextDecoder().decode(await readBytes(request, MAX_BODY_BYTES));
  return Object.fromEntries(new URLSearchParams(text));
}

/** next-auth's browser part looks for the error's name in a `url`; without one it would throw on our problems. */
async function withSignInUrl(request: Request, response: Response, error: unknown): Promise<Response> {
  const url = new URL('/sign-in', request.url);
  url.searchParams.set('error', signInErrorCode(toAppError(error)));
  const problem: object = await response.json();
  return new Response(JSON.stringify({ ...problem, url: url.href }), {
    status: response.status,
    headers: response.headers,
  });
}
