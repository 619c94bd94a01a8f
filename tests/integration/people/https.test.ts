import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST as changePassword } from '#app/api/me/password/route.ts';
import { GET as getMe } from '#app/api/me/route.ts';
import { POST as signUp } from '#app/api/sign-up/route.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';
import { PASSWORD } from './team.ts';

const APP_URL = 'https://latchkey.test';
const headers = { origin: APP_URL };
let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ env: { APP_URL } });
});
afterAll(() => runtime.end());

it('over https the session cookie is one that browsers send over https alone, and scripts cannot read', async () => {
  const visitor = new Visitor();
  const person = { organization: 'House', name: 'Anna', email: 'anna@example.com', password: PASSWORD };
  expect((await visitor.send(signUp, 'POST', { body: person, headers })).status).toBe(201);
  const answer = await visitor.signIn(person.email, PASSWORD, headers);
  expect(answer).toMatchObject({ status: 200, body: { url: `${APP_URL}/` } });
  const cookie = answer.headers.getSetCookie().find((line) => line.includes('session-token='));
  expect(cookie).toMatch(/^__Secure-next-auth\.session-token=/);
  for (const attribute of [/; secure/i, /; httponly/i, /; samesite=lax/i, /; path=\/(;|$)/i]) {
    expect(cookie).toMatch(attribute);
  }
  expect((await visitor.send(getMe, 'GET')).status).toBe(200);
});

it('over https a cookie under the plain name opens nothing: anybody on the network could have set it', async () => {
  const visitor = new Visitor();
  await visitor.signIn('anna@example.com', PASSWORD, headers);
  const token = visitor.cookies.get('__Secure-next-auth.session-token') ?? '';
  expect(token).not.toBe('');
  const other = new Visitor();
  other.cookies.set('next-auth.session-token', token);
  expect((await other.send(getMe, 'GET')).status).toBe(401);
});

it('a page of the same host over http is another origin', async () => {
  const visitor = new Visitor();
  await visitor.signIn('anna@example.com', PASSWORD, headers);
  const body = { currentPassword: PASSWORD, newPassword: 'another good one' };
  expect(await visitor.send(changePassword, 'POST', { body })).toMatchObject({
    status: 403,
    body: { code: 'cross_origin' },
  });
});
