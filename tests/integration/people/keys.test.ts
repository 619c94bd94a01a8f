import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DELETE as revokeKey } from '#app/api/keys/[id]/route.ts';
import { POST as createKey, GET as listKeys } from '#app/api/keys/route.ts';
import { POST as changePassword } from '#app/api/me/password/route.ts';
import { GET as getMe, PATCH as updateMe } from '#app/api/me/route.ts';
import { PATCH as renameOrganization } from '#app/api/organization/route.ts';
import { POST as createProperty, GET as listProperties } from '#app/api/properties/route.ts';
import { GET as listSessions } from '#app/api/sessions/route.ts';
import { apiKeys } from '#db/schema/organizations.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { type Answer, Visitor } from '#tests/support/visitor.ts';
import { newMember, newOwner, PASSWORD, type Person, remove } from './team.ts';

const clock = testClock('2026-12-01T08:00:00Z');
let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await startTestRuntime({ clock, env: { SIGNUP: 'open' } });
});
afterAll(() => runtime.end());

async function newKey(by: Person, role = 'admin'): Promise<{ id: string; key: string }> {
  const answer = await by.visitor.send(createKey, 'POST', { body: { name: 'Script', role } });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body;
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const as = (key: string, headers: object = {}): Promise<Answer> =>
  new Visitor().send(getMe, 'GET', { headers: { ...bearer(key), ...headers } });

describe('an API key', () => {
  it('is shown once, kept as a hash, and opens its organization with its role', async () => {
    const owner = await newOwner();
    const { id, key } = await newKey(owner, 'viewer');
    expect(key).toMatch(/^lk_[0-9a-f]{40}$/);
    const mine = (await owner.visitor.send(getMe, 'GET')).body.organization;
    expect(await as(key)).toMatchObject({
      status: 200,
      body: { user: null, role: 'viewer', organization: mine },
    });
    const [row] = await runtime.db.select().from(apiKeys).where(eq(apiKeys.id, id));
    expect(row?.prefix).toBe(key.slice(0, 10));
    expect(JSON.stringify(row)).not.toContain(key);
    const { body } = await owner.visitor.send(listKeys, 'GET');
    expect(body.items).toMatchObject([{ id, name: 'Script', createdBy: { isMember: true } }]);
    expect(JSON.stringify(body)).not.toContain(key);
  });

  it('writes from anywhere: no browser sends it on its own', async () => {
    const { key } = await newKey(await newOwner());
    const answer = await new Visitor().send(createProperty, 'POST', {
      body: { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' },
      headers: { ...bearer(key), origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(201);
  });

  it('may not do what its role may not', async () => {
    const { key } = await newKey(await newOwner(), 'viewer');
    const body = { name: 'Mine' };
    const send = (handler: typeof createKey, method: string, payload: object) =>
      new Visitor().send(handler, method, { body: payload, headers: bearer(key) });
    expect((await send(renameOrganization, 'PATCH', body)).status).toBe(403);
    expect((await send(createKey, 'POST', { ...body, role: 'viewer' })).status).toBe(403);
  });

  it('is nobody: it has no sessions, name or password', async () => {
    const { key } = await newKey(await newOwner(), 'owner');
    const headers = bearer(key);
    const visitor = new Visitor();
    expect((await visitor.send(listSessions, 'GET', { headers })).status).toBe(403);
    expect((await visitor.send(updateMe, 'PATCH', { headers, body: { name: 'X' } })).status).toBe(403);
    const body = { currentPassword: PASSWORD, newPassword: 'another password' };
    expect((await visitor.send(changePassword, 'POST', { headers, body })).status).toBe(403);
  });

  it('that is revoked is 401 at once; revoking it again changes nothing', async () => {
    const owner = await newOwner();
    const { id, key } = await newKey(owner);
    for (let time = 0; time < 2; time++) {
      expect((await owner.visitor.send(revokeKey, 'DELETE', { params: { id } })).status).toBe(204);
    }
    expect((await as(key)).status).toBe(401);
    expect((await owner.visitor.send(listKeys, 'GET')).body.items).toEqual([]);
  });

  it("sees its own organization only, and is 404 to another's owner", async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const body = { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' };
    await there.visitor.send(createProperty, 'POST', { body });
    const { id, key } = await newKey(here);
    const listed = await new Visitor().send(listProperties, 'GET', { headers: bearer(key) });
    expect(listed).toMatchObject({ status: 200, body: { items: [] } });
    expect((await there.visitor.send(revokeKey, 'DELETE', { params: { id } })).status).toBe(404);
    expect((await as(key)).status).toBe(200);
  });

  it('is for admins to make, and not above their own role', async () => {
    const owner = await newOwner();
    const [manager, admin] = [await newMember(owner, 'manager'), await newMember(owner, 'admin')];
    const make = (by: Person, role: string) =>
      by.visitor.send(createKey, 'POST', { body: { name: 'Script', role } });
    expect((await make(manager, 'viewer')).status).toBe(403);
    expect((await make(admin, 'owner')).status).toBe(403);
    expect((await make(admin, 'admin')).status).toBe(201);
  });

  it('outlives its maker, and the list says that they have left', async () => {
    const owner = await newOwner();
    const admin = await newMember(owner, 'admin');
    const { key } = await newKey(admin);
    await remove(owner, admin.id);
    expect((await as(key)).status).toBe(200);
    const { body } = await owner.visitor.send(listKeys, 'GET');
    expect(body.items).toMatchObject([{ createdBy: { isMember: false } }]);
  });

  it('moves its "last used" at most once a minute', async () => {
    const owner = await newOwner();
    const { key } = await newKey(owner);
    const used = async () => (await owner.visitor.send(listKeys, 'GET')).body.items[0].lastUsedAt;
    expect(await used()).toBeNull();
    await as(key);
    const first = clock.now().toString();
    expect(await used()).toBe(first);
    clock.advance({ seconds: 60 });
    await as(key);
    expect(await used()).toBe(first);
    clock.advance({ seconds: 1 });
    await as(key);
    expect(await used()).toBe(clock.now().toString());
  });
});

describe('a bearer header', () => {
  it.each([
    'Bearer',
    'Bearer ',
    'Bearer %',
    'bearer lk_',
    `Bearer lk_${'0'.repeat(40)}`,
    `Bearer ${'x'.repeat(5000)}`,
    'Bearer lk_ÿ',
    'Bearer a b',
  ])('that opens nothing is 401, also beside a good cookie: %s', async (authorization) => {
    const owner = await newOwner();
    expect((await new Visitor().send(getMe, 'GET', { headers: { authorization } })).status).toBe(401);
    expect((await owner.visitor.send(getMe, 'GET', { headers: { authorization } })).status).toBe(401);
    expect((await owner.visitor.send(getMe, 'GET')).status).toBe(200);
  });

  it('wins over the cookie', async () => {
    const [here, there] = [await newOwner(), await newOwner()];
    const { key } = await newKey(here, 'viewer');
    const answer = await there.visitor.send(getMe, 'GET', { headers: bearer(key) });
    expect(answer.body).toMatchObject({ user: null, role: 'viewer' });
  });

  it('of another scheme is not for us: the cookie counts', async () => {
    const owner = await newOwner();
    const headers = { authorization: 'Basic dXNlcjpwYXNz' };
    expect((await owner.visitor.send(getMe, 'GET', { headers })).status).toBe(200);
  });

  it('in any case of its scheme counts', async () => {
    const { key } = await newKey(await newOwner());
    expect((await as(key, { authorization: `bEARER ${key}` })).status).toBe(200);
  });
});
