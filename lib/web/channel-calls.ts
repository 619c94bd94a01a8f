import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { clientIp, placeOf } from '#lib/auth/throttle.ts';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';
import type { Deps } from '#lib/domain/ctx.ts';
import { findDoor } from '#lib/domain/intake/door.ts';
import { answerGate, type GateCall } from '#lib/domain/intake/gate.ts';
import { pushDoorOf } from '#lib/domain/intake/push-door.ts';
import { receiveWebhook } from '#lib/domain/intake/receive-webhook.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { readBytes } from './body.ts';
import { serveDoor } from './channel-door.ts';

type From = {
  readonly deps: Deps;
  readonly request: Request;
  readonly requestId: string;
  readonly params: {
    readonly provider: ProviderName;
    readonly secret?: string | undefined;
    readonly code?: string | undefined;
  };
};

/** Refused calls of one place that are written down in a minute: beyond it they are refused all the same. */
const KEPT_PER_MINUTE = 60;
const holder: { latchkeyRefusedCalls?: RateLimiterMemory } = globalThis as {
  latchkeyRefusedCalls?: RateLimiterMemory; // each Next entry is a module graph of its own
};

/** What a channel tells by itself: whole reservations that it waits for an answer to, or a notification. */
export async function serveWebhook(from: From): Promise<Response | { succeed: true }> {
  const { deps, params } = from;
  const pushDoor = pushDoorOf(deps, params.provider);
  return pushDoor ? serveDoor(from, pushDoor, params.secret ?? null) : serveNotification(from);
}

/**
 * A notification of a channel. 200 once it is stored, also where it has no effect; 401 where the signature is wrong; 422
 * where it is kept for a person; 5xx where it could not be stored, so that the sender comes again.
 */
async function serveNotification(from: From): Promise<{ succeed: true }> {
  const { deps, request, requestId, params } = from;
  const call = await readCall(request);
  const door = await findDoor(deps, params.provider, params.secret ?? null);
  if (!door?.channel.provider.webhook) throw noDoor();
  const about = { requestId, keepsRefused: () => keepsRefused(request) };
  const received = await receiveWebhook(deps, door, call, about);
  if (received.verdict === 'refused') throw refused(received.reason);
  if (received.verdict === 'unusable') throw unusable(received.reason, received.isEmpty);
  return { succeed: true };
}

/** The channel's question before a guest books, answered in its own words; a refusal to sell is a 200 too. */
export async function serveGate(from: From): Promise<Response> {
  const { deps, request, requestId, params } = from;
  const door = await findDoor(deps, params.provider, params.secret ?? null);
  if (!door?.channel.provider.gate) throw noDoor();
  const call = await readCall(request);
  const about = { requestId, keepsRefused: () => keepsRefused(request) };
  const asked: GateCall = {
    ...call,
    method: request.method === 'POST' || request.method === 'PUT' ? request.method : 'GET',
    query: new URL(request.url).searchParams,
    code: params.code ?? null,
  };
  const answered = await answerGate(deps, door, asked, about);
  if (answered.kind === 'refused') throw refused(answered.reason);
  if (answered.kind === 'unusable') throw unusable(answered.reason, false);
  const headers = { 'x-request-id': requestId, 'cache-control': 'no-store' };
  return Response.json(answered.answer, { headers });
}

/** The bytes as they were signed, whatever they say that they are. @throws AppError payload_too_large, unsupported_media_type */
async function readCall(request: Request): Promise<Pick<GateCall, 'headers' | 'bytes'>> {
  if (request.headers.get('content-encoding')) {
    throw new AppError('unsupported_media_type', 'Send the body without a content encoding.');
  }
  const bytes = await readBytes(request);
  return { bytes, headers: Object.fromEntries(request.headers) };
}

/** Whether one more refused call of this place is written down. */
async function keepsRefused(request: Request): Promise<boolean> {
  holder.latchkeyRefusedCalls ??= new RateLimiterMemory({ points: KEPT_PER_MINUTE, duration: 60 });
  const place = placeOf(clientIp(request.headers));
  try {
    await holder.latchkeyRefusedCalls.consume(place);
    return true;
  } catch (error) {
    if (error instanceof RateLimiterRes) return false;
    throw error;
  }
}

function noDoor(): AppError {
  return new AppError('not_found', 'There is nothing here.');
}

/** The reason stays with us: it would help only who tries. */
function refused(_reason: string): AppError {
  return new AppError(
    'unauthenticated',
    'The signature of this call is missing or wrong. Nothing was changed.',
  );
}

function unusable(reason: string, isEmpty: boolean): AppError {
  if (isEmpty) return new AppError('invalid_input', 'The body is empty. Nothing was changed.');
  return new AppError('unusable', `This call cannot be used and waits for a person. ${reason}`);
}
