import { describe, expect, it } from 'vitest';
import { ANNA, CALLBACK, connect, consent, SCOPES, token, type World, world } from './test-world.ts';

const authorizePath = (change: Record<string, string> = {}) =>
  `/avito/oauth?${new URLSearchParams({
    response_type: 'code',
    client_id: 'latchkey-demo',
    scope: SCOPES,
    state: 's',
    pro_users_flow: 'true',
    ...change,
  })}`;
const codeOf = async (at: World) => (await consent(at)).searchParams.get('code') ?? '';
const trade = async (at: World) =>
  await (await token(at, { grant_type: 'authorization_code', code: await codeOf(at) })).json();

describe('consent', () => {
  it('shows who asks for what, with every account to choose from, and needs no redirect_uri', async () => {
    const at = world();
    const page = await (await at.call('GET', authorizePath())).text();
    for (const text of ['latchkey-demo', 'Анна Белова', 'Сергей Климов', 'items:info', 'Allow', 'Deny']) {
      expect(page).toContain(text);
    }
  });

  it('of an unknown app is an error page without a redirect', async () => {
    const answer = await world().call('GET', authorizePath({ client_id: 'someone' }));
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
  });

  it('escapes what the link carries', async () => {
    const page = await (await world().call('GET', authorizePath({ state: '"><script>1</script>' }))).text();
    expect(page).not.toContain('<script>1');
  });

  it('allowed goes back to the registered address with code and state, wherever the link points', async () => {
    const back = await consent(world(), { redirect_uri: 'https://evil.example/' });
    expect(back.href.startsWith(`${CALLBACK}?`)).toBe(true);
    expect([...back.searchParams.keys()]).toEqual(['code', 'state']);
    expect(back.searchParams.get('state')).toBe('state-1');
  });

  it('goes where the settings say the app is registered', async () => {
    const at = world();
    await at.control('PUT', '/settings', { redirectUri: 'http://127.0.0.1:9/back' });
    expect((await consent(at)).origin).toBe('http://127.0.0.1:9');
  });

  it('denied goes back with an error, a description and the state', async () => {
    const back = await consent(world(), { decision: 'refuse' });
    expect([...back.searchParams.keys()]).toEqual(['error', 'error_description', 'state']);
    expect(back.searchParams.get('error')).toBe('access_denied');
  });

  it.each([
    [{ scope: 'user:read short_term_rent:read' }, 'invalid_scope'],
    [{ scope: 'listings:read' }, 'invalid_scope'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
  ] as const)('asked with %j tells the app its mistake', async (change, error) => {
    const answer = await world().call('GET', authorizePath(change));
    expect(new URL(answer.headers.get('location') ?? '').searchParams.get('error')).toBe(error);
  });
});

describe('the token call', () => {
  it('trades a code once, with or without the slash at the end', async () => {
    const at = world();
    const code = await codeOf(at);
    const fields = { grant_type: 'authorization_code', code };
    const grant = await (await token(at, fields, '/avito/token/')).json();
    expect(grant).toMatchObject({ expires_in: 86_400, scope: SCOPES, token_type: 'Bearer' });
    expect(Object.keys(grant).sort()).toEqual([
      'access_token',
      'expires_in',
      'refresh_token',
      'scope',
      'token_type',
    ]);
    expect((await token(at, fields)).status).toBe(400);
  });

  it('refuses an old code, a wrong secret, an unknown grant, and JSON', async () => {
    const at = world();
    const fields = { grant_type: 'authorization_code', code: await codeOf(at) };
    expect((await token(at, { ...fields, client_secret: 'no' })).status).toBe(401);
    expect((await token(at, { ...fields, grant_type: 'password' })).status).toBe(400);
    const json = { 'content-type': 'application/json' };
    expect((await at.call('POST', '/avito/token', JSON.stringify(fields), json)).status).toBe(400);
    at.clock.advance({ minutes: 10 });
    expect(await (await token(at, fields)).json()).toMatchObject({ error: 'invalid_grant' });
  });

  it('renews with a refresh token that is good once, and gives the next', async () => {
    const at = world();
    const first = await trade(at);
    const fields = { grant_type: 'refresh_token', refresh_token: first.refresh_token };
    const second = await (await token(at, fields)).json();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await token(at, fields)).status).toBe(400);
    expect((await token(at, { ...fields, refresh_token: second.refresh_token })).status).toBe(200);
  });

  it('at refresh=none gives no refresh token, and takes none', async () => {
    const at = world();
    const before = await trade(at);
    await at.control('PUT', '/settings', { refresh: 'none' });
    expect(await trade(at)).not.toHaveProperty('refresh_token');
    const fields = { grant_type: 'refresh_token', refresh_token: before.refresh_token };
    expect((await token(at, fields)).status).toBe(400);
  });

  it('with client_credentials is for the owner of the app, and cannot be renewed', async () => {
    const at = world();
    const grant = await (await token(at, { grant_type: 'client_credentials' })).json();
    expect(grant).not.toHaveProperty('refresh_token');
    expect((await (await at.api(grant.access_token, 'GET', 'core/v1/accounts/self')).json()).id).toBe(
      Number(ANNA),
    );
  });
});

describe('an access token', () => {
  const self = async (at: World, access: string) => await at.api(access, 'GET', 'core/v1/accounts/self');

  it.each(['403', '401'])('that ran out is answered %s, with words that say so', async (expired) => {
    const at = world();
    await at.control('PUT', '/settings', { expired });
    const access = await connect(at);
    at.clock.advance({ hours: 24 });
    const answer = await self(at, access);
    expect(answer.status).toBe(Number(expired));
    expect((await answer.json()).result.message).toContain('token_expired');
  });

  it('can be made to run out, one or all of an account', async () => {
    const at = world();
    const [one, other] = [await connect(at), await connect(at)];
    expect(await at.control('POST', '/expire-token', { token: one })).toEqual({ expired: 1 });
    expect([(await self(at, one)).status, (await self(at, other)).status]).toEqual([403, 200]);
    await at.control('POST', '/expire-token', { account: ANNA });
    expect((await self(at, other)).status).toBe(403);
  });

  it('that is unknown or taken back is 401 in a shape of its own', async () => {
    const at = world();
    const access = await connect(at);
    await at.control('POST', '/revoke', { account: ANNA });
    for (const held of [access, 'nonsense']) {
      const answer = await self(at, held);
      expect([answer.status, (await answer.json()).result.message]).toEqual([401, 'invalid access token']);
    }
  });

  it('without the scope is a plain 403', async () => {
    const at = world();
    const access = await connect(at, ANNA, 'user:read,short_term_rent:read,short_term_rent:write');
    const answer = await at.api(access, 'GET', 'core/v1/items');
    expect([answer.status, (await answer.json()).error.code]).toEqual([403, 403]);
    expect((await self(at, access)).status).toBe(200);
  });
});
