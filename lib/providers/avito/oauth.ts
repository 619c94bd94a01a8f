import type { z } from 'zod';
import type { HttpAnswer } from '#lib/platform/http.ts';
import type { AuthorizeRequest, OAuthPort, Tokens } from '../access-contract.ts';
import { ChannelError } from '../errors.ts';
import { getSelf, isSuccess, postToken, type Reach, readAs, readJson } from './client.ts';
import { malformed, refusal } from './errors.ts';
import { WireTokens, wordsOf } from './wire.ts';

/*
 * OAuth as Avito does it: the redirect that is registered is the one that counts and is named nowhere, scopes are
 * separated by commas, there is no PKCE, the token call is a form, and no call lets go of a token.
 */

const USUAL_LIFE_SECONDS = 24 * 3600;
const LIFE_SECONDS_MIN = 60;
const LIFE_SECONDS_MAX = 365 * 24 * 3600;

type Purpose = 'exchange' | 'refresh';

export function avitoOAuth(settings: Reach & { authorizeUrl: string; scopes: string }): OAuthPort {
  const reach: Reach = settings;
  const ask = async (purpose: Purpose, fields: Record<string, string>, signal: AbortSignal | undefined) =>
    readTokens(await postToken(reach, fields, signal), purpose, reach.clock.now());
  return {
    scopes: listOf(settings.scopes),
    authorizeUrl: (request) => authorizeUrl(settings, request),
    exchange: ({ app, code, signal }) =>
      ask('exchange', { grant_type: 'authorization_code', ...credentials(app), code }, signal),
    refresh: ({ app, refreshToken, signal }) =>
      ask(
        'refresh',
        { grant_type: 'refresh_token', ...credentials(app), refresh_token: refreshToken },
        signal,
      ),
    // Avito has no call for it: our copy is deleted, the token ends within a day, and the host can take the app's
    // access back in the settings of the account.
    revoke: async () => {},
    isValid: async (access) => {
      try {
        await getSelf(reach, access);
        return true;
      } catch (error) {
        if (error instanceof ChannelError && error.kind === 'auth') return false;
        throw error;
      }
    },
    // The instance's own credentials are the only ones, and its operator sees what they are worth.
    knowsApp: null,
  };
}

function credentials({ clientId, clientSecret }: AuthorizeRequest['app']) {
  return { client_id: clientId, client_secret: clientSecret };
}

function authorizeUrl(settings: { authorizeUrl: string; scopes: string }, request: AuthorizeRequest): URL {
  const url = new URL(settings.authorizeUrl);
  const fields = {
    response_type: 'code',
    client_id: request.app.clientId,
    scope: listOf(settings.scopes).join(','),
    state: request.state,
    pro_users_flow: 'true',
  };
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url;
}

function listOf(scopes: string): string[] {
  return scopes.split(/[\s,]+/).filter(Boolean);
}

/**
 * Tokens from an answer of the token call. A refresh brings a new refresh token, which replaces the old one; without any
 * the connection ends with its token. @throws ChannelError: on a refresh every refusal is `auth`, since all that can
 * differ from the last time is the refresh token
 */
export function readTokens(answer: HttpAnswer, purpose: Purpose, now: Temporal.Instant): Tokens {
  if (!isSuccess(answer)) throw tokenRefusal(answer, purpose);
  const wire = readAs(WireTokens, readJson(answer));
  if (wire.error !== undefined && wire.error !== null) throw tokenRefusal(answer, purpose);
  if (wire.token_type !== null && wire.token_type.toLowerCase() !== 'bearer')
    throw malformed('brings a token of a type we cannot use', answer.status);
  const accessToken = tokenOf(wire.access_token);
  if (accessToken === null) throw malformed('brings no token', answer.status);
  return {
    accessToken,
    refreshToken: tokenOf(wire.refresh_token),
    expiresAt: now.add({ seconds: lifeSeconds(wire) }),
    scopes: wire.scope === null ? null : listOf(wire.scope),
    accountId: null,
  };
}

/** Only what may stand in a header: it is sent back in one. */
function tokenOf(text: string | null): string | null {
  return text !== null && /^[\x21-\x7e]{1,4096}$/.test(text) ? text : null;
}

function lifeSeconds({ expires_in: told }: z.infer<typeof WireTokens>): number {
  const value = told === null || told.trim() === '' ? Number.NaN : Number(told);
  const seconds = Number.isFinite(value) ? value : USUAL_LIFE_SECONDS;
  return Math.round(Math.min(Math.max(seconds, LIFE_SECONDS_MIN), LIFE_SECONDS_MAX));
}

const PASSING = /temporarily_unavailable|server_error/;
const OF_THE_APP = /invalid_client|unauthorized_client/;

function tokenRefusal(answer: HttpAnswer, purpose: Purpose): ChannelError {
  const general = refusal(answer);
  if (general.kind === 'limited' || general.kind === 'transient') return general;
  const words = wordsOf(answer);
  if (PASSING.test(words)) return refusal(answer, 'transient');
  // A page, a redirect: nobody has refused anything. A 200 that carries an error is one that was read.
  if (general.kind === 'malformed' && !isSuccess(answer)) return general;
  if (purpose === 'refresh' || answer.status === 401 || OF_THE_APP.test(words))
    return refusal(answer, 'auth');
  return new ChannelError('rejected', `Avito refuses the code it sent us (${answer.status}).`, {
    status: answer.status,
  });
}
