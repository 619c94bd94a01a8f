import { beforeAll, describe, expect, inject, it } from 'vitest';
import { newEstate } from './estate.ts';
import { sender } from './http.ts';
import { cookiesOf, newTeam, signedIn, type Team, trySignIn } from './team.ts';

const appUrl = () => inject('world').appUrl;
let team: Team;
beforeAll(async () => {
  team = await newTeam();
});

describe('a page', () => {
  it.each(['/', '/sign-in', '/calendar', '/no-such-page', '/invite/x'])(
    'runs our scripts only and stands in no frame: %s',
    async (path) => {
      const answer = await team.browser(path);
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe-eval');
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? 'none';
      const scripts = [...answer.text.matchAll(/<script\b([^>]*)>/g)].map(
        ([, attributes = '']) => attributes,
      );
      expect(scripts.length).toBeGreaterThan(0);
      expect(scripts.filter((attributes) => !attributes.includes(`nonce="${nonce}"`))).toEqual([]);
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(answer.headers).not.toHaveProperty('x-powered-by');
      expect(answer.headers['cache-control']).toMatch(/no-store/);
    },
  );

  it('never has the nonce of another', async () => {
    const [one, other] = await Promise.all([team.browser('/sign-in'), team.browser('/sign-in')]);
    expect(one.headers['content-security-policy']).not.toBe(other.headers['content-security-policy']);
  });

  it('is nothing to a stranger but the way in, with the way back', async () => {
    const answer = await sender(appUrl())('/calendar?zoom=2w');
    expect([answer.status, answer.headers.location]).toEqual([307, '/sign-in?next=%2Fcalendar%3Fzoom%3D2w']);
  });

  it.each([
    '%ff',
    '..%2f..%2fetc%2fpasswd',
    '%00',
    'x'.repeat(9_000),
    '<script>alert(1)</script>',
    '%3Cscript%3E',
  ])('is no error of ours at an odd address: /%s', async (path) => {
    const answer = await sender(appUrl())(`/${path}`);
    expect([400, 404]).toContain(answer.status);
    expect(answer.text).not.toMatch(/<script>alert|node_modules|\bat \S+ \(/);
  });
});

describe('where signing in leads', () => {
  const ELSEWHERE = [
    '//evil.example',
    '/\\evil.example',
    'https:evil.example',
    '/%2f%2fevil.example',
    'javascript:alert(1)',
    'https://evil.example',
    '/.//evil.example',
    '/api/auth/signout',
  ];

  it.each(ELSEWHERE)('is never elsewhere: %s', async (next) => {
    const page = await sender(appUrl())(`/sign-in?next=${encodeURIComponent(next)}`);
    expect(page.status).toBe(200);
    // The payload for the browser holds the path it will go to.
    expect(page.text).toContain('\\"next\\":\\"/\\"');
    const send = sender(appUrl(), { origin: appUrl() });
    const csrf = await send('/api/auth/csrf');
    const form = new URLSearchParams({ csrfToken: csrf.body.csrfToken, callbackUrl: next, json: 'true' });
    form.set('email', team.email);
    form.set('password', team.password);
    const answer = await send('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: cookiesOf(csrf) },
      body: form.toString(),
    });
    expect(answer.status).toBe(200);
    expect(new URL(answer.body.url).href).toBe(`${appUrl()}/`);
  });

  it('is our address, whatever Host is sent', async () => {
    for (const name of ['host', 'x-forwarded-host']) {
      const headers = { [name]: 'evil.example' };
      const answer = await trySignIn(appUrl(), team.email, team.password, headers);
      expect(answer.status).toBe(200);
      expect(new URL(answer.body.url).origin).toBe(appUrl());
      const page = await sender(appUrl())('/calendar', { headers });
      expect(page.headers.location).not.toContain('evil');
    }
  });
});

describe("a browser's cookie", () => {
  it('is out of reach for scripts and other sites', async () => {
    const answer = await trySignIn(appUrl(), team.email, team.password);
    const session = answer.headers['set-cookie']?.find((line) => line.includes('session-token')) ?? '';
    expect(session).toMatch(/; HttpOnly/);
    expect(session).toMatch(/; SameSite=Lax/);
    expect(session).toMatch(/; Path=\//);
    expect(session).not.toMatch(/Domain=/);
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { origin: 'https://evil.example' }],
    ['a page without an origin', { origin: 'null' }],
    ['another port', { origin: 'http://localhost:1' }],
    ['our name as the beginning of another', { origin: 'PREFIX' }],
    ['https instead of http', { origin: 'https://localhost' }],
  ])('writes nothing for %s', async (_, { origin = '' }) => {
    const from = origin === 'PREFIX' ? `${appUrl()}.evil.example` : origin;
    for (const [method, path, body] of [
      ['POST', '/api/properties', { name: 'Evil', timezone: 'UTC', currency: 'EUR' }],
      ['PATCH', '/api/me', { name: 'Evil' }],
      ['POST', '/api/sessions/revoke-others', undefined],
    ] as const) {
      const answer = await team.browser(path, {
        method,
        headers: { origin: from },
        ...(body ? { body } : {}),
      });
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'cross_origin']);
    }
    expect((await team.browser('/api/properties')).body.items).toEqual([]);
  });

  it('writes nothing for another site that hides its origin but not that it is one', async () => {
    const cookie = await signedInCookie();
    const program = sender(appUrl(), { cookie, 'sec-fetch-site': 'cross-site' });
    const body = { name: 'Evil', timezone: 'UTC', currency: 'EUR' };
    expect(await program('/api/properties', { method: 'POST', body })).toMatchObject({ status: 403 });
  });

  it('ends with its session: revoked from another browser, the next request is 401', async () => {
    const second = await signedIn(appUrl(), team.email, team.password);
    expect((await second('/api/me')).status).toBe(200);
    const sessions = (await second('/api/sessions')).body.items;
    const { id } = sessions.find((one: { isCurrent: boolean }) => one.isCurrent);
    expect((await team.browser(`/api/sessions/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await second('/api/me')).status).toBe(401);
    expect((await second('/calendar')).status).toBe(307);
    expect((await team.browser('/api/me')).status).toBe(200);
  });

  it('is not a way to act for a key: with both, the key counts', async () => {
    const both = { authorization: 'Bearer lk_0000000000000000000000000000000000000000' };
    expect((await team.browser('/api/me', { headers: both })).status).toBe(401);
  });
});

describe('a delivery that nobody signed', () => {
  it.each<[string, string, Record<string, string>, number]>([
    ['nothing', 'tick', {}, 401],
    ['nonsense', 'tick', { 'upstash-signature': '..' }, 401],
    ['a key of ours', 'tick', { authorization: 'KEY' }, 401],
    ['an unknown name', 'nope', {}, 404],
  ])('does nothing: %s', async (_, name, headers, status) => {
    const authorization: Record<string, string> = headers.authorization
      ? { authorization: `Bearer ${team.ownerKey}` }
      : {};
    const send = { method: 'POST', headers: { ...headers, ...authorization }, body: '{}' };
    expect((await sender(appUrl())(`/api/jobs/${name}`, send)).status).toBe(status);
  });
});

describe('who asks', () => {
  it("is the socket's address, whatever they claim", async () => {
    const claims = {
      'x-forwarded-for': '203.0.113.7',
      'x-real-ip': '203.0.113.7',
      forwarded: 'for=203.0.113.7',
    };
    await trySignIn(appUrl(), team.email, team.password, claims);
    const sessions = await team.browser('/api/sessions');
    expect(sessions.body.items.length).toBeGreaterThan(1);
    expect(sessions.text).not.toContain('203.0.113.7');
    const estate = await newEstate(team);
    const { body } = await team.browser(`/api/calendar/${estate.unit}/token`);
    const feed = await sender(appUrl())(body.url.replace(appUrl(), ''), { headers: claims });
    expect(feed.status).toBe(200);
  });
});

async function signedInCookie(): Promise<string> {
  return cookiesOf(await trySignIn(appUrl(), team.email, team.password));
}
