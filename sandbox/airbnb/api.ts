import { Hono } from 'hono';
import { FAULT_KINDS, type FaultKind } from '../core/faults.ts';
import { DroppedConnection, misbehave } from '../core/misbehave.ts';
import { byAccessToken, expireToken, revoke } from './authorizations.ts';
import { calendarRoutes } from './calendar-routes.ts';
import { type Call, callOf } from './call.ts';
import type { AirbnbHost } from './host.ts';
import { listingRoutes } from './listing-routes.ts';
import { oauthRoutes } from './oauth-routes.ts';
import { ApiError, problemResponse } from './problems.ts';
import { reservationRoutes } from './reservation-routes.ts';
import type { AirbnbFault, AirbnbFaultKind } from './world.ts';

export type Answer = (request: Request) => Promise<Response>;

/**
 * The partner API at /airbnb/v2. Each request is counted against the limits, struck by a fault where one is planned,
 * answered, and logged with its body. Rejects with DroppedConnection where it was told to hang up.
 */
export function airbnbApi(host: AirbnbHost): Answer {
  const routes = new Hono<{ Bindings: { fault: AirbnbFault | null } }>();
  routes.onError((error) => {
    if (error instanceof ApiError) return problemResponse(error);
    throw error;
  });
  routes.notFound(() => problemResponse(new ApiError(404, 'not_found', 'There is nothing here.')));
  routes.route('/airbnb/v2/oauth2/authorizations', oauthRoutes(host));
  routes.route('/airbnb/v2', listingRoutes(host));
  routes.route('/airbnb/v2', calendarRoutes(host));
  routes.route('/airbnb/v2', reservationRoutes(host));

  return async (request) => {
    const body = await request.text();
    const call = callOf(request, body);
    const again = () =>
      new Request(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body === '' ? {} : { body }),
        signal: request.signal,
      });
    const honest = async (fault: AirbnbFault | null) => await routes.fetch(again(), { fault });
    const log = (status: number, fault: string | null) =>
      host.log.add(call.resource, request, status, fault, body === '' ? null : body);

    const wait = host.limits.refuse(host.settings.limits, call.buckets);
    if (wait !== null) {
      const headers: Record<string, string> = host.settings.limitRetryAfter
        ? { 'retry-after': String(wait) }
        : {};
      log(429, null);
      return problemResponse(new ApiError(429, 'rate_limit_exceeded', 'Too many requests.', headers));
    }
    const fault = host.faults.strike(call, kindsFor(call));
    try {
      const response = await struck(host, call, fault, honest, request.signal);
      log(response.status, fault?.kind ?? null);
      return response;
    } catch (error) {
      if (error instanceof DroppedConnection) log(0, fault?.kind ?? null);
      throw error;
    }
  };
}

async function struck(
  host: AirbnbHost,
  call: Call,
  fault: AirbnbFault | null,
  honest: (fault: AirbnbFault | null) => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  if (fault && isTransport(fault))
    return await misbehave(
      fault,
      signal,
      () => honest(null),
      () => empty(call),
    );
  const authorization = byAccessToken(host, call.token);
  if (fault?.kind === 'expired_token') expireToken(host, call.token);
  if (fault?.kind === 'revoked_token' && authorization) revoke(host, authorization);
  return await honest(fault);
}

function isTransport(fault: AirbnbFault): fault is AirbnbFault & { kind: FaultKind } {
  return (FAULT_KINDS as readonly string[]).includes(fault.kind); // wider on purpose
}

/** The kinds that mean something for this sort of call; the others wait for theirs. */
function kindsFor(call: Call): AirbnbFaultKind[] {
  const kinds: AirbnbFaultKind[] = [...FAULT_KINDS];
  if (call.resource === 'authorizations') return kinds;
  kinds.push('expired_token', 'revoked_token');
  if (call.isList) kinds.push('half_page');
  if (call.isList && call.offset > 0) kinds.push('repeat_page', 'cursor_lost');
  if (call.method !== 'GET') kinds.push('silent_non_application');
  if (call.resource === 'calendar_operations') kinds.push('partial_acceptance');
  return kinds;
}

/** Whole, well-formed, and holding nothing. */
function empty(call: Call): Response {
  return Response.json(call.isList ? { [call.resource]: [], metadata: { record_count: 0 } } : {});
}
