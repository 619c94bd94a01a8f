import { Hono } from 'hono';
import { FAULT_KINDS, type FaultKind } from '../core/faults.ts';
import { DroppedConnection, misbehave } from '../core/misbehave.ts';
import { el } from '../core/xml.ts';
import { accessRoutes, oauthProblem } from './access-routes.ts';
import { jsonData, otaRoot, refused, xmlResponse } from './answers.ts';
import { OAuthError } from './approvals.ts';
import { bxmlRoutes } from './bxml-routes.ts';
import { type ApiEnv, type Call, callOf, TELLING } from './call.ts';
import type { BookingHost } from './host.ts';
import { mailLate } from './messages.ts';
import { ApiError, PROBLEMS } from './problems.ts';
import { queueRoutes } from './queue-routes.ts';
import { answerRead } from './read-routes.ts';
import { tellingRoutes } from './telling-routes.ts';
import { expireToken, revokeToken, tokenOf } from './tokens.ts';
import type { BookingFault, BookingFaultKind } from './world.ts';

export type Answer = (request: Request) => Promise<Response>;

const MINUTE = 60;

/**
 * The connectivity APIs at /booking. Each request is struck by a fault where one is planned, counted against the limits,
 * answered, and logged with its body. Rejects with DroppedConnection where it was told to hang up.
 */
export function bookingApi(host: BookingHost): Answer {
  const routes = new Hono<ApiEnv>();
  routes.onError((error, c) => {
    if (error instanceof ApiError) return refused(host, c.req.path, error);
    if (error instanceof OAuthError) return oauthProblem(error);
    throw error;
  });
  routes.notFound((c) =>
    refused(host, c.req.path, new ApiError(404, PROBLEMS.schema, 'There is nothing here.')),
  );
  routes.route('/booking', accessRoutes(host));
  routes.route('/booking/hotels/ota', queueRoutes(host));
  routes.route('/booking/hotels/ota', tellingRoutes(host));
  routes.route('/booking/hotels/xml', bxmlRoutes(host));
  routes.post('/booking/read', answerRead(host));

  return async (request) => {
    mailLate(host);
    const body = await request.text();
    const call = callOf(request, body);
    const again = () =>
      new Request(request.url, {
        method: request.method,
        headers: request.headers,
        ...(body === '' ? {} : { body }),
        signal: request.signal,
      });
    const honest = async (fault: BookingFault | null) =>
      refuseTooMany(host, call, request) ?? (await routes.fetch(again(), { fault }));
    const fault = host.faults.strike(call, kindsFor(call));
    const log = (status: number) =>
      host.log.add(call.resource, request, status, fault?.kind ?? null, body === '' ? null : body);
    try {
      const response = await struck(host, call, fault, honest, request);
      log(response.status);
      return response;
    } catch (error) {
      if (error instanceof DroppedConnection) log(0);
      throw error;
    }
  };
}

function refuseTooMany(host: BookingHost, call: Call, request: Request): Response | null {
  const most = host.settings.requestsPerMinute;
  const machineId = tokenOf(host, request.headers.get('authorization'))?.machineId;
  if (most === null || !machineId || !TELLING.has(call.resource)) return null;
  const key = `${machineId} ${call.resource} minute`;
  const wait = host.intervals.wait(key, most, MINUTE);
  if (wait > 0) return refused(host, call.path, new ApiError(429, PROBLEMS.tooBusy, '', wait));
  host.intervals.count(key, MINUTE);
  return null;
}

async function struck(
  host: BookingHost,
  call: Call,
  fault: BookingFault | null,
  honest: (fault: BookingFault | null) => Promise<Response>,
  request: Request,
): Promise<Response> {
  if (fault && isTransport(fault)) {
    return await misbehave(
      fault,
      request.signal,
      () => honest(null),
      () => empty(host, call),
    );
  }
  const token = tokenOf(host, request.headers.get('authorization'));
  if (fault?.kind === 'expired_token') expireToken(host, token);
  if (fault?.kind === 'revoked_token') revokeToken(host, token);
  return await honest(fault);
}

function isTransport(fault: BookingFault): fault is BookingFault & { kind: FaultKind } {
  return (FAULT_KINDS as readonly string[]).includes(fault.kind); // wider on purpose
}

/** The kinds that mean something for this sort of call; the others wait for theirs. */
function kindsFor(call: Call): BookingFaultKind[] {
  const kinds: BookingFaultKind[] = [...FAULT_KINDS];
  if (/\/exchange$|\/oauth\//.test(call.path)) return kinds;
  kinds.push('expired_token', 'revoked_token');
  if (TELLING.has(call.resource)) kinds.push('partial_acceptance');
  if (call.method === 'POST' && call.path.includes('/hotels/ota/')) kinds.push('silent_non_application');
  return kinds;
}

/** Whole, well-formed, and holding nothing. */
function empty(host: BookingHost, call: Call): Response {
  if (call.path.includes('/hotels/ota/')) {
    const name = `${call.resource}${call.method === 'GET' ? 'RQ' : 'RS'}`;
    return xmlResponse(otaRoot(host, name, []));
  }
  if (call.resource === 'read') return xmlResponse(otaRoot(host, 'OTA_ResRetrieveRS', []));
  if (call.path.includes('/hotels/xml/')) return xmlResponse(el(rootOf(call.resource)));
  return call.path.includes('/connections-api/') ? jsonData(null) : Response.json({});
}

function rootOf(resource: string): string {
  if (resource === 'roomrates') return 'rooms';
  if (resource === 'roomrateavailability') return 'availability';
  return resource === 'reservationssummary' ? 'reservations' : resource;
}
