import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { HttpAnswer } from '#lib/platform/http.ts';
import type { Access, AppCredentials, AuthorizeRequest, OAuthPort, Tokens } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import { callAuthorizations, type Reach } from './client.ts';
import { malformed, refusal } from './errors.ts';
import { readAs, readJson, unwrapped, WireTokenCheck, WireTokens } from './wire.ts';

/*
 * OAuth as Airbnb does it: the token call is HTTP Basic with a JSON body, no grant_type; the same call refreshes. Whether
 * a refresh brings a new refresh token, and how an answer names the expiry, is not known: all of it is taken.
 */

const USUAL_LIFE_SECONDS = 24 * 3600;
const LIFE_SECONDS_MIN = 60;
const LIFE_SECONDS_MAX = 365 * 24 * 3600;

type Purpose = 'exchange' | 'refresh';

export function airbnbOAuth(settings: Reach & { authorizeUrl: string; scopes: string }): OAuthPort {
  const reach: Reach = settings;
  return {
    scopes: listOf(settings.scopes),
    authorizeUrl: (request) => authorizeUrl(settings, request),
    exchange: async ({ app, code, redirectUri, codeVerifier, signal }) => {
      const body = { code, redirect_uri: redirectUri, code_verifier: codeVerifier };
      const answer = await callAuthorizations(reach, { app, method: 'POST', body, signal });
      return readTokens(answer, 'exchange', reach.clock.now());
    },
    refresh: async ({ app, refreshToken, signal }) => {
      const body = { refresh_token: refreshToken };
      const answer = await callAuthorizations(reach, { app, method: 'POST', body, signal });
      return readTokens(answer, 'refresh', reach.clock.now());
    },
    revoke: async ({ app, accessToken: token, signal }) => {
      const answer = await callAuthorizations(reach, { app, method: 'DELETE', token, signal });
      const isGone = answer.status === 404 || answer.status === 410;
      if (!isGone && !isSuccess(answer)) throw refusal(answer);
    },
    isValid: (access) => isValid(reach, access),
    knowsApp: (app, signal) => knowsApp(reach, app, signal),
  };
}

type Checked = Pick<Access, 'app' | 'accessToken'> & { readonly signal?: AbortSignal | undefined };

async function isValid(reach: Reach, { app, accessToken: token, signal }: Checked): Promise<boolean> {
  const answer = await callAuthorizations(reach, { app, method: 'GET', token, signal });
  if (answer.status === 404 || answer.status === 410) return false;
  if (!isSuccess(answer)) throw refusal(answer);
  const json = unwrapped(readJson(answer.bytes, answer.status), 'authorization');
  return readAs(WireTokenCheck, json, answer.status).valid;
}

/** Asked about a token that nobody has, the channel looks at who asks first: only the app can be refused. */
async function knowsApp(
  reach: Reach,
  app: AppCredentials,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  try {
    await isValid(reach, { app, accessToken: randomBytes(24).toString('hex'), signal });
    return true;
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'auth') return false;
    throw error;
  }
}

const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** No response_type: no integration that works sends one. */
function authorizeUrl(settings: { authorizeUrl: string; scopes: string }, request: AuthorizeRequest): URL {
  const url = new URL(settings.authorizeUrl);
  const fields = {
    client_id: request.app.clientId,
    redirect_uri: request.redirectUri,
    scope: listOf(settings.scopes).join(','),
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url;
}

function listOf(scopes: string): string[] {
  return scopes.split(/[\s,]+/).filter(Boolean);
}

/**
 * Tokens from an answer of the token call, in either wrapping. @throws ChannelError: on a refresh every refusal is `auth`,
 * since all that can differ from the last time is the refresh token
 */
export function readTokens(answer: HttpAnswer, purpose: Purpose, now: Temporal.Instant): Tokens {
  if (!isSuccess(answer)) throw tokenRefusal(answer, purpose);
  const json = unwrapped(readJson(answer.bytes, answer.status), 'authorization');
  const wire = readAs(WireTokens, json, answer.status);
  if (wire.error !== null) throw tokenRefusal(answer, purpose, wire.error);
  if (wire.token_type !== null && wire.token_type.toLowerCase() !== 'bearer')
    throw malformed('brings a token of a type we cannot use', answer.status);
  const accessToken = tokenOf(wire.access_token);
  if (accessToken === null) throw malformed('brings no token', answer.status);
  return {
    accessToken,
    refreshToken: tokenOf(wire.refresh_token),
    expiresAt: now.add({ seconds: lifeSeconds(wire, now) }),
    scopes: wire.scope === null ? null : listOf(wire.scope),
    accountId: wire.user_id,
  };
}

/** Only what may stand in a header: it is sent back in one. */
function tokenOf(text: string | null): string | null {
  return text !== null && /^[\x21-\x7e]{1,4096}$/.test(text) ? text : null;
}

function lifeSeconds(wire: z.infer<typeof WireTokens>, now: Temporal.Instant): number {
  const told = secondsUntil(wire.expires_at, now) ?? numberOf(wire.expires_in) ?? USUAL_LIFE_SECONDS;
  return Math.round(Math.min(Math.max(told, LIFE_SECONDS_MIN), LIFE_SECONDS_MAX));
}

function numberOf(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Seconds from now to an instant told as text, or as seconds or milliseconds since 1970. */
function secondsUntil(text: string | null, now: Temporal.Instant): number | null {
  const value = numberOf(text);
  if (value !== null) return (value > 1e11 ? value / 1000 : value) - now.epochMilliseconds / 1000;
  try {
    const at = Temporal.Instant.from(text ?? '');
    return (at.epochMilliseconds - now.epochMilliseconds) / 1000;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const PASSING = ['temporarily_unavailable', 'server_error'];
const OF_THE_APP = ['invalid_client', 'unauthorized_client'];

/** @param code of a 200 that carries an error; else it is looked for in the body */
function tokenRefusal(answer: HttpAnswer, purpose: Purpose, code = errorCode(answer)): ChannelError {
  const general = refusal(answer);
  if (general.kind === 'limited' || general.kind === 'transient') return general;
  if (code === null && general.kind === 'malformed') return general;
  if (code !== null && PASSING.includes(code)) return refusal(answer, 'transient');
  if (purpose === 'refresh' || general.kind === 'auth' || (code !== null && OF_THE_APP.includes(code)))
    return refusal(answer, 'auth');
  return new ChannelError('rejected', `Airbnb refuses the code it sent us (${answer.status}).`, {
    status: answer.status,
  });
}

function errorCode(answer: HttpAnswer): string | null {
  try {
    return WireTokens.safeParse(readJson(answer.bytes)).data?.error ?? null;
  } catch (error) {
    if (error instanceof ChannelError) return null;
    throw error;
  }
}
