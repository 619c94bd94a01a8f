import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as configureRoute } from '#app/api/integrations/[provider]/configure/route.ts';
import { POST as connectRoute } from '#app/api/integrations/[provider]/connect/route.ts';
import {
  GET as detailRoute,
  DELETE as disconnectRoute,
  PATCH as updateRoute,
} from '#app/api/integrations/[provider]/route.ts';
import { POST as testRoute } from '#app/api/integrations/[provider]/test/route.ts';
import { connections, machineTokens } from '#db/schema/connections.ts';
import { jobs } from '#db/schema/work.ts';
import { getAccess, withAccess } from '#lib/domain/connections/with-access.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { resealSecrets } from '#lib/domain/secrets/reseal.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { FakeQueues, roomType } from '#tests/integration/intake/fake-queues.ts';
import type { Answer } from '#tests/support/visitor.ts';
import {
  actionsOf,
  connectionsOf,
  dump,
  newHost,
  type Owner,
  rowOf,
  startWorld,
  type World,
} from './world.ts';

/* A channel without a consent page: a machine account's key and secret are all there is. */

let world: World;
const channel: FakeQueues = new FakeQueues(() => world.clock.now());
let owner: Owner;
let worker: Ctx;

beforeAll(async () => {
  world = await startWorld(() => channel.channels());
});
afterAll(() => world.runtime.end());
beforeEach(async () => {
  await world.runtime.db.delete(connections);
  await world.runtime.db.delete(machineTokens);
  channel.reset();
  Object.assign(channel, { accountId: 'machine-1', reachable: null, tokensPerHour: 30 });
  owner = await newHost(world);
  worker = { ...owner.ctx, actor: { kind: 'job', id: null } };
});

const BOOKING = { provider: 'booking' };
const send = (handler: RouteHandler, method: string, body?: object, who = owner): Promise<Answer> =>
  who.visitor.send(handler, method, { params: BOOKING, ...(body ? { body } : {}) });
async function link(who = owner): Promise<string> {
  const answer = await send(connectRoute, 'POST', { returnTo: '/calendar' }, who);
  expect(answer.status).toBe(200);
  const url = new URL(answer.body.authorizeUrl);
  expect(url.pathname).toBe('/channels/booking/connected');
  expect(url.searchParams.get('next')).toBe('/calendar');
  return url.searchParams.get('connection') ?? '';
}
const owed = async (id: string) =>
  (
    await world.runtime.db
      .select()
      .from(jobs)
      .where(and(eq(jobs.key, id), eq(jobs.orgId, owner.ctx.org)))
  )
    .map((job) => job.kind)
    .sort();
const failure = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('connecting a machine account', () => {
  it('links it at once and leads to our own page; its listings and queues are read from then on', async () => {
    const id = await link();
    expect(await rowOf(world, id)).toMatchObject({
      accountId: 'machine-1',
      mode: 'machine',
      granted: null,
      status: 'connected',
      accessTokenSealed: null,
      tokenExpiresAt: null,
    });
    expect(await owed(id)).toEqual(['connection.sync', 'queues.poll']);
    expect(await actionsOf(world, owner, 'connection')).toEqual(['connection.connected']);
    const detail = await send(detailRoute, 'GET');
    expect(detail.body).toMatchObject({
      app: { source: 'instance', way: 'machine', isDoorOpen: null },
      connections: [
        { status: 'connected', renewsItself: true, mode: 'machine', queues: { unacknowledged: 0 } },
      ],
    });
  });

  it('again is the same link; disconnected and linked again it is revived', async () => {
    const id = await link();
    expect(await link()).toBe(id);
    const ended = await send(disconnectRoute, 'DELETE');
    expect(ended.body).toMatchObject({ isRevoked: null });
    expect(await owed(id)).toEqual([]);
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'gone' });
    expect(await link()).toBe(id);
    expect(await owed(id)).toEqual(['connection.sync', 'queues.poll']);
  });

  it('is refused to a second organization, which is told so', async () => {
    await link();
    const other = await newHost(world);
    const answer = await send(connectRoute, 'POST', {}, other);
    expect([answer.status, answer.body.details]).toEqual([409, { reason: 'taken' }]);
    expect(await connectionsOf(world, other)).toEqual([]);
  });

  it('with a key that the channel refuses, or while it is away, links nothing and says why', async () => {
    channel.before = () => {
      throw new ChannelError('auth', 'Unknown client.');
    };
    expect((await send(connectRoute, 'POST')).body.details).toEqual({ reason: 'key_refused' });
    channel.before = () => {
      throw new ChannelError('transient', 'Away.');
    };
    expect((await send(connectRoute, 'POST')).body.details).toEqual({ reason: 'unreachable' });
    expect(await connectionsOf(world, owner)).toEqual([]);
  });

  it('pauses and resumes its queues with it', async () => {
    const id = await link();
    await send(updateRoute, 'PATCH', { isPaused: true });
    expect(await owed(id)).toEqual([]);
    await send(updateRoute, 'PATCH', { isPaused: false });
    expect(await owed(id)).toEqual(['connection.sync', 'queues.poll']);
  });

  it('is tested step by step; properties that its host has not opened are told', async () => {
    await link();
    channel.listings = [roomType('R1', 'H1'), roomType('R2', 'H2')];
    expect((await send(testRoute, 'POST')).body).toMatchObject({ ok: true });
    channel.reachable = new Set(['H1']);
    const told = await send(testRoute, 'POST');
    expect(told.body).toMatchObject({ ok: false, error: { code: 'rejected' } });
    expect(told.body.error.message).toContain('H2');
  });
});

describe('a key of its own', () => {
  it('is tried before it is saved: one that the channel refuses is not', async () => {
    const refused = await send(configureRoute, 'POST', { apiKey: 'own', apiSecret: 'wrong' });
    expect(refused.status).toBe(400);
    const taken = await send(configureRoute, 'POST', { apiKey: 'own', apiSecret: 'SECRET-own' });
    expect(taken.body).toMatchObject({ app: { source: 'organization' }, test: { ok: true } });
  });

  it('of another machine account than the linked one is refused: its bookings would come in under the wrong name', async () => {
    await link();
    channel.accountId = 'machine-2';
    const told = await send(configureRoute, 'POST', { apiKey: 'own', apiSecret: 'SECRET-own' });
    expect([told.status, told.body.details]).toEqual([409, { reason: 'other_account' }]);
  });
});

describe('the machine account’s token', () => {
  it('is one for all workers at once, and lives on while it is good', async () => {
    const id = await link();
    world.clock.advance({ hours: 2 });
    channel.calls.length = 0;
    const all = await Promise.all(Array.from({ length: 8 }, () => getAccess(worker, id)));
    expect(channel.times('exchange')).toBe(1);
    expect(new Set(all.map((one) => one.access.accessToken)).size).toBe(1);
    world.clock.advance({ minutes: 53 });
    await getAccess(worker, id);
    expect(channel.times('exchange')).toBe(1);
    world.clock.advance({ minutes: 2 });
    await getAccess(worker, id);
    expect(channel.times('exchange')).toBe(2);
  });

  it('that is refused though it should live is exchanged once; refused again, a person is needed', async () => {
    const id = await link();
    channel.tokens.clear();
    channel.calls.length = 0;
    await withAccess(worker, id, (access) => channel.provider.account(access));
    expect(channel.times('exchange')).toBe(1);
    const refuse = () => Promise.reject(new ChannelError('auth', 'No.'));
    expect(await failure(withAccess(worker, id, refuse))).toMatchObject({ kind: 'auth' });
    expect(channel.times('exchange')).toBe(2);
    expect(await rowOf(world, id)).toMatchObject({ status: 'expired', lastErrorCode: 'auth' });
    expect(await owed(id)).not.toContain('queues.poll');
    expect(await link()).toBe(id);
    expect(await rowOf(world, id)).toMatchObject({ status: 'connected', lastErrorCode: null });
  });

  it('is never exchanged more often in an hour than the channel allows, whoever dies in between', async () => {
    const id = await link();
    channel.tokensPerHour = 5;
    for (let times = 0; times < 8; times++) {
      channel.tokens.clear();
      await failure(withAccess(worker, id, (access) => channel.provider.account(access)));
      world.clock.advance({ minutes: 1 });
    }
    expect(channel.times('exchange')).toBe(5);
    const told = await failure(withAccess(worker, id, (access) => channel.provider.account(access)));
    expect(told).toMatchObject({ kind: 'limited' });
    expect(await rowOf(world, id)).toMatchObject({ status: 'connected' });
    world.clock.advance({ hours: 1 });
    expect(await failure(withAccess(worker, id, (access) => channel.provider.account(access)))).toBeNull();
  });

  it('that cannot be renewed early serves to its end', async () => {
    const id = await link();
    world.clock.advance({ minutes: 57 });
    channel.before = (call) => {
      if (call.startsWith('exchange')) throw new ChannelError('transient', 'Not now.');
    };
    expect(await failure(getAccess(worker, id))).toBeNull();
    world.clock.advance({ minutes: 4 });
    expect(await failure(getAccess(worker, id))).toMatchObject({ kind: 'transient' });
    expect(await rowOf(world, id)).toMatchObject({ status: 'connected' });
  });

  it('stands nowhere in clear, is sealed anew with the others, and costs one exchange where its key is gone', async () => {
    const id = await link();
    const { accessToken } = (await getAccess(worker, id)).access;
    for (const text of [await dump(world), world.logged()]) {
      expect(text).not.toContain(accessToken);
      expect(text).not.toContain('SECRET-machine');
    }
    const fresh = Buffer.alloc(32, 7).toString('base64');
    const alone = parseKeyRing(`fresh:${fresh}`);
    const old = world.runtime.keys;
    const both = { newestId: 'fresh', keys: new Map([...alone.keys, ...old.keys]) };
    const done = await resealSecrets({ db: world.runtime.db, keys: both });
    expect(done.find((one) => one.table === 'machine_tokens')).toMatchObject({ resealed: 1, unreadable: 0 });
    channel.calls.length = 0;
    expect((await getAccess({ ...worker, keys: alone }, id)).access.accessToken).toBe(accessToken);
    expect(channel.times('exchange')).toBe(0);
    await getAccess({ ...worker, keys: old }, id);
    expect(channel.times('exchange')).toBe(1);
  });
});
