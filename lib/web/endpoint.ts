import type { z } from 'zod';
import { authenticate } from '#lib/auth/authenticate.ts';
import { requireCan } from '#lib/domain/access/require.ts';
import type { Ctx, Deps } from '#lib/domain/ctx.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import { runtime } from '#lib/runtime/runtime.ts';
import { parse, readJson } from './body.ts';
import type { Definition } from './define.ts';
import { problem, toAppError } from './errors.ts';
import { refuseForeignOrigin } from './origin.ts';

type Out<T> = T extends z.ZodType ? z.output<T> : undefined;

export type Call<P, Q, B> = {
  readonly ctx: Ctx;
  readonly deps: Deps;
  readonly request: Request;
  readonly requestId: string;
  readonly params: Out<P>;
  readonly query: Out<Q>;
  readonly body: Out<B>;
};

export type PublicCall<P, Q, B> = Omit<Call<P, Q, B>, 'ctx'>;
type NextContext = { params: Promise<Record<string, string>> };
export type RouteHandler = (request: Request, context: NextContext) => Promise<Response>;

/**
 * Turns a definition and what it does into a route handler: who, parse, act, answer. Everything that is thrown leaves
 * here as problem+json; unknown errors are logged with the request id and told as such.
 */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  definition: Definition<P, Q, B, A>,
  act: (call: Call<P, Q, B>) => Promise<z.input<A> | Response>,
): RouteHandler {
  return serve(definition, async (call) => {
    const found = await authenticate(call.request, call.deps, call.requestId);
    if (!found) throw new AppError('unauthenticated', 'Sign in, or send an API key as a bearer token.');
    // Bearer keys are not sent by browsers on their own; a cookie is, from any page.
    if (found.by === 'session') refuseForeignOrigin(call.request, call.deps.appUrl);
    if (definition.can !== 'public' && definition.can !== 'signed_in') requireCan(found.ctx, definition.can);
    return act({
      ...(await readInput(definition, call)),
      ctx: found.ctx,
      deps: call.deps,
      request: call.request,
      requestId: call.requestId,
    });
  });
}

/** For the few endpoints that anybody may call. Writes are still refused from another origin, but where machines sign. */
export function publicEndpoint<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
>(
  definition: Definition<P, Q, B, A> & { can: 'public' },
  act: (call: PublicCall<P, Q, B>) => Promise<z.input<A> | Response>,
): RouteHandler {
  return serve(definition, async (call) => {
    if (!definition.isForMachines) refuseForeignOrigin(call.request, call.deps.appUrl);
    return act({
      ...(await readInput(definition, call)),
      deps: call.deps,
      request: call.request,
      requestId: call.requestId,
    });
  });
}

type Raw = { request: Request; deps: Deps; requestId: string; rawParams: Record<string, string> };

function serve<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  definition: Definition<P, Q, B, A>,
  act: (call: Raw) => Promise<z.input<A> | Response>,
): RouteHandler {
  return async (request, context) => {
    const requestId = newId('request');
    try {
      const deps = await runtime();
      const answer = await act({ request, deps, requestId, rawParams: await context.params });
      if (answer instanceof Response) return answer;
      if (definition.status === 204)
        return new Response(null, { status: 204, headers: { 'x-request-id': requestId } });
      return Response.json(answer, {
        status: definition.status,
        headers: { 'x-request-id': requestId, 'cache-control': 'no-store' },
      });
    } catch (error) {
      return toProblem(error, request, requestId);
    }
  };
}

/** @returns the problem to answer with; an unexpected error is logged first, without the query, which may hold a token. */
export async function toProblem(error: unknown, request: Request, requestId: string): Promise<Response> {
  const told = toAppError(error);
  if (told.code === 'unknown' || told.code === 'unavailable') {
    const fields = { err: error, requestId, method: request.method, path: new URL(request.url).pathname };
    await runtime().then(
      ({ log }) => log.error(fields, 'request failed'),
      () => console.error(requestId, error), // the runtime itself could not start: there is no other log
    );
  }
  return problem(told, requestId);
}

async function readInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  definition: Pick<Definition<P, Q, B>, 'params' | 'query' | 'body'>,
  call: Raw,
): Promise<{ params: Out<P>; query: Out<Q>; body: Out<B> }> {
  const params = definition.params?.safeParse(call.rawParams);
  // A malformed id names nothing: the same answer as an unknown one.
  if (params && !params.success) throw new AppError('not_found', 'There is nothing here.');
  const query = definition.query ? parse(definition.query, readQuery(call.request), 'query') : undefined;
  const body = definition.body
    ? parse(definition.body, await readBody(definition.body, call.request), 'body')
    : undefined;
  // Each is the output of the schema where there is one and undefined where there is none, which is what Out says.
  return { params: params?.data as Out<P>, query: query as Out<Q>, body: body as Out<B> };
}

/** A body that may be left out is undefined where nothing was sent. */
async function readBody(schema: z.ZodType, request: Request): Promise<unknown> {
  const { headers } = request;
  const isEmpty =
    request.body === null ||
    headers.get('content-length') === '0' ||
    !['content-type', 'content-length', 'transfer-encoding'].some((name) => headers.has(name));
  return isEmpty && schema.safeParse(undefined).success ? undefined : readJson(request);
}

function readQuery(request: Request): Record<string, string> {
  const seen: Record<string, string> = Object.create(null);
  for (const [name, value] of new URL(request.url).searchParams) {
    if (name in seen) throw new AppError('invalid_input', `The query has ${name.slice(0, 40)} twice.`);
    if (value.includes('\u0000'))
      throw new AppError('invalid_input', 'The query has a character that is not allowed.');
    seen[name] = value;
  }
  return seen;
}
