import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as getMe } from '#app/api/me/route.ts';
import { PATCH as renameOrganization } from '#app/api/organization/route.ts';
import { POST as createProperty } from '#app/api/properties/route.ts';
import { DELETE as revokeSession } from '#app/api/sessions/[id]/route.ts';
import { POST as revokeOthers } from '#app/api/sessions/revoke-others/route.ts';
import { GET as listSessions } from '#app/api/sessions/route.ts';
import { POST as signUp } from '#app/api/sign-up/route.ts';
import { sessions } from '#db/schema/organizations.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, TEST_APP_URL, type TestRuntime } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';

const PASSWORD = 'correct horse battery';
const clock = testClock('2026-12-01T08:00:00Z');
let runtime: TestRuntime;
let people = 0;

beforeAll(async () => {
  runtime = await startTestRuntime({ clock, env: { SIGNUP: 'open' } });
});
afterAll(() => runtime.end());

/** Someone with an organization of their own, at an address of their own. */
async function newPerson(): Promise<{ visitor: Visitor; email: string }> {
  people += 1;
  const email = `person${people}@example.com`;
  const visitor = new Visitor(`198.51.100.${people}`);
  const body = { organization: `House ${people}`, name: 'Anna', email, password: PASSWORD };
  expect(await visitor.send(signUp, 'POST', { body })).toMatchObject({ status: 201 });
  return { visitor, email };
}

async function signedIn(): Promise<{ visitor: Visitor; email: string }> {
  const person = await newPerson();
  expect(await person.visitor.signIn(person.email, PASSWORD)).toMatchObject({ status: 200 });
  return person;
}

describe('signing in', () => {
  it('opens the API to the browser that did it, and to no other', async () => {
    const { visitor, email } = await newPerson();
    expect((await visitor.send(getMe, 'GET')).status).toBe(401);
    expect(await visitor.signIn(email, PASSWORD)).toMatchObject({
      status: 200,
      body: { url: `${TEST_APP_URL}/` },
    });
    const me = await visitor.send(getMe, 'GET');
    expect(me).toMatchObject({ status: 200, body: { user: { email, name: 'Anna' }, role: 'owner' } });
    expect((await new Visitor().send(getMe, 'GET')).status).toBe(401);
  });

  it('knows the address however it is spelled', async () => {
    const { visitor, email } = await newPerson();
    expect((await visitor.signIn(` ${email.toUpperCase().replace('@', '＠')} `, PASSWORD)).status).toBe(200);
    expect((await visitor.send(getMe, 'GET')).body.user.email).toBe(email);
  });

  it.each([
    ['a wrong password', (email: string) => [email, 'wrong password']],
    ['an unknown address', () => ['nobody@example.com', PASSWORD]],
    ['no address at all', () => ['', PASSWORD]],
    ['an address with a NUL', (email: string) => [`${email}\u0000`, PASSWORD]],
    ['a password of 300 characters', (email: string) => [email, 'x'.repeat(300)]],
  ])('%s is told as one and the same refusal', async (_what, credentials) => {
    const { visitor, email } = await newPerson();
    const [given = '', password = ''] = credentials(email);
    const answer = await visitor.signIn(given, password);
    expect(answer.status).toBe(401);
    expect(new URL(answer.body.url).searchParams.get('error')).toBe('CredentialsSignin');
    expect((await visitor.send(getMe, 'GET')).status).toBe(401);
  });

  it('without its CSRF token signs nobody in', async () => {
    const { visitor, email } = await newPerson();
    await visitor.auth('POST', 'callback/credentials', {
      email,
      password: PASSWORD,
      csrfToken: 'f'.repeat(64),
      json: 'true',
    });
    expect((await visitor.send(getMe, 'GET')).status).toBe(401);
  });

  it('from another origin is refused, whatever the token', async () => {
    const { visitor, email } = await newPerson();
    const answer = await visitor.signIn(email, PASSWORD, { origin: 'https://evil.example' });
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross_origin' } });
    expect((await visitor.send(getMe, 'GET')).status).toBe(401);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'x'])(
    'does not go on to %s',
    async (callbackUrl) => {
      const { visitor, email } = await newPerson();
      const fields = { email, password: PASSWORD, callbackUrl, json: 'true' };
      const answer = await visitor.auth('POST', 'callback/credentials', fields);
      expect(answer).toMatchObject({ status: 200, body: { url: `${TEST_APP_URL}/` } });
    },
  );

  it('goes on to the page that asked for it', async () => {
    const { visitor, email } = await newPerson();
    const fields = { email, password: PASSWORD, callbackUrl: '/calendar?unit=x', json: 'true' };
    const answer = await visitor.auth('POST', 'callback/credentials', fields);
    expect(answer.body.url).toBe(`${TEST_APP_URL}/calendar?unit=x`);
  });

  it('keeps the person out of the token: it names a session and nothing else', async () => {
    const { visitor } = await signedIn();
    const { decode } = await import('next-auth/jwt');
    const token = visitor.cookies.get('next-auth.session-token') ?? '';
    const claims = await decode({ token, secret: runtime.env.NEXTAUTH_SECRET });
    expect(Object.keys(claims ?? {}).sort()).toEqual(['exp', 'iat', 'jti', 'sid']);
  });

  it('is slowed down after ten wrong passwords, for that address from that place alone', async () => {
    const { visitor, email } = await newPerson();
    for (let i = 0; i < 10; i++) expect((await visitor.signIn(email, `wrong ${i}`)).status).toBe(401);
    const answer = await visitor.signIn(email, PASSWORD);
    expect(answer).toMatchObject({ status: 429, body: { code: 'too_many_requests' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(new URL(answer.body.url).searchParams.get('error')).toBe('TooManyAttempts');
    expect((await new Visitor('192.0.2.200').signIn(email, PASSWORD)).status).toBe(200);
    const neighbour = await newPerson();
    const sameplace = new Visitor(visitor.ip);
    expect((await sameplace.signIn(neighbour.email, PASSWORD)).status).toBe(200);
  });

  it('that succeeds forgets the wrong passwords before it', async () => {
    const { visitor, email } = await newPerson();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 5; i++) expect((await visitor.signIn(email, `wrong ${i}`)).status).toBe(401);
      expect((await visitor.signIn(email, PASSWORD)).status).toBe(200);
    }
  });
});

describe('a session', () => {
  it('that is signed out is over, also for a copy of its cookie', async () => {
    const { visitor } = await signedIn();
    const thief = new Visitor();
    for (const [name, value] of visitor.cookies) thief.cookies.set(name, value);
    expect((await thief.send(getMe, 'GET')).status).toBe(200);
    await visitor.signOut();
    expect(visitor.cookies.has('next-auth.session-token')).toBe(false);
    expect((await thief.send(getMe, 'GET')).status).toBe(401);
  });

  it('that is revoked from another browser is 401 at once; revoking it again changes nothing', async () => {
    const { visitor, email } = await signedIn();
    const phone = new Visitor('192.0.2.9');
    await phone.signIn(email, PASSWORD);
    const listed = await visitor.send(listSessions, 'GET');
    expect(listed.body.items).toHaveLength(2);
    const other = listed.body.items.find((one: { isCurrent: boolean }) => !one.isCurrent);
    expect(other).toMatchObject({ ip: '192.0.2.9' });
    for (let time = 0; time < 2; time++) {
      expect((await visitor.send(revokeSession, 'DELETE', { params: { id: other.id } })).status).toBe(204);
    }
    expect((await phone.send(getMe, 'GET')).status).toBe(401);
    expect((await phone.auth('GET', 'session')).body).toEqual({});
    expect(phone.cookies.has('next-auth.session-token')).toBe(false);
    expect((await visitor.send(getMe, 'GET')).status).toBe(200);
  });

  it('of somebody else is 404 to revoke, and stays', async () => {
    const [mine, theirs] = [await signedIn(), await signedIn()];
    const [session] = (await theirs.visitor.send(listSessions, 'GET')).body.items;
    const answer = await mine.visitor.send(revokeSession, 'DELETE', { params: { id: session.id } });
    expect(answer.status).toBe(404);
    expect((await theirs.visitor.send(getMe, 'GET')).status).toBe(200);
  });

  it('outlives "sign out the others", which ends every other one', async () => {
    const { visitor, email } = await signedIn();
    const phone = new Visitor('192.0.2.10');
    await phone.signIn(email, PASSWORD);
    expect(await visitor.send(revokeOthers, 'POST')).toMatchObject({ status: 200, body: { revoked: 1 } });
    expect((await phone.send(getMe, 'GET')).status).toBe(401);
    expect((await visitor.send(getMe, 'GET')).status).toBe(200);
  });

  it('ends by itself after thirty days', async () => {
    const { visitor } = await signedIn();
    clock.advance({ hours: 30 * 24 - 1 });
    expect((await visitor.send(getMe, 'GET')).status).toBe(200);
    clock.advance({ hours: 1 });
    expect((await visitor.send(getMe, 'GET')).status).toBe(401);
  });

  it('moves its "last seen" at most once a minute', async () => {
    const { visitor } = await signedIn();
    const seen = async () => (await visitor.send(listSessions, 'GET')).body.items[0].lastSeenAt;
    const first = await seen();
    clock.advance({ seconds: 60 });
    expect(await seen()).toBe(first);
    clock.advance({ seconds: 1 });
    await visitor.send(getMe, 'GET');
    expect(await seen()).toBe(clock.now().toString());
  });

  it.each(['', 'x', 'a.b.c.d.e', '%', `ey${'A'.repeat(3000)}`])(
    'is not opened by the cookie %j',
    async (value) => {
      const visitor = new Visitor();
      visitor.cookies.set('next-auth.session-token', value);
      expect((await visitor.send(getMe, 'GET')).status).toBe(401);
    },
  );

  it('is not opened by a token that another secret sealed', async () => {
    const { visitor } = await signedIn();
    const { encode } = await import('next-auth/jwt');
    const [row] = (await visitor.send(listSessions, 'GET')).body.items;
    const forged = new Visitor();
    forged.cookies.set(
      'next-auth.session-token',
      await encode({ token: { sid: row.id }, secret: 'x'.repeat(32) }),
    );
    expect((await forged.send(getMe, 'GET')).status).toBe(401);
  });

  it('tells next-auth who it is, without its ids', async () => {
    const { visitor, email } = await signedIn();
    const answer = await visitor.auth('GET', 'session');
    expect(answer.body).toEqual({ user: { name: 'Anna', email }, expires: expect.any(String) });
  });

  it('is kept when the database is away for a moment: 503, and the cookie stays', async () => {
    const { visitor } = await signedIn();
    const holder = globalThis as { latchkeyRuntime?: Promise<unknown> | undefined };
    const whole = holder.latchkeyRuntime;
    const down = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const db = {
      select: () => {
        throw down;
      },
    };
    holder.latchkeyRuntime = Promise.resolve({ ...runtime, db });
    try {
      expect((await visitor.auth('GET', 'session')).status).toBe(503);
      expect((await visitor.send(getMe, 'GET')).status).toBe(503);
    } finally {
      holder.latchkeyRuntime = whole;
    }
    expect((await visitor.send(getMe, 'GET')).status).toBe(200);
  });
});

describe('a write with the session cookie', () => {
  const body = { name: 'Seaview' };

  it.each([
    [{ origin: 'https://evil.example' }],
    [{ origin: 'null' }],
    [{ origin: `${TEST_APP_URL}.evil.example` }],
    [{ origin: 'https://latchkey.test' }],
  ])('from %j is refused and changes nothing', async (headers) => {
    const { visitor } = await signedIn();
    const answer = await visitor.send(renameOrganization, 'PATCH', { body, headers });
    expect(answer).toMatchObject({ status: 403, body: { code: 'cross_origin' } });
    expect((await visitor.send(getMe, 'GET')).body.organization.name).not.toBe('Seaview');
  });

  it('from our own pages is taken', async () => {
    const { visitor } = await signedIn();
    expect((await visitor.send(renameOrganization, 'PATCH', { body })).body.name).toBe('Seaview');
  });

  it('makes a property in the organization of that session alone', async () => {
    const { visitor } = await signedIn();
    const property = { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' };
    expect((await visitor.send(createProperty, 'POST', { body: property })).status).toBe(201);
  });
});

it('a session row holds no more of a browser than fits', async () => {
  const { visitor, email } = await newPerson();
  await visitor.signIn(email, PASSWORD, { 'user-agent': 'x'.repeat(5000) });
  const [session] = (await visitor.send(listSessions, 'GET')).body.items;
  const [row] = await runtime.db.select().from(sessions).where(eq(sessions.id, session.id));
  expect(row?.userAgent).toHaveLength(300);
});
