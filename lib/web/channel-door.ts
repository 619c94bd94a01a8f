import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientIp, placeOf } from '#lib/auth/throttle.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import type { PushDoor } from '#lib/domain/intake/push-door.ts';
import { receivePush } from '#lib/domain/intake/receive-push.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { isListed } from '#lib/platform/addresses.ts';
import { readBytes } from './body.ts';
import { statusOf, toAppError } from './errors.ts';

const MAX_BYTES = 10 * 1024 * 1024;
/** Calls of one place in a minute that came to nothing; beyond it none is looked into until the minute is over. */
const FAILED_PER_MINUTE = 60;
const holder: { latchkeyFailedPushes?: RateLimiterMemory } = globalThis as {
  latchkeyFailedPushes?: RateLimiterMemory; // each Next entry is a module graph of its own
};

type From = { readonly deps: Deps; readonly request: Request; readonly requestId: string };

/**
 * What a channel pushes, answered in the channel's own words whatever becomes of it. Only from addresses that the operator
 * named: the address is what our own edge saw, never what the caller claims. 200: read, and answered for each
 * reservation by itself, refusals included. Else nothing was changed: 400 cannot be read, 403 the address, 404 nobody has
 * this path, 413 too large, 415 packed, 429 too many that came to nothing, 5xx not now.
 * @param path the last part of an organization's own address; null at the instance's
 */
export async function serveDoor(from: From, pushDoor: PushDoor, path: string | null): Promise<Response> {
  const { deps, request, requestId } = from;
  const address = clientIp(request.headers);
  const place = placeOf(address);
  const limiter = failures();
  try {
    await needRoom(limiter, place);
    // Before the path is looked at: who may not call learns of no path whether it is one.
    if (!isListed(address, pushDoor.allow))
      throw new AppError('forbidden', 'Nothing is taken from this address.');
    const door = await pushDoor.find(path);
    if (!door) throw new AppError('not_found', 'There is nothing here.');
    if (request.headers.get('content-encoding'))
      throw new AppError('unsupported_media_type', 'Send the message without a content encoding.');
    const bytes = await readBytes(request, MAX_BYTES);
    const contentType = request.headers.get('content-type');
    const pushed = await receivePush(deps, door, { bytes, contentType, requestId });
    if (pushed.verdict === 'unreadable') await count(limiter, place);
    return answerOf(pushed.answer, STATUS[pushed.verdict], requestId);
  } catch (error) {
    const told = toAppError(error);
    const isOurs = told.code === 'unknown' || told.code === 'unavailable';
    if (isOurs) deps.log.error({ err: error, requestId }, 'a pushed message was not taken in');
    else if (told.code !== 'too_many_requests') await count(limiter, place);
    return answerOf(
      pushDoor.refuse(told.message, faultOf(told)),
      statusOf(told),
      requestId,
      told.retryAfterSeconds,
    );
  }
}

const STATUS = { taken: 200, unreadable: 400, broken: 503 } as const;

function faultOf({ code }: AppError): Parameters<PushDoor['refuse']>[1] {
  if (code === 'forbidden' || code === 'not_found') return 'forbidden';
  if (code === 'too_many_requests' || code === 'unavailable') return 'busy';
  return code === 'unknown' ? 'system' : 'malformed';
}

function failures(): RateLimiterMemory {
  holder.latchkeyFailedPushes ??= new RateLimiterMemory({ points: FAILED_PER_MINUTE, duration: 60 });
  return holder.latchkeyFailedPushes;
}

async function needRoom(limiter: RateLimiterMemory, place: string): Promise<void> {
  const used = await limiter.get(place);
  if (!used || used.consumedPoints < FAILED_PER_MINUTE) return;
  throw new AppError('too_many_requests', 'Too many calls that came to nothing. Wait a minute.', {
    retryAfterSeconds: Math.max(1, Math.ceil(used.msBeforeNext / 1000)),
  });
}

async function count(limiter: RateLimiterMemory, place: string): Promise<void> {
  try {
    await limiter.consume(place);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
  }
}

function answerOf(
  { bytes, contentType }: { bytes: Uint8Array; contentType: string },
  status: number,
  requestId: string,
  retryAfterSeconds?: number,
): Response {
  const headers = {
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) }),
  };
  return new Response(Buffer.from(bytes), { status, headers });
}
