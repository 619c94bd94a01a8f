import { Hono } from 'hono';
import { FAULT_KINDS, type FaultKind } from '../core/faults.ts';
import { DroppedConnection, misbehave } from '../core/misbehave.ts';
import { accountRoutes } from './account-routes.ts';
import { byAccessToken, expireToken, revoke } from './authorizations.ts';
import { bookingRoutes } from './booking-routes.ts';
import { closingRoutes, intervalRoutes } from './calendar-routes.ts';
import { type Call, callOf } from './call.ts';
import type { ApiEnv } from './calls.ts';
import type { AvitoHost } from './host.ts';
import { calendarExport, emptyCalendar } from './ical.ts';
import type { Counted } from './limits.ts';
import { oauthRoutes } from './oauth-routes.ts';
import { priceRoutes } from './price-routes.ts';
import { ApiError, problemResponse } from './problems.ts';
import type { AvitoFault, AvitoFaultKind } from './world.ts';

export type Answer = (request: Request) => Promise<Response>;

/**
 * The API at /avito, and the calendars anybody can read. Each request is counted against the limits, struck by a fault
 * where one is planned, answered, and logged with its body. Rejects with DroppedConnection where it was told to hang up.
 */
export function avitoApi(host: AvitoHost): Answer {
  const routes = new Hono<ApiEnv>();
  routes.onError((error) => {
    if (error instanceof ApiError) return problemResponse(error);
    throw error;
  });
  routes.notFound(() => problemResponse(new ApiError(404, 'Метод не найден')));
  routes.route('/avito', oauthRoutes(host));
  routes.route('/avito/core/v1', accountRoutes(host));
  routes.route('/avito/core/v1', closingRoutes(host));
  routes.route('/avito/realty/v1', bookingRoutes(host));
  routes.route('/avito/realty/v1', intervalRoutes(host));
  routes.route('/avito/realty/v1', priceRoutes(host));
  routes.get('/avito/calendars-export/:first/:last/:file', (c) => calendarExport(host, c));

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
    const honest = async (fault: AvitoFault | null) => {
      const answer = await routes.fetch(again(), { fault });
      return call.skipsErrors && hidden(answer.status) ? withoutError(call) : answer;
    };
    const log = (status: number, fault: string | null) =>
      host.log.add(call.resource, request, status, fault, body === '' ? null : body);

    const counted = countOf(host, call);
    if (counted?.wait) {
      log(429, null);
      return tooMany(host, call, counted);
    }
    const fault = host.faults.strike(call, kindsFor(call));
    try {
      const response = await struck(host, call, fault, honest, request.signal);
      for (const [name, value] of limitHeaders(call, counted)) response.headers.set(name, value);
      log(response.status, fault?.kind ?? null);
      return response;
    } catch (error) {
      if (error instanceof DroppedConnection) log(0, fault?.kind ?? null);
      throw error;
    }
  };
}

const RENT = new Set<string>(['bookings', 'close', 'prices', 'intervals', 'base']);

/** Null where nothing limits such calls, or nobody knows who calls. */
function countOf(host: AvitoHost, call: Call): Counted | null {
  const { items, item, rent } = host.settings.limits;
  const most = { items, item }[call.resource as string] ?? (RENT.has(call.resource) ? rent : null);
  const accountId = byAccessToken(host, call.token)?.accountId;
  if (!most || !accountId) return null;
  return host.limits.count(`${RENT.has(call.resource) ? 'rent' : call.resource} ${accountId}`, most);
}

/** Of the rent calls nobody has documented any. */
function limitHeaders(call: Call, counted: Counted | null): [string, string][] {
  if (!counted || RENT.has(call.resource)) return [];
  return [
    ['x-ratelimit-limit', String(counted.most)],
    ['x-ratelimit-remaining', String(counted.left)],
  ];
}

function tooMany(host: AvitoHost, call: Call, counted: Counted): Response {
  const headers = Object.fromEntries(limitHeaders(call, counted));
  if (host.settings.limitRetryAfter) headers['retry-after'] = String(counted.wait);
  return problemResponse(new ApiError(429, 'Слишком много запросов'), headers);
}

/** What skip_error keeps quiet about: all that is the advert's, nothing that is the token's. */
function hidden(status: number): boolean {
  return [400, 404, 409, 422].includes(status);
}

function withoutError(call: Call): Response {
  if (call.resource === 'base') return new Response(null, { status: 200 });
  return Response.json(call.resource === 'bookings' ? { bookings: [] } : { result: 'success' });
}

async function struck(
  host: AvitoHost,
  call: Call,
  fault: AvitoFault | null,
  honest: (fault: AvitoFault | null) => Promise<Response>,
  signal: AbortSignal,
): Promise<Response> {
  if (fault && isTransport(fault)) {
    return await misbehave(
      fault,
      signal,
      () => honest(null),
      () => empty(host, call),
    );
  }
  const authorization = byAccessToken(host, call.token);
  if (fault?.kind === 'expired_token') expireToken(host, call.token);
  if (fault?.kind === 'revoked_token' && authorization) revoke(host, authorization);
  const answer = await honest(fault);
  if (fault?.kind === 'answer_lost') throw new DroppedConnection('the sandbox did it, and hung up');
  return answer;
}

function isTransport(fault: AvitoFault): fault is AvitoFault & { kind: FaultKind } {
  return (FAULT_KINDS as readonly string[]).includes(fault.kind); // wider on purpose
}

/** The kinds that mean something for this sort of call; the others wait for theirs. */
function kindsFor(call: Call): AvitoFaultKind[] {
  const kinds: AvitoFaultKind[] = [...FAULT_KINDS];
  if (call.resource === 'token' || call.resource === 'calendar') return kinds;
  kinds.push('expired_token', 'revoked_token');
  if (call.resource === 'items') kinds.push('half_page');
  if (call.resource === 'items' && call.page > 1) kinds.push('repeat_page', 'cursor_lost');
  if (call.resource === 'bookings') kinds.push('duplicate_bookings', 'missing_bookings');
  if (call.method !== 'GET') kinds.push('silent_non_application', 'answer_lost');
  if (['close', 'prices', 'intervals'].includes(call.resource)) kinds.push('partial_acceptance');
  return kinds;
}

/** Whole, well-formed, and holding nothing. */
function empty(host: AvitoHost, call: Call): Response {
  if (call.resource === 'calendar') return emptyCalendar(host);
  if (call.resource === 'items') {
    return Response.json({ meta: { page: call.page, per_page: 25 }, resources: [] });
  }
  return Response.json(call.resource === 'bookings' ? { bookings: [] } : {});
}
