import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELETE as revokeInvitation } from '#app/api/invitations/[id]/route.ts';
import { POST as accept } from '#app/api/invitations/accept/route.ts';
import { GET as preview } from '#app/api/invitations/preview/route.ts';
import { POST as createInvitation, GET as listInvitations } from '#app/api/invitations/route.ts';
import { GET as getMe } from '#app/api/me/route.ts';
import { invitations } from '#db/schema/organizations.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, TEST_APP_URL, type TestRuntime } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';
import { invite, newMember, newOwner, nobody, PASSWORD, type Person } from './team.ts';

const clock = testClock('2026-12-01T08:00:00Z');
let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock, env: { SIGNUP: 'open' } });
});
afterAll(() => runtime.end());

const join = (who: Person, token: string, more: object = { name: 'Max', password: PASSWORD }) =>
  who.visitor.send(accept, 'POST', { body: { token, ...more } });
const look = (token: string) => new Visitor().send(preview, 'GET', { path: `/?token=${token}` });

describe('an invitation', () => {
  it('says what it offers to whoever holds its link, and lets them join with that role', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email.toUpperCase(), 'manager');
    expect(token).toMatch(/^[0-9a-f]{64}$/);
    expect(await look(token)).toMatchObject({
      status: 200,
      body: { email: guest.email, role: 'manager', hasAccount: false },
    });
    expect(await join(guest, token)).toMatchObject({ status: 201, body: { email: guest.email } });
    await guest.visitor.signIn(guest.email, PASSWORD);
    expect((await guest.visitor.send(getMe, 'GET')).body.role).toBe('manager');
  });

  it('is kept as a hash, and its link is on our own address', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const answer = await owner.visitor.send(createInvitation, 'POST', {
      body: { email: guest.email, role: 'viewer' },
    });
    expect(answer.body.url.startsWith(`${TEST_APP_URL}/invite/`)).toBe(true);
    const token = new URL(answer.body.url).pathname.split('/').at(-1) ?? '';
    const [row] = await runtime.db.select().from(invitations).where(eq(invitations.id, answer.body.id));
    expect(row).toBeDefined();
    expect(JSON.stringify(row)).not.toContain(token);
    const listed = await owner.visitor.send(listInvitations, 'GET');
    expect(JSON.stringify(listed.body)).not.toContain(token);
  });

  it('works once: the second use is 410, for anybody', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email, 'viewer');
    expect((await join(guest, token)).status).toBe(201);
    expect(await join(guest, token)).toMatchObject({
      status: 410,
      body: { details: { reason: 'accepted' } },
    });
    expect((await look(token)).status).toBe(410);
  });

  it('ends after seven days', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email, 'viewer');
    clock.advance({ hours: 7 * 24 - 1 });
    expect((await look(token)).status).toBe(200);
    clock.advance({ hours: 1 });
    expect(await join(guest, token)).toMatchObject({ status: 410, body: { details: { reason: 'expired' } } });
    expect((await owner.visitor.send(listInvitations, 'GET')).body.items).toMatchObject([
      { state: 'expired' },
    ]);
  });

  it('that is withdrawn opens nothing; withdrawing it again changes nothing', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email, 'viewer');
    const [{ id }] = (await owner.visitor.send(listInvitations, 'GET')).body.items;
    for (let time = 0; time < 2; time++) {
      expect((await owner.visitor.send(revokeInvitation, 'DELETE', { params: { id } })).status).toBe(204);
    }
    expect(await join(guest, token)).toMatchObject({ status: 410, body: { details: { reason: 'revoked' } } });
  });

  it('that was accepted cannot be withdrawn', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email, 'viewer');
    const [{ id }] = (await owner.visitor.send(listInvitations, 'GET')).body.items;
    await join(guest, token);
    expect((await owner.visitor.send(revokeInvitation, 'DELETE', { params: { id } })).status).toBe(409);
  });

  it('replaces an older one to the same address', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const [older, newer] = [
      await invite(owner, guest.email, 'viewer'),
      await invite(owner, guest.email, 'manager'),
    ];
    expect((await join(guest, older)).status).toBe(410);
    expect((await join(guest, newer)).status).toBe(201);
  });

  it('is open once, however many are made at once', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    await Promise.all(Array.from({ length: 10 }, () => invite(owner, guest.email, 'viewer')));
    expect((await owner.visitor.send(listInvitations, 'GET')).body.items).toHaveLength(1);
  });

  it('lets one of two at once in', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email, 'viewer');
    const answers = await Promise.all([join(guest, token), join(guest, token)]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    expect([401, 409, 410]).toContain(statuses[1]);
  });

  it('that is withdrawn while somebody joins ends as one of the two, never as both', async () => {
    const [owner, guest] = [await newOwner(), nobody()];
    const token = await invite(owner, guest.email, 'viewer');
    const [{ id }] = (await owner.visitor.send(listInvitations, 'GET')).body.items;
    const [joined, withdrawn] = await Promise.all([
      join(guest, token),
      owner.visitor.send(revokeInvitation, 'DELETE', { params: { id } }),
    ]);
    expect([
      [410, 204],
      [201, 409],
    ]).toContainEqual([joined.status, withdrawn.status]);
  });

  it('with an unknown token is 404, with a malformed one 400', async () => {
    expect((await look('0'.repeat(64))).status).toBe(404);
    expect((await look('x')).status).toBe(400);
    expect((await join(nobody(), '0'.repeat(64))).status).toBe(404);
  });

  it('for somebody who is a member already is 409', async () => {
    const owner = await newOwner();
    const member = await newMember(owner, 'viewer');
    const body = { email: member.email, role: 'manager' };
    expect((await owner.visitor.send(createInvitation, 'POST', { body })).status).toBe(409);
  });

  it("is not for viewers and managers to make, nor above one's own role", async () => {
    const owner = await newOwner();
    const body = { email: nobody().email, role: 'viewer' };
    for (const role of ['viewer', 'manager'] as const) {
      const member = await newMember(owner, role);
      expect((await member.visitor.send(createInvitation, 'POST', { body })).status).toBe(403);
      expect((await member.visitor.send(listInvitations, 'GET')).status).toBe(403);
    }
    const admin = await newMember(owner, 'admin');
    const above = { ...body, role: 'owner' };
    expect((await admin.visitor.send(createInvitation, 'POST', { body: above })).status).toBe(403);
  });

  it('of another organization is 404 to withdraw, and stays open', async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const token = await invite(there, nobody().email, 'viewer');
    const [{ id }] = (await there.visitor.send(listInvitations, 'GET')).body.items;
    expect((await here.visitor.send(revokeInvitation, 'DELETE', { params: { id } })).status).toBe(404);
    expect((await look(token)).status).toBe(200);
  });
});

describe('an invitation of somebody with an account', () => {
  it("asks for that account's password, which the link does not replace", async () => {
    const [owner, guest] = [await newOwner(), await newOwner()];
    const token = await invite(owner, guest.email, 'viewer');
    expect((await look(token)).body.hasAccount).toBe(true);
    const stranger = nobody();
    const refusal = { status: 401, body: { details: { reason: 'account_exists' } } };
    expect(await join(stranger, token, {})).toMatchObject(refusal);
    expect(await join(stranger, token, { name: 'X', password: 'a new password' })).toMatchObject(refusal);
    expect((await join(stranger, token, { password: PASSWORD })).status).toBe(201);
    expect((await guest.visitor.signIn(guest.email, 'a new password')).status).toBe(401);
  });

  it('takes being signed in as them for proof, and being signed in as somebody else for none', async () => {
    const [owner, guest, other] = [await newOwner(), await newOwner(), await newOwner()];
    const token = await invite(owner, guest.email, 'viewer');
    expect((await join(other, token, {})).status).toBe(401);
    expect((await join(guest, token, {})).status).toBe(201);
  });

  it('does not let their password be guessed without end', async () => {
    const [owner, guest] = [await newOwner(), await newOwner()];
    const token = await invite(owner, guest.email, 'viewer');
    const stranger = nobody();
    for (let i = 0; i < 10; i++) {
      expect((await join(stranger, token, { password: `wrong ${i}` })).status).toBe(401);
    }
    expect((await join(stranger, token, { password: PASSWORD })).status).toBe(429);
  });
});

it.each([
  [{}, ['name', 'password']],
  [{ name: 'Max', password: 'short' }, ['password']],
  [{ password: PASSWORD }, ['name']],
])('a new account needs a name and a good password: %j', async (more, missing) => {
  const [owner, guest] = [await newOwner(), nobody()];
  const token = await invite(owner, guest.email, 'viewer');
  const answer = await join(guest, token, more);
  expect(answer.status).toBe(400);
  expect(answer.body.issues.map((issue: { path: string }) => issue.path)).toEqual(missing);
  expect((await look(token)).status).toBe(200);
});

it('joining from another origin is refused, and the link stays good', async () => {
  const [owner, guest] = [await newOwner(), nobody()];
  const token = await invite(owner, guest.email, 'viewer');
  const body = { token, name: 'Max', password: PASSWORD };
  const headers = { origin: 'https://evil.example' };
  expect((await guest.visitor.send(accept, 'POST', { body, headers })).status).toBe(403);
  expect((await join(guest, token)).status).toBe(201);
});
