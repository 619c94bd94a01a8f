import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { authorize, exchangeCode, type Grant, refresh, SCOPES } from './authorizations.ts';
import type { AvitoHost } from './host.ts';
import { oauthError } from './problems.ts';

/** POST token, with its fields as a form: authorization_code, refresh_token, client_credentials. */
export function oauthRoutes(host: AvitoHost): Hono {
  const routes = new Hono();
  const answer = async (c: Context) => {
    if (!/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '')) {
      throw oauthError(400, 'invalid_request', 'The fields come as application/x-www-form-urlencoded.');
    }
    const form = new URLSearchParams(await c.req.text());
    if (!isApp(host, form.get('client_id') ?? '', form.get('client_secret') ?? '')) {
      throw oauthError(401, 'invalid_client', 'client_id or client_secret is wrong.');
    }
    return Response.json(grantOut(host, grantFor(host, form)), { headers: { 'cache-control': 'no-store' } });
  };
  routes.post('/token', answer);
  routes.post('/token/', answer);
  return routes;
}

function grantFor(host: AvitoHost, form: URLSearchParams): Grant {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return exchangeCode(host, form.get('code') ?? '');
    case 'refresh_token':
      return refresh(host, form.get('refresh_token') ?? '');
    case 'client_credentials':
      return personal(host);
    default:
      throw oauthError(400, 'unsupported_grant_type', 'grant_type is missing or unknown.');
  }
}

/** For the account of the app's own owner, with every scope. */
function personal(host: AvitoHost): Grant {
  const owner = host.settings.owner ?? host.store.state.accounts[0]?.id;
  if (owner === undefined) throw oauthError(400, 'invalid_grant', 'The app belongs to no account.');
  return authorize(host, host.store.account(owner).id, Object.keys(SCOPES), true);
}

function grantOut(host: AvitoHost, grant: Grant): Record<string, unknown> {
  return {
    access_token: grant.accessToken,
    expires_in: host.settings.tokenSeconds,
    ...(grant.refreshToken ? { refresh_token: grant.refreshToken } : {}),
    scope: grant.scopes.join(','),
    token_type: 'Bearer',
  };
}

function isApp(host: AvitoHost, clientId: string, clientSecret: string): boolean {
  const given = Buffer.from(`${clientId}:${clientSecret}`);
  const wanted = Buffer.from(`${host.app.clientId}:${host.app.clientSecret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
