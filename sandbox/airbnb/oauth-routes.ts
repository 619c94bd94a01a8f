import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { byAccessToken, exchangeCode, type Grant, isLive, refresh, revoke } from './authorizations.ts';
import { readJson } from './calls.ts';
import type { AirbnbHost } from './host.ts';
import { ApiError } from './problems.ts';
import { idOut } from './wire.ts';

const TokenSchema = z.union([
  z.object({
    code: z.string().min(1),
    redirect_uri: z.string().optional(),
    code_verifier: z.string().optional(),
  }),
  z.object({ refresh_token: z.string().min(1) }),
]);

/** Tokens: exchange, refresh, check, revoke. All with HTTP Basic; `_unwrapped=true` leaves out the outer key. */
export function oauthRoutes(host: AirbnbHost): Hono {
  const routes = new Hono();
  routes.use(async (c, next) => {
    if (!isPartner(host, c.req.header('authorization') ?? '')) {
      throw new ApiError(401, 'invalid_client', 'HTTP Basic with the client id and secret is needed.');
    }
    await next();
  });
  routes.post('/', async (c) => {
    const given = await readJson(c, TokenSchema);
    const grant =
      'code' in given
        ? exchangeCode(host, {
            code: given.code,
            redirectUri: given.redirect_uri,
            verifier: given.code_verifier,
          })
        : refresh(host, given.refresh_token);
    return answer(c, grantOut(host, grant));
  });
  routes.get('/:token', (c) => {
    const token = c.req.param('token');
    const found = byAccessToken(host, token);
    if (!found || found.revokedAt) throw gone();
    return answer(c, { valid: isLive(host, found, token), user_id: idOut(host.settings, found.accountId) });
  });
  routes.delete('/:token', (c) => {
    const found = byAccessToken(host, c.req.param('token'));
    if (!found || found.revokedAt) throw gone();
    revoke(host, found);
    return answer(c, {});
  });
  return routes;
}

function grantOut(host: AirbnbHost, grant: Grant): Record<string, unknown> {
  const { expiry, tokenSeconds } = host.settings;
  return {
    access_token: grant.accessToken,
    ...(grant.refreshToken ? { refresh_token: grant.refreshToken } : {}),
    user_id: idOut(host.settings, grant.accountId),
    ...(expiry === 'expires_at' ? { expires_at: Math.floor(grant.expiresAt.epochMilliseconds / 1000) } : {}),
    ...(expiry === 'expires_in' ? { expires_in: tokenSeconds } : {}),
  };
}

function answer(c: Context, content: Record<string, unknown>): Response {
  return Response.json(
    c.req.query('_unwrapped') === 'true' ? content : { authorization: content, metadata: {} },
  );
}

function isPartner(host: AirbnbHost, header: string): boolean {
  const given = Buffer.from(header.replace(/^Basic /i, ''), 'base64');
  const wanted = Buffer.from(`${host.app.clientId}:${host.app.clientSecret}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function gone(): ApiError {
  return new ApiError(404, 'record_not_found', 'There is no such authorization.');
}
