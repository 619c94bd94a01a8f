import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as acceptInvitation } from '#app/api/invitations/accept/route.ts';
import { GET as getMe } from '#app/api/me/route.ts';
import { GET as listMembers } from '#app/api/members/route.ts';
import { GET as getOrganization, PATCH as renameOrganization } from '#app/api/organization/route.ts';
import { POST as switchOrganization } from '#app/api/session/organization/route.ts';
import { memberships } from '#db/schema/organizations.ts';
import { journal } from '#db/schema/work.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { invite, memberId, newMember, newOwner, nobody, PASSWORD, remove, setRole, signIn } from './team.ts';

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ env: { SIGNUP: 'open' } });
});
afterAll(() => runtime.end());

describe('a role', () => {
  it('that changes counts with the next request, and the journal says who changed it', async () => {
    const owner = await newOwner();
    const member = await newMember(owner, 'viewer');
    expect((await setRole(owner, member.id, 'admin')).status).toBe(204);
    expect((await member.visitor.send(getMe, 'GET')).body.role).toBe('admin');
    const me = (await owner.visitor.send(getMe, 'GET')).body;
    const rows = await runtime.db
      .select()
      .from(journal)
      .where(and(eq(journal.orgId, me.organization.id), eq(journal.action, 'member.role_changed')));
    expect(rows).toMatchObject([
      { actorId: me.user.id, before: { role: 'viewer' }, after: { role: 'admin' } },
    ]);
  });

  it('that is given again changes nothing and is not journalled', async () => {
    const owner = await newOwner();
    const member = await newMember(owner, 'viewer');
    expect((await setRole(owner, member.id, 'viewer')).status).toBe(204);
    const { organization } = (await owner.visitor.send(getMe, 'GET')).body;
    const rows = await runtime.db.select().from(journal).where(eq(journal.orgId, organization.id));
    const actions = rows.map(({ action }) => action);
    expect(actions).toContain('member.joined');
    expect(actions).not.toContain('member.role_changed');
  });

  it.each(['viewer', 'manager'] as const)('of %s changes nobody: 403', async (role) => {
    const owner = await newOwner();
    const [member, other] = [await newMember(owner, role), await newMember(owner, 'viewer')];
    expect(await setRole(member, other.id, 'manager')).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect((await remove(member, other.id)).status).toBe(403);
  });

  it("above one's own is neither given nor taken", async () => {
    const owner = await newOwner();
    const admin = await newMember(owner, 'admin');
    const other = await newMember(owner, 'viewer');
    expect((await setRole(admin, other.id, 'owner')).status).toBe(403);
    expect((await setRole(admin, await memberId(owner), 'viewer')).status).toBe(403);
    expect((await remove(admin, await memberId(owner))).status).toBe(403);
    expect((await setRole(admin, other.id, 'admin')).status).toBe(204);
  });

  it("of another organization's member is 404 to change, and stays", async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const member = await newMember(there, 'viewer');
    expect((await setRole(here, member.id, 'admin')).status).toBe(404);
    expect((await remove(here, member.id)).status).toBe(404);
    expect((await setRole(here, 'mem_nonsense', 'admin')).status).toBe(404);
    expect((await member.visitor.send(getMe, 'GET')).body.role).toBe('viewer');
  });
});

describe('the last owner', () => {
  it('can be neither demoted nor removed, not even by themselves', async () => {
    const owner = await newOwner();
    const id = await memberId(owner);
    const refusal = { status: 409, body: { details: { reason: 'last_owner' } } };
    expect(await setRole(owner, id, 'admin')).toMatchObject(refusal);
    expect(await remove(owner, id)).toMatchObject(refusal);
    expect((await owner.visitor.send(getMe, 'GET')).body.role).toBe('owner');
  });

  it('may go once there is another', async () => {
    const owner = await newOwner();
    await newMember(owner, 'owner');
    expect((await setRole(owner, await memberId(owner), 'viewer')).status).toBe(204);
  });

  it('remains when two owners demote each other at once', async () => {
    const owner = await newOwner();
    const second = await newMember(owner, 'owner');
    const first = await memberId(owner);
    const answers = await Promise.all([
      setRole(owner, second.id, 'viewer'),
      setRole(second, first, 'viewer'),
    ]);
    const done = answers.filter(({ status }) => status === 204);
    const refused = answers.filter(({ status }) => status !== 204);
    expect([done.length, refused.length]).toEqual([1, 1]);
    // The last owner is left alone (409); whoever asks only after being demoted is no owner any more (403).
    expect([409, 403]).toContain(refused[0]?.status);
    const roles = [owner.visitor, second.visitor].map(
      async (one) => (await one.send(getMe, 'GET')).body.role,
    );
    expect((await Promise.all(roles)).sort()).toEqual(['owner', 'viewer']);
  });

  it('remains when both leave at once', async () => {
    const owner = await newOwner();
    const second = await newMember(owner, 'owner');
    const first = await memberId(owner);
    const answers = await Promise.all([remove(owner, first), remove(second, second.id)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
  });
});

describe('a member who is removed', () => {
  it('is out with the next request, and cannot sign in again', async () => {
    const owner = await newOwner();
    const member = await newMember(owner, 'admin');
    expect((await remove(owner, member.id)).status).toBe(204);
    expect((await member.visitor.send(getMe, 'GET')).status).toBe(401);
    const answer = await member.visitor.signIn(member.email, PASSWORD);
    expect(answer.status).toBe(403);
    expect(new URL(answer.body.url).searchParams.get('error')).toBe('NoOrganization');
    expect((await remove(owner, member.id)).status).toBe(404);
  });

  it('may be a viewer who leaves by themselves', async () => {
    const owner = await newOwner();
    const member = await newMember(owner, 'viewer');
    expect((await remove(member, member.id)).status).toBe(204);
    expect((await owner.visitor.send(listMembers, 'GET')).body.items).toHaveLength(1);
  });

  it('keeps the other organization they belong to', async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const token = await invite(there, here.email, 'manager');
    const joined = await here.visitor.send(acceptInvitation, 'POST', { body: { token } });
    await remove(there, joined.body.id);
    expect((await here.visitor.send(getMe, 'GET')).body.role).toBe('owner');
  });
});

describe('the organization', () => {
  it('is renamed by an owner alone', async () => {
    const owner = await newOwner();
    const admin = await newMember(owner, 'admin');
    const body = { name: 'Harbour Flats' };
    expect((await admin.visitor.send(renameOrganization, 'PATCH', { body })).status).toBe(403);
    expect((await owner.visitor.send(renameOrganization, 'PATCH', { body })).status).toBe(200);
    expect((await admin.visitor.send(getOrganization, 'GET')).body.name).toBe('Harbour Flats');
  });

  it("is chosen per browser, among one's own; the next sign-in comes back to it", async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const token = await invite(there, here.email, 'manager');
    const { body } = await here.visitor.send(acceptInvitation, 'POST', { body: { token } });
    const orgId = body.organizationId;
    expect((await here.visitor.send(switchOrganization, 'POST', { body: { orgId } })).status).toBe(204);
    const me = (await here.visitor.send(getMe, 'GET')).body;
    expect(me).toMatchObject({ role: 'manager', organization: { id: orgId } });
    expect(me.organizations).toHaveLength(2);
    await signIn(here);
    expect((await here.visitor.send(getMe, 'GET')).body.organization.id).toBe(orgId);
  });

  it('of others is 404 to choose', async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const theirs = (await there.visitor.send(getMe, 'GET')).body.organization.id;
    const answer = await here.visitor.send(switchOrganization, 'POST', { body: { orgId: theirs } });
    expect(answer.status).toBe(404);
    expect((await here.visitor.send(getMe, 'GET')).body.organization.id).not.toBe(theirs);
  });

  it("shows its members and nobody else's, a page at a time", async () => {
    const owner = await newOwner();
    const viewer = await newMember(owner, 'viewer');
    const manager = await newMember(owner, 'manager');
    await newOwner();
    const emails: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const path: string = cursor === '' ? '/?limit=2' : `/?limit=2&cursor=${cursor}`;
      const { body } = await viewer.visitor.send(listMembers, 'GET', { path });
      emails.push(...body.items.map((one: { email: string }) => one.email));
      cursor = body.nextCursor;
    }
    expect(emails).toEqual([owner.email, viewer.email, manager.email]);
  });
});

it("nobody's address, name or password stands in the journal", async () => {
  const owner = await newOwner();
  const member = await newMember(owner, 'viewer');
  await setRole(owner, member.id, 'manager');
  await remove(owner, member.id);
  const text = JSON.stringify(await runtime.db.select().from(journal));
  for (const secret of ['@example.com', 'Olga', 'Max', PASSWORD]) expect(text).not.toContain(secret);
});

it('a membership is one, however often its row is wished for', async () => {
  const [owner, someone] = [await newOwner(), nobody()];
  const token = await invite(owner, someone.email, 'viewer');
  const body = { token, name: 'Max', password: PASSWORD };
  const answers = await Promise.all(
    [1, 2, 3].map(() => someone.visitor.send(acceptInvitation, 'POST', { body })),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  const { organization } = (await owner.visitor.send(getMe, 'GET')).body;
  const rows = await runtime.db.select().from(memberships).where(eq(memberships.orgId, organization.id));
  expect(rows).toHaveLength(2);
});
