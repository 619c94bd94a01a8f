import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as changePassword } from '#app/api/me/password/route.ts';
import { GET as getMe, PATCH as updateMe } from '#app/api/me/route.ts';
import { POST as signUp } from '#app/api/sign-up/route.ts';
import { organizations } from '#db/schema/organizations.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';
import { newOwner, nobody, PASSWORD, type Person, signIn } from './team.ts';

let runtime: TestRuntime;
const start = async (policy: string) => {
  runtime = await startTestRuntime({ env: { SIGNUP: policy } });
};
const person = { organization: 'House', name: 'Anna', email: 'anna@example.com', password: PASSWORD };

describe('where the first person signs up and the rest are invited', () => {
  beforeAll(() => start('first'));
  afterAll(() => runtime.end());

  it('two at once make one organization; everybody after is told about invitations', async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((n) =>
        new Visitor().send(signUp, 'POST', { body: { ...person, email: `first${n}@example.com` } }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
    expect(await runtime.db.select().from(organizations)).toHaveLength(1);
    const late = await new Visitor().send(signUp, 'POST', { body: person });
    expect(late).toMatchObject({ status: 403, body: { details: { reason: 'invitations_only' } } });
  });
});

describe('where everyone may sign up', () => {
  beforeAll(() => start('open'));
  afterAll(() => runtime.end());

  it('everyone makes an organization of their own, and is signed in by nothing but signing in', async () => {
    const visitor = new Visitor();
    const answer = await visitor.send(signUp, 'POST', { body: person });
    expect(answer.status).toBe(201);
    expect(Object.keys(answer.body)[0]).toBe('id');
    expect(visitor.cookies.size).toBe(0);
    expect((await visitor.send(getMe, 'GET')).status).toBe(401);
  });

  it('an address has one account, however it is spelled and however many sign up at once', async () => {
    const spellings = ['twin@example.com', 'TWIN@example.com', 'twin＠example.com'];
    const answers = await Promise.all(
      spellings.map((email) => new Visitor('192.0.2.1').send(signUp, 'POST', { body: { ...person, email } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  });

  it.each([
    ['email', { email: 'anna@evil.example＠example.com' }],
    ['email', { email: 'аnna@example.com' }],
    ['password', { password: '123456789' }],
    ['password', { password: 'x'.repeat(201) }],
    ['name', { name: '   ' }],
    ['organization', { organization: '' }],
  ])('what cannot be used is named: %s %j', async (field, given) => {
    const answer = await new Visitor('192.0.2.2').send(signUp, 'POST', { body: { ...person, ...given } });
    expect(answer.status).toBe(400);
    expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toEqual([field]);
  });

  it('from another origin is refused', async () => {
    const headers = { origin: 'https://evil.example' };
    const body = { ...person, email: nobody().email };
    expect((await new Visitor('192.0.2.3').send(signUp, 'POST', { body, headers })).status).toBe(403);
  });

  it('is slowed down after thirty from one place', async () => {
    const visitor = new Visitor('2001:db8:1:2::1');
    const neighbour = new Visitor('2001:db8:1:2:ffff::9');
    for (let i = 0; i < 30; i++) await visitor.send(signUp, 'POST', { body: person });
    expect((await neighbour.send(signUp, 'POST', { body: person })).status).toBe(429);
    const elsewhere = new Visitor('2001:db8:1:3::1');
    expect((await elsewhere.send(signUp, 'POST', { body: person })).status).toBe(409);
  });
});

describe("one's own account", () => {
  beforeAll(() => start('open'));
  afterAll(() => runtime.end());

  const change = (who: Person, currentPassword: string, newPassword: string) =>
    who.visitor.send(changePassword, 'POST', { body: { currentPassword, newPassword } });

  it('takes a new password, which ends the other sessions and not this one', async () => {
    const owner = await newOwner();
    const phone = { ...owner, visitor: new Visitor() };
    await signIn(phone);
    expect((await change(owner, PASSWORD, 'an even better one')).status).toBe(204);
    expect((await owner.visitor.send(getMe, 'GET')).status).toBe(200);
    expect((await phone.visitor.send(getMe, 'GET')).status).toBe(401);
    expect((await phone.visitor.signIn(owner.email, PASSWORD)).status).toBe(401);
    expect((await phone.visitor.signIn(owner.email, 'an even better one')).status).toBe(200);
  });

  it('keeps its password when the current one is wrong, and slows down guesses', async () => {
    const owner = await newOwner();
    for (let i = 0; i < 10; i++) {
      expect(await change(owner, `wrong ${i}`, 'an even better one')).toMatchObject({
        status: 400,
        body: { issues: [{ path: 'currentPassword' }] },
      });
    }
    expect((await change(owner, PASSWORD, 'an even better one')).status).toBe(429);
    expect((await owner.visitor.signIn(owner.email, PASSWORD)).status).toBe(200);
  });

  it('takes one of two changes at once', async () => {
    const owner = await newOwner();
    const answers = await Promise.all([
      change(owner, PASSWORD, 'the first of two'),
      change(owner, PASSWORD, 'the second of two'),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(204);
    expect([400, 409]).toContain(statuses[1]);
  });

  it('knows its password however its letters are composed', async () => {
    const owner = await newOwner();
    await change(owner, PASSWORD, 'caf\u00e9 caf\u00e9 caf\u00e9');
    expect((await owner.visitor.signIn(owner.email, 'cafe\u0301 cafe\u0301 cafe\u0301')).status).toBe(200);
  });

  it('takes a name and one of our languages', async () => {
    const owner = await newOwner();
    const answer = await owner.visitor.send(updateMe, 'PATCH', { body: { name: 'Olga P.', locale: 'ru' } });
    expect(answer).toMatchObject({ status: 200, body: { user: { name: 'Olga P.', locale: 'ru' } } });
    expect((await owner.visitor.send(updateMe, 'PATCH', { body: { locale: 'xx' } })).status).toBe(400);
  });
});
