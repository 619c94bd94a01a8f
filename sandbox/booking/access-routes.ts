import { randomUUID } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { jsonData } from './answers.ts';
import { detach, OAuthError, trade } from './approvals.ts';
import type { BookingHost } from './host.ts';
import { ApiError, PROBLEMS } from './problems.ts';
import { exchange, machineOf, same } from './tokens.ts';
import type { Machine } from './world.ts';

const ExchangeSchema = z.object({ client_id: z.string(), client_secret: z.string() });
const TOKEN_SECONDS = 3600;

/** Tokens of machine accounts, tokens of approvals, and whether a property is connected. */
export function accessRoutes(host: BookingHost): Hono {
  const routes = new Hono();
  routes.post('/token-based-authentication/exchange', async (c) => {
    const read = ExchangeSchema.safeParse(jsonOf(await c.req.text()));
    if (!read.success) {
      throw new ApiError(400, PROBLEMS.schema, 'JSON with client_id and client_secret is needed.');
    }
    const jwt = exchange(host, read.data.client_id, read.data.client_secret);
    return Response.json({ jwt, ruid: randomUUID() });
  });
  routes.post('/oauth/token', async (c) => {
    const machine = partnerOf(host, c);
    const form = formOf(c, await c.req.text());
    if (form.get('grant_type') !== 'authorization_code') {
      throw new OAuthError(400, 'unsupported_grant_type', 'grant_type must be authorization_code.');
    }
    const given = {
      code: form.get('code') ?? '',
      redirectUri: form.get('redirect_uri') ?? '',
      verifier: form.get('code_verifier') ?? '',
    };
    const approval = trade(host, machine, given);
    return Response.json({
      access_token: approval.accessToken,
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      account_id: approval.accountId,
      account_name: host.store.account(approval.accountId).name,
      hotel_ids: approval.hotelIds,
    });
  });
  routes.post('/oauth/revoke', async (c) => {
    const machine = partnerOf(host, c);
    const token = formOf(c, await c.req.text()).get('token');
    const found = host.store.state.approvals.find((one) => one.accessToken === token && token !== null);
    // An unknown token is revoked already, as RFC 7009 has it.
    if (!found || found.machineId !== machine.id) return Response.json({});
    for (const id of found.hotelIds) {
      const hotel = host.store.findHotel(id);
      if (hotel?.machineId === machine.id) detach(host, hotel);
    }
    return Response.json({});
  });
  routes.get('/connections-api/properties/:id/status', (c) => {
    const machine = machineOf(host, c);
    const hotel = host.store.findHotel(c.req.param('id'));
    const property_id = c.req.param('id');
    if (hotel?.machineId === machine.id) {
      return jsonData({ property_id, status: 'connected', connected_at: hotel.connectedAt });
    }
    if (hotel?.requestedAt && hotel.machineId === null) {
      return jsonData({ property_id, status: 'pending', requested_at: hotel.requestedAt });
    }
    return jsonData(null, 404, [{ code: '392', message: `Property ${property_id} is not connected.` }]);
  });
  return routes;
}

export function oauthProblem(error: OAuthError): Response {
  const headers: Record<string, string> = error.status === 401 ? { 'www-authenticate': 'Basic' } : {};
  return Response.json(
    { error: error.error, error_description: error.message },
    { status: error.status, headers },
  );
}

function partnerOf(host: BookingHost, c: Context): Machine {
  const header = c.req.header('authorization') ?? '';
  const [id = '', secret = ''] = Buffer.from(header.replace(/^Basic /i, ''), 'base64')
    .toString()
    .split(/:(.*)/s, 2);
  const machine = host.store.machineOfClient(id);
  if (machine && same(machine.clientSecret, secret)) return machine;
  throw new OAuthError(401, 'invalid_client', 'HTTP Basic with the client id and secret is needed.');
}

function formOf(c: Context, body: string): URLSearchParams {
  if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')) {
    throw new OAuthError(400, 'invalid_request', 'The body must be form-encoded.');
  }
  return new URLSearchParams(body);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
