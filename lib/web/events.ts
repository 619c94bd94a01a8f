import { authenticate } from '#lib/auth/authenticate.ts';
import { sessionIdOf } from '#lib/auth/session.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { openStream, STREAM_HEADERS } from '#lib/platform/live/stream.ts';
import { liveHub } from '#lib/runtime/live.ts';
import { runtime } from '#lib/runtime/runtime.ts';

/**
 * The stream of one client. It ends when the client does, when its session or key does (looked at twice a minute), when
 * it moves to another organization, and when the process does.
 * @throws AppError too_many_requests where the same session or key has too many open
 */
export async function streamEvents(ctx: Ctx, request: Request): Promise<Response> {
  // A stream without a body would be one that nobody ever reads or ends.
  if (request.method === 'HEAD') return new Response(null, { headers: STREAM_HEADERS });
  const world = await runtime();
  // The request itself may be reused by the server once it was answered.
  const proof = new Request(request.url, { headers: new Headers(request.headers) });
  const session = ctx.actor.kind === 'user' ? await sessionIdOf(proof, ctx.appUrl) : null;
  const stream = openStream(liveHub(world), {
    org: ctx.org,
    holder: session ?? ctx.actor.id ?? ctx.requestId,
    request,
    mayStay: async () => (await authenticate(proof, world, ctx.requestId))?.ctx.org === ctx.org,
  });
  if (stream) return new Response(stream, { headers: { ...STREAM_HEADERS, 'x-request-id': ctx.requestId } });
  throw new AppError(
    'too_many_requests',
    'Too many live streams are open. Close some; pages ask by themselves meanwhile.',
    { retryAfterSeconds: 60 },
  );
}
