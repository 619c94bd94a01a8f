import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET as getArrivals } from '#app/api/arrivals/route.ts';
import { GET as openEvents } from '#app/api/events/route.ts';
import { POST as acceptInvitation } from '#app/api/invitations/accept/route.ts';
import { POST as switchOrganization } from '#app/api/session/organization/route.ts';
import { POST as revokeOthers } from '#app/api/sessions/revoke-others/route.ts';
import { ctxFor } from '#lib/domain/ctx.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { closeLive, liveHub } from '#lib/runtime/live.ts';
import { addListing, connect } from '#tests/integration/intake/world.ts';
import {
  invite,
  newMember,
  newOwner,
  nobody,
  PASSWORD,
  type Person,
} from '#tests/integration/people/team.ts';
import { startTestRuntime, TEST_APP_URL, type TestRuntime } from '#tests/support/env.ts';
import { apply, makeUnit, stay } from '#tests/support/stays.ts';
import { Visitor } from '#tests/support/visitor.ts';

const clock = testClock('2026-03-01T12:00:00Z');
let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime({ clock, env: { SIGNUP: 'open' } });
});
afterEach(async () => {
  vi.useRealTimers();
  await closeLive();
});
afterAll(() => world.end());

const ask = ({ visitor }: Person, query = '') =>
  visitor.send(getArrivals, 'GET', { path: `/api/arrivals${query}` });

/** A booking that a channel tells of the person's organization, of which it is not the first. */
async function book(by: Person, name: string): Promise<string> {
  const { organizationId } = (await ask(by)).body;
  const actor = { kind: 'system', id: null } as const;
  const ctx = ctxFor(world, { provenOrg: organizationId, actor, requestId: 'test' });
  const { unitId } = await makeUnit(ctx);
  const connectedAt = clock.now().subtract({ hours: 2 });
  const connectionId = await connect(ctx, { provider: 'avito', connectedAt });
  const listingId = await addListing(ctx, connectionId, '41', unitId, { activatedAt: connectedAt });
  const more = { connectionId, listingId, guest: { name } };
  await apply(ctx, stay(`avito:${name}`, unitId, '2026-05-01', '2026-05-04', more));
  clock.advance({ seconds: 1 });
  return organizationId;
}

/** The stream of a browser. @returns whether it has ended */
async function openStream({ visitor }: Person): Promise<() => boolean> {
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const request = new Request(`${TEST_APP_URL}/api/events`, { headers: { cookie } });
  const answer = await openEvents(request, { params: Promise.resolve({}) });
  expect(answer.status).toBe(200);
  let isOver = false;
  void answer.text().then(() => {
    isOver = true;
  });
  return () => isOver;
}

async function turns(check: () => boolean): Promise<boolean> {
  for (let turn = 0; turn < 200 && !check(); turn++) await new Promise((resolve) => setTimeout(resolve, 5));
  return check();
}

describe('GET /api/arrivals', () => {
  it('tells a signed-in person of any role what came to their organization, and nobody else', async () => {
    const [owner, other] = [await newOwner(), await newOwner()];
    const viewer = await newMember(owner, 'viewer');
    const since = `?since=${clock.now()}`;
    const organizationId = await book(owner, 'Anna');
    for (const person of [owner, viewer]) {
      const answer = await ask(person, since);
      expect(answer).toMatchObject({
        status: 200,
        body: { organizationId, hasMore: false, items: [{ channel: 'avito', guestName: 'Anna' }] },
      });
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    const theirs = await ask(other, since);
    expect(theirs).toMatchObject({ status: 200, body: { items: [] } });
    expect(theirs.body.organizationId).not.toBe(organizationId);
    expect((await ask(nobody(), since)).status).toBe(401);
    expect((await ask(owner, '?since=yesterday')).status).toBe(400);
  });

  it('names the organization that the session is in by now', async () => {
    const [mine, another] = [await newOwner(), await newOwner()];
    const token = await invite(another, mine.email, 'viewer');
    const joined = await mine.visitor.send(acceptInvitation, 'POST', { body: { token, password: PASSWORD } });
    expect(joined.status).toBeLessThan(300);
    const since = `?since=${clock.now()}`;
    const orgId = await book(another, 'Boris');
    const moved = await mine.visitor.send(switchOrganization, 'POST', { body: { orgId } });
    expect(moved.status).toBeLessThan(300);
    expect((await ask(mine, since)).body).toMatchObject({
      organizationId: orgId,
      items: [{ guestName: 'Boris' }],
    });
  });
});

describe('the stream of a session', () => {
  it('ends within a minute of the session, with no interval but its own', async () => {
    const owner = await newOwner();
    const elsewhere = { visitor: new Visitor('10.9.9.9'), email: owner.email };
    expect((await elsewhere.visitor.signIn(owner.email, PASSWORD)).status).toBe(200);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const [kept, ended] = [await openStream(owner), await openStream(elsewhere)];
    expect((await owner.visitor.send(revokeOthers, 'POST')).status).toBeLessThan(300);
    vi.advanceTimersByTime(59_000);
    expect(await turns(ended)).toBe(true);
    expect(kept()).toBe(false);
    liveHub(world).endAll();
    expect(await turns(kept)).toBe(true);
  });
});
