import { z } from 'zod';
import type { HttpAnswer } from '#lib/platform/http.ts';
import type { Access, AppCredentials, AuthorizeRequest, OAuthPort, Tokens } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import { call, isSuccess, type Reach } from './client.ts';
import { malformed, refusal } from './errors.ts';
import { bookingAccount } from './listings.ts';
import { isConnected, readJson, rejected } from './machine.ts';

/*
 * An authorization redirect, where the operator configured one: Booking.com has none for hosts. The code flow of RFC 6749
 * with PKCE; what is granted is a list of properties, which the answer names. The token opens no call: those take the
 * machine account's. So its `expires_in` says nothing of the approval, which lasts until the host ends it.
 */

export type OAuthSettings = { readonly authorizeUrl: string; readonly tokenUrl: string };

const APPROVED_DAYS = 365;

const Id = z.string().regex(/^[\w-]{1,64}$/);
const Text = z.string().nullable().catch(null);
const WireTokens = z.object({
  access_token: Text,
  refresh_token: Text,
  token_type: Text,
  account_id: Id.nullable().catch(null),
  account_name: Text,
  hotel_ids: z.array(Id).nullable().catch(null),
  error: Text,
});

export function bookingOAuth(reach: Reach, settings: OAuthSettings): OAuthPort {
  return {
    scopes: [],
    authorizeUrl: (request) => authorizeUrl(settings, request),
    exchange: async ({ app, code, redirectUri, codeVerifier, signal }) => {
      const fields = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
      };
      const answer = await post(reach, settings.tokenUrl, app, fields, signal);
      return readTokens(answer, 'exchange', reach.clock.now());
    },
    refresh: async ({ app, refreshToken, signal }) => {
      const fields = { grant_type: 'refresh_token', refresh_token: refreshToken };
      const answer = await post(reach, settings.tokenUrl, app, fields, signal);
      return readTokens(answer, 'refresh', reach.clock.now());
    },
    revoke: async ({ app, accessToken: token, signal }) => {
      const answer = await post(reach, beside(settings.tokenUrl, 'revoke'), app, { token }, signal);
      const isGone = answer.status === 404 || answer.status === 410;
      if (!isGone && !isSuccess(answer)) throw refusal(answer);
    },
    isValid: (access) => isValid(reach, access),
    // The machine account's exchange tells.
    knowsApp: null,
  };
}

/** `…/oauth/token` → `…/oauth/revoke`. */
function beside(tokenUrl: string, name: string): string {
  return new URL(name, tokenUrl).href;
}

function authorizeUrl(settings: OAuthSettings, request: AuthorizeRequest): URL {
  const url = new URL(settings.authorizeUrl);
  const fields = {
    response_type: 'code',
    client_id: request.app.clientId,
    redirect_uri: request.redirectUri,
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url;
}

function post(
  reach: Reach,
  url: string,
  app: AppCredentials,
  fields: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  const pair = `${encodeURIComponent(app.clientId)}:${encodeURIComponent(app.clientSecret)}`;
  return call(reach, {
    url: new URL(url),
    method: 'POST',
    headers: {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `Basic ${Buffer.from(pair).toString('base64')}`,
    },
    body: new URLSearchParams(fields).toString(),
    signal,
  });
}

/** Whether the machine account's token, which stands for all calls, is accepted. */
async function isValid(reach: Reach, access: Access): Promise<boolean> {
  const [property] = access.groupIds ?? [];
  try {
    if (property !== undefined) await isConnected(reach, access, property);
    else await bookingAccount(reach, access);
    return true;
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'auth') return false;
    throw error;
  }
}

/** @throws ChannelError: on a refresh every refusal is `auth`, since all that can differ is the refresh token */
function readTokens(answer: HttpAnswer, purpose: 'exchange' | 'refresh', now: Temporal.Instant): Tokens {
  if (!isSuccess(answer)) throw tokenRefusal(answer, purpose);
  const wire = readJson(WireTokens, answer.bytes, answer.status);
  if (wire.error !== null) throw tokenRefusal(answer, purpose);
  if (wire.token_type !== null && wire.token_type.toLowerCase() !== 'bearer')
    throw malformed('brings a token of a type we cannot use', answer.status);
  const accessToken = tokenOf(wire.access_token);
  if (accessToken === null) throw malformed('brings no token', answer.status);
  // Without the list everything that the machine account reaches would count as granted, other hosts' properties among it.
  if (wire.hotel_ids === null) throw malformed('does not say which properties were granted', answer.status);
  return {
    accessToken,
    refreshToken: tokenOf(wire.refresh_token),
    expiresAt: now.add({ hours: APPROVED_DAYS * 24 }),
    scopes: null,
    accountId: wire.account_id,
    accountName: wire.account_name,
    granted: [...new Set(wire.hotel_ids)],
  };
}

/** Only what may stand in a header. */
function tokenOf(text: string | null): string | null {
  return text !== null && /^[\x21-\x7e]{1,8192}$/.test(text) ? text : null;
}

const PASSING = ['temporarily_unavailable', 'server_error'];
const OF_THE_APP = ['invalid_client', 'unauthorized_client'];

function tokenRefusal(answer: HttpAnswer, purpose: 'exchange' | 'refresh'): ChannelError {
  const general = refusal(answer);
  if (general.kind === 'limited' || general.kind === 'transient') return general;
  const code = errorCode(answer);
  if (code === null && general.kind === 'malformed') return general;
  if (code !== null && PASSING.includes(code)) return refusal(answer, 'transient');
  if (purpose === 'refresh' || general.kind === 'auth' || (code !== null && OF_THE_APP.includes(code)))
    return refusal(answer, 'auth');
  return rejected(`Booking.com refuses the code it sent us (${answer.status}).`, answer.status);
}

function errorCode(answer: HttpAnswer): string | null {
  try {
    return readJson(WireTokens, answer.bytes, answer.status).error;
  } catch (error) {
    if (error instanceof ChannelError) return null;
    throw error;
  }
}
