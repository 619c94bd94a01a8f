import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { testClock } from '#lib/kernel/clock.ts';
import { type ApiAnswer, apiHost } from '#tests/support/api-host.ts';
import type { OAuthPort } from '../access-contract.ts';
import { avitoOAuth } from './oauth.ts';

const clock = testClock('2026-11-20T12:00:00Z');
const APP = { clientId: 'the-app', clientSecret: 'app:secret/é&=' };
const SECRETS = ['app:secret', 'tok-1', 'ref-1', 'code-1'];
const GOOD = {
  access_token: 'tok-1',
  refresh_token: 'ref-1',
  expires_in: 86_400,
  scope: 'user:read,short_term_rent:read',
  token_type: 'Bearer',
};

let host: Awaited<ReturnType<typeof apiHost>>;
let oauth: OAuthPort;

beforeAll(async () => {
  host = await apiHost(() => ({ body: GOOD }));
  oauth = avitoOAuth({
    apiUrl: host.origin,
    icalUrl: host.origin,
    authorizeUrl: 'https://avito.ru/oauth',
    scopes: 'user:read, short_term_rent:read',
    clock,
  });
});
afterAll(() => host.close());
beforeEach(() => {
  host.calls.length = 0;
});

const answers = (body: unknown, more: Partial<ApiAnswer> = {}) => host.set(() => ({ body, ...more }));
const exchange = () =>
  oauth.exchange({ app: APP, code: 'code-1', redirectUri: 'https://us.test/cb', codeVerifier: 'verifier-1' });
const refresh = () => oauth.refresh({ app: APP, refreshToken: 'ref-1' });
const ACCESS = { app: APP, accessToken: 'tok-1', accountId: '77' };

async function failure(work: Promise<unknown>) {
  const error = await work.then(
    () => {
      throw new Error('it succeeded');
    },
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'ChannelError' });
  for (const secret of SECRETS) expect(`${error} ${JSON.stringify(error)}`).not.toContain(secret);
  return error as { kind: string; status: number | null }; // named just above
}

it('sends a person to the consent page with what Avito documents, and nothing else', () => {
  const url = oauth.authorizeUrl({
    app: APP,
    redirectUri: 'https://us.test/cb',
    state: 's t',
    codeChallenge: 'ch',
  });
  expect(`${url.origin}${url.pathname}`).toBe('https://avito.ru/oauth');
  expect(Object.fromEntries(url.searchParams)).toEqual({
    response_type: 'code',
    client_id: 'the-app',
    scope: 'user:read,short_term_rent:read',
    state: 's t',
    pro_users_flow: 'true',
  });
});

it('exchanges a code and a refresh token by a form', async () => {
  answers(GOOD);
  await expect(exchange()).resolves.toEqual({
    accessToken: 'tok-1',
    refreshToken: 'ref-1',
    expiresAt: Temporal.Instant.from('2026-11-21T12:00:00Z'),
    scopes: ['user:read', 'short_term_rent:read'],
    accountId: null,
  });
  await refresh();
  expect(host.calls.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /token', 'POST /token']);
  expect(host.calls.map(({ headers }) => headers['content-type'])).toEqual([
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded',
  ]);
  const app = { client_id: 'the-app', client_secret: 'app:secret/é&=' };
  expect(host.calls.map(({ body }) => Object.fromEntries(new URLSearchParams(body)))).toEqual([
    { grant_type: 'authorization_code', ...app, code: 'code-1' },
    { grant_type: 'refresh_token', ...app, refresh_token: 'ref-1' },
  ]);
});

it('tells where there is no refresh token: offline access is missing', async () => {
  const { refresh_token: _none, ...only } = GOOD;
  answers(only);
  expect((await exchange()).refreshToken).toBeNull();
  answers({ ...GOOD, refresh_token: '' });
  expect((await exchange()).refreshToken).toBeNull();
});

it.each([
  ['86400', 86_400],
  ['"3600"', 3600],
  ['null', 86_400],
  ['""', 86_400],
  ['"soon"', 86_400],
  ['0', 60],
  ['-5', 60],
  ['1e12', 365 * 86_400],
])('a life of %s is one of %i seconds', async (told, seconds) => {
  answers(`{"access_token":"tok-1","expires_in":${told}}`);
  const { expiresAt } = await exchange();
  expect((expiresAt.epochMilliseconds - clock.now().epochMilliseconds) / 1000).toBe(seconds);
});

it.each([
  ['a type we cannot use', { ...GOOD, token_type: 'mac' }],
  ['no token', { ...GOOD, access_token: '' }],
  ['a token that no header takes', { ...GOOD, access_token: 'a\r\nb: c' }],
  ['a page', '<html>'],
  ['nothing', ''],
])('%s is no grant', async (_what, body) => {
  answers(body);
  expect((await failure(exchange())).kind).toBe('malformed');
  expect((await failure(refresh())).kind).toBe('malformed');
});

describe('a refusal', () => {
  it.each([
    ['a code that is over', 400, { error: 'invalid_grant' }, 'rejected', 'auth'],
    ['the same with 200', 200, { error: 'invalid_grant' }, 'rejected', 'auth'],
    ['in Avito’s own shape', 400, { error: { code: 400, message: 'invalid code' } }, 'rejected', 'auth'],
    ['a key that is wrong', 401, { error: 'invalid_client' }, 'auth', 'auth'],
    ['a key that is wrong, with 400', 400, { error: 'invalid_client' }, 'auth', 'auth'],
    ['403', 403, { result: { message: 'no' } }, 'rejected', 'auth'],
    ['404', 404, {}, 'rejected', 'auth'],
    ['for a while', 400, { error: 'temporarily_unavailable' }, 'transient', 'transient'],
    ['an error of theirs', 503, {}, 'transient', 'transient'],
    ['too many', 429, {}, 'limited', 'limited'],
    ['a redirect', 302, '', 'malformed', 'malformed'],
    ['a firewall’s page', 403, '<html>', 'malformed', 'malformed'],
  ])('%s (%i)', async (_what, status, body, onExchange, onRefresh) => {
    answers(body, { status });
    expect((await failure(exchange())).kind).toBe(onExchange);
    expect((await failure(refresh())).kind).toBe(onRefresh);
  });
});

it('letting go asks nothing: Avito has no call for it', async () => {
  await oauth.revoke(ACCESS);
  expect(host.calls).toEqual([]);
});

it.each([
  [200, { id: 77 }, true],
  [401, {}, false],
  [403, { error: { message: 'token_expired' } }, false],
  [403, '', false],
])('a token is looked at by asking whose it is: %i', async (status, body, isValid) => {
  answers(body, { status });
  await expect(oauth.isValid(ACCESS)).resolves.toBe(isValid);
  expect(host.calls[0]?.path).toBe('/core/v1/accounts/self');
});

it('trouble of the channel says nothing of the token', async () => {
  answers({}, { status: 500 });
  expect((await failure(oauth.isValid(ACCESS))).kind).toBe('transient');
});
