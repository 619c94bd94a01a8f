import { describe, expect, it } from 'vitest';
import { BASIC, CALLBACK, CHALLENGE, consent, token, VERIFIER, world } from './test-world.ts';

const PKCE = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
const authorizePath = (change: Record<string, string> = {}) =>
  `/airbnb/oauth2/auth?${new URLSearchParams({
    client_id: 'latchkey-demo',
    redirect_uri: CALLBACK,
    scope: 'property_management,messages_read',
    state: 's',
    ...change,
  })}`;

describe('consent', () => {
  it('shows who asks for what, with every hosting account to choose from', async () => {
    const at = world();
    const page = await (await at.call('GET', authorizePath(PKCE))).text();
    for (const text of [
      'latchkey-demo',
      'Read messages',
      'Marta Oliveira',
      'Joana Pires',
      'Approve',
      'Refuse',
    ]) {
      expect(page).toContain(text);
    }
  });

  it('for an unknown app or a redirect that is not registered is an error page without a redirect', async () => {
    const at = world();
    const wrong: Record<string, string>[] = [
      { client_id: 'someone' },
      { redirect_uri: 'https://evil.example/api/integrations/airbnb/callback' },
      { redirect_uri: 'http://localhost:3000/elsewhere' },
      { redirect_uri: 'javascript:alert(1)' },
    ];
    for (const change of wrong) {
      const answer = await at.call('GET', authorizePath(change));
      expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('escapes what the link carries', async () => {
    const at = world();
    const page = await (await at.call('GET', authorizePath({ state: '"><script>1</script>' }))).text();
    expect(page).not.toContain('<script>1');
  });

  it('approved goes back with code, granted scopes and state', async () => {
    const back = await consent(world());
    expect(back.href.startsWith(CALLBACK)).toBe(true);
    expect([back.searchParams.get('scope'), back.searchParams.get('state')]).toEqual([
      'property_management',
      'state-1',
    ]);
    expect(back.searchParams.get('code')).toMatch(/^[0-9a-f]{48}$/);
  });

  it('refused, or approved with nothing granted, goes back with an error and no code', async () => {
    const at = world();
    for (const back of [await consent(at, { decision: 'refuse' }), await consent(at, {}, [])]) {
      expect(back.searchParams.get('error')).toBe('access_denied');
      expect(back.searchParams.get('error_description')).toBeTruthy();
      expect([back.searchParams.get('code'), back.searchParams.get('state')]).toEqual([null, 'state-1']);
    }
  });

  it('with a plain challenge or an unknown scope tells the app its mistake', async () => {
    const at = world();
    const plain = { code_challenge: 'x', code_challenge_method: 'plain' };
    const changes: Record<string, string>[] = [plain, { scope: 'listings:read' }];
    const mistakes = changes.map(async (change) => {
      const answer = await at.call('GET', authorizePath(change));
      return new URL(answer.headers.get('location') ?? '').searchParams.get('error');
    });
    expect(await Promise.all(mistakes)).toEqual(['invalid_request', 'invalid_scope']);
  });
});

describe('the token call', () => {
  const codeOf = async (at: ReturnType<typeof world>, fields = {}) =>
    (await consent(at, fields)).searchParams.get('code') ?? '';

  it('trades a code once', async () => {
    const at = world();
    const code = await codeOf(at);
    const grant = await (await token(at, { code, redirect_uri: CALLBACK })).json();
    expect(grant).toMatchObject({ user_id: 412093817, expires_at: 1795262400 });
    expect(Object.keys(grant).sort()).toEqual(['access_token', 'expires_at', 'refresh_token', 'user_id']);
    expect((await token(at, { code })).status).toBe(400);
  });

  it('wants the verifier where consent had a challenge', async () => {
    const at = world();
    expect((await token(at, { code: await codeOf(at, PKCE) })).status).toBe(400);
    expect((await token(at, { code: await codeOf(at, PKCE), code_verifier: 'other' })).status).toBe(400);
    expect((await token(at, { code: await codeOf(at, PKCE), code_verifier: VERIFIER })).status).toBe(200);
  });

  it('refuses another redirect, an old code, and a wrong secret', async () => {
    const at = world();
    const elsewhere = CALLBACK.replace('3000', '3001');
    expect((await token(at, { code: await codeOf(at), redirect_uri: elsewhere })).status).toBe(400);
    const code = await codeOf(at);
    at.clock.advance({ minutes: 10 });
    expect((await token(at, { code })).status).toBe(400);
    const wrong = { authorization: `Basic ${Buffer.from('latchkey-demo:no').toString('base64')}` };
    expect((await at.call('POST', '/airbnb/v2/oauth2/authorizations', { code }, wrong)).status).toBe(401);
  });

  it('wraps its answer unless it is told not to, and names the expiry as it is set to', async () => {
    const at = world();
    await at.control('PUT', '/settings', { expiry: 'expires_in', tokenSeconds: 60 });
    const wrapped = await (await token(at, { code: await codeOf(at) }, '')).json();
    expect(wrapped.authorization.expires_in).toBe(60);
    await at.control('PUT', '/settings', { expiry: 'absent' });
    const bare = await (await token(at, { code: await codeOf(at) })).json();
    expect(Object.keys(bare).filter((key) => key.startsWith('expires'))).toEqual([]);
  });

  it('with rotation gives a new refresh token and forgets the old one', async () => {
    const at = world();
    const first = await (await token(at, { code: await codeOf(at) })).json();
    const second = await (await token(at, { refresh_token: first.refresh_token })).json();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await token(at, { refresh_token: first.refresh_token })).status).toBe(400);
    expect((await token(at, { refresh_token: second.refresh_token })).status).toBe(200);
  });

  it.each(['keeps', 'omits'])('that %s the refresh token leaves the old one good', async (refresh) => {
    const at = world();
    await at.control('PUT', '/settings', { refresh });
    const first = await (await token(at, { code: await codeOf(at) })).json();
    const second = await (await token(at, { refresh_token: first.refresh_token })).json();
    expect(second.refresh_token).toBe(refresh === 'keeps' ? first.refresh_token : undefined);
    expect((await token(at, { refresh_token: first.refresh_token })).status).toBe(200);
  });

  it('knows which tokens are good, and answers 404 for one revoked before', async () => {
    const at = world();
    const { access_token: access, refresh_token } = await (
      await token(at, { code: await codeOf(at) })
    ).json();
    const path = `/airbnb/v2/oauth2/authorizations/${access}?_unwrapped=true`;
    const basic = { authorization: BASIC };
    const valid = async () => (await (await at.call('GET', path, undefined, basic)).json()).valid;
    expect(await valid()).toBe(true);
    at.clock.advance({ hours: 24 });
    expect(await valid()).toBe(false);
    expect((await at.call('DELETE', path, undefined, basic)).status).toBe(200);
    expect((await at.call('DELETE', path, undefined, basic)).status).toBe(404);
    expect((await token(at, { refresh_token })).status).toBe(400);
  });
});
