import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { type ApiAnswer, apiHost } from '#tests/support/api-host.ts';
import type { OAuthPort } from '../access-contract.ts';
import { airbnbOAuth } from './auth.ts';

const NOW = '2026-11-20T12:00:00Z';
const APP = { clientId: 'the-app', clientSecret: 'app:secret/é' };
const SECRETS = ['app:secret', 'tok-1', 'ref-1', 'code-1', 'verifier-1'];
const GOOD = { access_token: 'tok-1', refresh_token: 'ref-1', user_id: 77, token_type: 'Bearer' };
const clock = testClock(NOW);

let host: Awaited<ReturnType<typeof apiHost>>;
let oauth: OAuthPort;
/** The same, without patience. */
let hasty: OAuthPort;

beforeAll(async () => {
  host = await apiHost(() => ({ body: GOOD }));
  const settings = {
    apiUrl: `${host.origin}/v2/`,
    authorizeUrl: 'https://www.airbnb.com/oauth2/auth',
    scopes: 'property_management, reservations_web_hooks',
    clock,
  };
  oauth = airbnbOAuth(settings);
  hasty = airbnbOAuth({ ...settings, limits: { totalMs: 30 } });
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
});

const answers = (body: unknown, more: Partial<ApiAnswer> = {}) => host.set(() => ({ body, ...more }));
const exchange = (port = oauth) =>
  port.exchange({ app: APP, code: 'code-1', redirectUri: 'https://us.test/cb', codeVerifier: 'verifier-1' });
const refresh = () => oauth.refresh({ app: APP, refreshToken: 'ref-1' });
const ACCESS = { app: APP, accessToken: 'tok-1', accountId: '77' };

async function failure(work: Promise<unknown>): Promise<{ kind: string; status: number | null }> {
  const error = await work.then(
    () => {
      throw new Error('it succeeded');
    },
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'ChannelError' });
  const words = `${error} ${JSON.stringify(error)}`;
  for (const secret of SECRETS) expect(words).not.toContain(secret);
  return error as { kind: string; status: number | null }; // named just above
}

it('sends a person to the consent page with PKCE, the scopes by comma, and nothing secret', () => {
  const url = oauth.authorizeUrl({
    app: APP,
    redirectUri: 'https://us.test/cb?a=1',
    state: 's t',
    codeChallenge: 'ch',
  });
  expect(`${url.origin}${url.pathname}`).toBe('https://www.airbnb.com/oauth2/auth');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'the-app',
    redirect_uri: 'https://us.test/cb?a=1',
    scope: 'property_management,reservations_web_hooks',
    state: 's t',
    code_challenge: 'ch',
    code_challenge_method: 'S256',
  });
});

describe('the token call', () => {
  it('is Basic with a JSON body: code, redirect and verifier', async () => {
    answers(GOOD);
    await exchange();
    const [call] = host.calls;
    expect(call).toMatchObject({ method: 'POST', path: '/v2/oauth2/authorizations' });
    expect(call?.query.get('_unwrapped')).toBe('true');
    expect(call?.headers.authorization).toBe(
      `Basic ${Buffer.from('the-app:app:secret/é').toString('base64')}`,
    );
    expect(call?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(call?.body ?? '')).toEqual({
      code: 'code-1',
      redirect_uri: 'https://us.test/cb',
      code_verifier: 'verifier-1',
    });
  });

  it('refreshes with the refresh token alone', async () => {
    answers(GOOD);
    await refresh();
    expect(JSON.parse(host.calls[0]?.body ?? '')).toEqual({ refresh_token: 'ref-1' });
  });

  it.each([[GOOD], [{ authorization: GOOD, metadata: {} }]])(
    'is understood in either wrapping',
    async (body) => {
      answers(body);
      await expect(exchange()).resolves.toEqual({
        accessToken: 'tok-1',
        refreshToken: 'ref-1',
        expiresAt: Temporal.Instant.from('2026-11-21T12:00:00Z'),
        scopes: null,
        accountId: '77',
      });
    },
  );

  it('keeps the digits of an account, and brings null for what is not told', async () => {
    answers('{"access_token":"tok-2","user_id":9223372036854775807}');
    await expect(refresh()).resolves.toMatchObject({
      refreshToken: null,
      scopes: null,
      accountId: '9223372036854775807',
    });
    answers({ access_token: 'tok-2', refresh_token: null, scope: 'a,b c' });
    await expect(refresh()).resolves.toMatchObject({
      refreshToken: null,
      scopes: ['a', 'b', 'c'],
      accountId: null,
    });
  });
});

const HOUR = '2026-11-20T13:00:00Z';
const DAY = '2026-11-21T12:00:00Z';
const MINUTE = '2026-11-20T12:01:00Z';
const YEAR = '2027-11-20T12:00:00Z';

describe('an expiry', () => {
  it.each([
    ['{"expires_in":3600}', HOUR],
    ['{"expires_in":"3600"}', HOUR],
    ['{"expires_in":0}', MINUTE],
    ['{"expires_in":-5}', MINUTE],
    ['{"expires_in":1e12}', YEAR],
    ['{"expires_in":"abc"}', DAY],
    ['{"expires_in":""}', DAY],
    ['{"expires_in":null}', DAY],
    ['{"expires_in":1e999}', DAY],
    ['{"expires_in":{}}', DAY],
    ['{}', DAY],
    [`{"expires_at":"${HOUR}"}`, HOUR],
    ['{"expires_at":"2026-11-20T14:00:00+01:00"}', HOUR],
    ['{"expires_at":1795179600}', HOUR],
    ['{"expires_at":"1795179600"}', HOUR],
    ['{"expires_at":1795179600000}', HOUR],
    ['{"expires_at":0}', MINUTE],
    ['{"expires_at":"soon"}', DAY],
    ['{"expires_at":"soon","expires_in":3600}', HOUR],
  ])('told as %s is %s', async (told, expected) => {
    answers(`{"access_token":"tok-1",${told.slice(1)}`.replace(',}', '}'));
    expect((await exchange()).expiresAt.toString()).toBe(expected);
  });
});

describe('a token', () => {
  it.each([['Bearer'], ['bearer'], [undefined], [null]])('of type %s is taken', async (token_type) => {
    answers({ ...GOOD, token_type });
    await expect(exchange()).resolves.toMatchObject({ accessToken: 'tok-1' });
  });

  it.each([
    [{ ...GOOD, token_type: 'mac' }],
    [{ ...GOOD, token_type: '' }],
    [{ refresh_token: 'ref-1' }],
    [{ ...GOOD, access_token: '' }],
    [{ ...GOOD, access_token: 'a\r\nX-Evil: 1' }],
    [{ ...GOOD, access_token: {} }],
    [[]],
    ['<!doctype html><title>Sign in</title>'],
    ['{"access_token":"tok-1"'],
    [''],
  ])('is not believed of %o', async (body) => {
    answers(body);
    expect(await failure(exchange())).toMatchObject({ kind: 'malformed' });
  });
});

describe('a refusal', () => {
  it.each([
    ['exchange', 400, { error: 'invalid_grant' }, 'rejected'],
    ['exchange', 200, { error: 'invalid_grant', error_description: 'code-1' }, 'rejected'],
    ['exchange', 200, { error: 'invalid_client' }, 'auth'],
    ['exchange', 401, { error: 'invalid_client' }, 'auth'],
    ['exchange', 400, 'no', 'rejected'],
    ['exchange', 200, { error: 'temporarily_unavailable' }, 'transient'],
    ['exchange', 302, '', 'malformed'],
    ['exchange', 500, { error: 'invalid_grant' }, 'transient'],
    ['exchange', 429, '', 'limited'],
    ['refresh', 400, { error: 'invalid_grant' }, 'auth'],
    ['refresh', 400, {}, 'auth'],
    ['refresh', 200, { error: 'invalid_grant' }, 'auth'],
    ['refresh', 401, '', 'auth'],
    ['refresh', 403, '', 'auth'],
    ['refresh', 404, '', 'auth'],
    ['refresh', 200, { error: 'server_error' }, 'transient'],
    ['refresh', 503, '<html>', 'transient'],
    ['refresh', 429, '', 'limited'],
    ['refresh', 302, '', 'malformed'],
  ])('of %s by %i %j is %s, and repeats nothing we sent', async (purpose, status, body, kind) => {
    answers(body, { status, headers: { location: 'https://elsewhere.test/?code=code-1' } });
    expect(await failure(purpose === 'exchange' ? exchange() : refresh())).toMatchObject({ kind, status });
    expect(host.calls).toHaveLength(1);
  });

  it('that never comes, or comes cut, is transient', async () => {
    answers(GOOD, { delayMs: 1_000 });
    expect(await failure(exchange(hasty))).toMatchObject({ kind: 'transient', status: null });
    answers(GOOD, { isCut: true, headers: { 'content-length': '500' } });
    expect(await failure(exchange())).toMatchObject({ kind: 'transient', status: null });
  });
});

describe('revoking', () => {
  it.each([[200], [204], [404], [410]])('%i is a success', async (status) => {
    answers('', { status });
    await expect(oauth.revoke(ACCESS)).resolves.toBeUndefined();
    expect(host.calls[0]).toMatchObject({ method: 'DELETE', path: '/v2/oauth2/authorizations/tok-1' });
    expect(host.calls[0]?.headers.authorization).toMatch(/^Basic /);
  });

  it.each([
    [401, 'auth'],
    [500, 'transient'],
    [429, 'limited'],
  ])('%i is %s', async (status, kind) => {
    answers('', { status });
    expect(await failure(oauth.revoke(ACCESS))).toMatchObject({ kind, status });
  });
});

describe('asking whether a token works', () => {
  it.each([
    [200, { valid: true }, true],
    [200, { valid: false }, false],
    [200, { authorization: { valid: true } }, true],
    [404, '', false],
  ])('%i %j is %s', async (status, body, expected) => {
    answers(body, { status });
    await expect(oauth.isValid(ACCESS)).resolves.toBe(expected);
    expect(host.calls[0]).toMatchObject({ method: 'GET', path: '/v2/oauth2/authorizations/tok-1' });
  });

  it.each([
    [200, {}, 'malformed'],
    [200, { valid: 'yes' }, 'malformed'],
    [401, '', 'auth'],
    [503, '', 'transient'],
  ])('%i %j is no answer but %s', async (status, body, kind) => {
    answers(body, { status });
    expect(await failure(oauth.isValid(ACCESS))).toMatchObject({ kind });
  });
});

describe('asking whether the app is known', () => {
  const app = ACCESS.app;

  it.each([
    [200, { valid: false }, true],
    [404, '', true],
    [401, '', false],
    [403, '', false],
  ])('%i %j is %s', async (status, body, expected) => {
    answers(body, { status });
    await expect(oauth.knowsApp?.(app)).resolves.toBe(expected);
  });

  it('is not answered by a channel that has an error of its own', async () => {
    answers('', { status: 503 });
    expect(await failure(oauth.knowsApp?.(app) ?? Promise.resolve())).toMatchObject({ kind: 'transient' });
  });
});
