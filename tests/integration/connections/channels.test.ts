import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { POST as configureRoute } from '#app/api/integrations/[provider]/configure/route.ts';
import { POST as connectRoute } from '#app/api/integrations/[provider]/connect/route.ts';
import { GET as previewRoute } from '#app/api/integrations/[provider]/disconnect/route.ts';
import {
  GET as detailRoute,
  DELETE as disconnectRoute,
  PATCH as updateRoute,
} from '#app/api/integrations/[provider]/route.ts';
import { GET as channelStatusRoute } from '#app/api/integrations/[provider]/status/route.ts';
import { POST as testRoute } from '#app/api/integrations/[provider]/test/route.ts';
import { GET as statusRoute } from '#app/api/integrations/status/route.ts';
import { channelApps, listings } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { runs } from '#db/schema/work.ts';
import { webhookPathHash } from '#lib/domain/connections/app.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { RouteHandler } from '#lib/web/endpoint.ts';
import { newMember, type Person } from '#tests/integration/people/team.ts';
import { TEST_APP_URL } from '#tests/support/env.ts';
import { makeUnit } from '#tests/support/stays.ts';
import type { Answer } from '#tests/support/visitor.ts';
import { APP } from './fake-channel.ts';
import {
  AIRBNB,
  actionsOf,
  begin,
  connected,
  connectionsOf,
  newHost,
  type Owner,
  rowOf,
  startWorld,
  type World,
} from './world.ts';

/** Without credentials of the instance. */
let bare: World;
let world: World;
let accounts = 20_000;
let owner: Owner;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.runtime.end());
beforeEach(async () => {
  world.channel.reset();
  owner = await newHost(world);
});

const send = (person: Person, handler: RouteHandler, method: string, more: object = {}): Promise<Answer> =>
  person.visitor.send(handler, method, { params: AIRBNB, ...more });
const configure = (body: object, person: Person = owner) => send(person, configureRoute, 'POST', { body });
const detail = (person: Person = owner, provider = 'airbnb') =>
  person.visitor.send(detailRoute, 'GET', { params: { provider } });

describe('the status of channels', () => {
  it('is one row for each even with no connection', async () => {
    const { body } = await owner.visitor.send(statusRoute, 'GET');
    expect(body.nextCursor).toBeNull();
    expect(
      body.items.map((row: { provider: string; status: string; id: null }) => [
        row.provider,
        row.status,
        row.id,
      ]),
    ).toEqual([
      ['airbnb', 'configured', null],
      ['booking', 'not_configured', null],
      ['avito', 'not_configured', null],
    ]);
  });

  it('promises what the adapter can do, and nothing of a channel that is not built', async () => {
    expect((await detail(owner)).body.does).toEqual(['bookings', 'changes', 'gate']);
    expect((await detail(owner, 'booking')).body.does).toEqual([]);
  });

  it('tells account, token, mapped n of m, and the last five runs, newest first', async () => {
    const { id } = await connected(world, owner, String(accounts++));
    const { unitId } = await makeUnit(owner.ctx);
    const now = world.clock.now();
    const bases = ['active', 'draft', null, 'gone'].map((stage) => ({ stage, id: newId('listing') }));
    for (const { stage, id: listingId } of bases) {
      const common = { orgId: owner.ctx.org, connectionId: id, updatedAt: now };
      await world.runtime.db.insert(listings).values({
        ...common,
        id: listingId,
        externalId: listingId,
        name: 'L',
        isSold: true,
        firstSeenAt: now,
        lastSeenAt: now,
        goneAt: stage === 'gone' ? now : null,
      });
      if (stage === 'active' || stage === 'draft')
        await world.runtime.db
          .insert(mappings)
          .values({ ...common, id: newId('mapping'), listingId, unitId, stage, createdAt: now });
    }
    const runIds = Array.from({ length: 7 }, () => newId('run'));
    for (const [minutes, runId] of runIds.entries()) {
      await world.runtime.db.insert(runs).values({
        id: runId,
        orgId: owner.ctx.org,
        kind: 'connection',
        subjectId: id,
        trigger: 'schedule',
        status: 'success',
        startedAt: now.add({ minutes }),
      });
    }
    const { body } = await owner.visitor.send(statusRoute, 'GET');
    const [row] = body.items;
    expect(row).toMatchObject({
      id,
      status: 'connected',
      account: { name: 'Anna’s houses' },
      renewsItself: true,
      tokenExpiresAt: now.add({ hours: 24 }).toString(),
      nextSyncAt: now.toString(),
      mapped: { done: 1, total: 3 },
      waiting: 0,
    });
    expect(row.runs.map((run: { id: string }) => run.id)).toEqual(runIds.slice(2).reverse());
    expect((await send(owner, channelStatusRoute, 'GET')).body.connections).toEqual([row]);
  });

  it('is found under the other names of a channel, and nothing under no channel’s', async () => {
    for (const name of ['booking', 'bookingcom', 'booking_com'])
      expect((await detail(owner, name)).body).toMatchObject({ provider: 'booking', name: 'Booking.com' });
    for (const name of ['expedia', 'toString', '__proto__', ''])
      expect((await detail(owner, name)).status).toBe(404);
  });
});

describe('roles', () => {
  const writes: [string, RouteHandler, string, object][] = [
    ['connect', connectRoute, 'POST', {}],
    ['configure', configureRoute, 'POST', { body: { isActive: true } }],
    ['pause', updateRoute, 'PATCH', { body: { isPaused: true } }],
    ['preview a disconnect', previewRoute, 'GET', {}],
    ['disconnect', disconnectRoute, 'DELETE', {}],
  ];

  it.each(writes)('a manager and a viewer cannot %s', async (_what, handler, method, more) => {
    await connected(world, owner, String(accounts++));
    const before = await connectionsOf(world, owner);
    for (const role of ['manager', 'viewer'] as const) {
      const member = await newMember(owner, role);
      expect(await send(member, handler, method, more)).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    expect(await connectionsOf(world, owner)).toEqual(before);
  });

  it('a viewer reads, a manager tests, an admin does the rest; none of them reads a secret', async () => {
    await configure({ apiKey: 'own-key', apiSecret: 'SECRET-own' });
    const { id } = await connected(world, owner, String(accounts++));
    const viewer = await newMember(owner, 'viewer');
    const seen = await detail(viewer);
    expect(seen.body.connections[0]).toMatchObject({ id, status: 'connected' });
    expect(seen.body.app).toMatchObject({ hasApiSecret: true, webhookUrl: null, gateUrl: null });
    expect(await send(viewer, testRoute, 'POST')).toMatchObject({ status: 403 });
    const manager = await newMember(owner, 'manager');
    expect(await send(manager, testRoute, 'POST')).toMatchObject({ status: 200, body: { ok: true } });
    const admin = await newMember(owner, 'admin');
    expect(await begin(admin)).toContain('client_id=own-key');
    expect(await send(admin, disconnectRoute, 'DELETE')).toMatchObject({ status: 200 });
  });

  it('somebody else’s connection is not there at all', async () => {
    const { id } = await connected(world, owner, String(accounts++));
    const stranger = await newHost(world);
    await connected(world, stranger, String(accounts++));
    const named = { path: `/x?connection=${id}` };
    const calls: [RouteHandler, string, object][] = [
      [previewRoute, 'GET', named],
      [disconnectRoute, 'DELETE', named],
      [testRoute, 'POST', named],
      [configureRoute, 'POST', { ...named, body: { isActive: false } }],
      [updateRoute, 'PATCH', { ...named, body: { isPaused: true } }],
    ];
    for (const [handler, method, more] of calls)
      expect(await send(stranger, handler, method, more)).toMatchObject({
        status: 404,
        body: { code: 'not_found' },
      });
    expect((await rowOf(world, id)).status).toBe('connected');
    expect(JSON.stringify((await detail(stranger)).body)).not.toContain(id);
  });
});

describe('configuring', () => {
  it('keeps the organization’s own key, uses it, and never gives it back', async () => {
    const answer = await configure({ apiKey: 'own-key', apiSecret: 'SECRET-own' });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        app: { source: 'organization', hasApiKey: true, hasApiSecret: true, isActive: true },
        test: { ok: true, steps: [{ step: 'app', ok: true }] },
      },
    });
    expect(answer.body.test.steps[0].message).toContain('takes this key and secret');
    expect(answer.body).not.toHaveProperty('apiKey');
    expect(JSON.stringify(answer.body)).not.toMatch(/own-key|SECRET-own/);
    expect(await begin(owner)).toContain('client_id=own-key');
    expect(await actionsOf(world, owner, 'channel')).toEqual(['channel.configured']);
  });

  it('tries a key before it saves it: one that the channel refuses changes nothing', async () => {
    world.channel.refusedApps.add('wrong-key');
    const answer = await configure({ apiKey: 'wrong-key', apiSecret: 'SECRET-own' });
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', details: { reason: 'app_refused' } },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/wrong-key|SECRET-own/);
    expect((await detail(owner)).body.app).toMatchObject({ source: 'instance', hasApiKey: false });
    expect(await actionsOf(world, owner, 'channel')).toEqual([]);
  });

  it('saves a key that could not be tried, and says so', async () => {
    world.channel.before.knowsApp = async () => {
      throw new ChannelError('transient', 'Airbnb did not answer.');
    };
    const answer = await configure({ apiKey: 'own-key', apiSecret: 'SECRET-own' });
    expect(answer.body).toMatchObject({ app: { source: 'organization' }, test: { ok: true } });
    expect(answer.body.test.steps[0].message).toContain('could not be asked');
  });

  it('takes it away again with null, and falls back to the instance’s', async () => {
    await configure({ apiKey: 'own-key', apiSecret: 'SECRET-own' });
    const answer = await configure({ apiKey: null, apiSecret: null });
    expect(answer.body.app).toMatchObject({ source: 'instance', hasApiKey: false, hasApiSecret: false });
    expect(await begin(owner)).toContain('client_id=instance-app');
  });

  it.each([
    [{ apiKey: 'only' }, 'apiSecret'],
    [{ apiSecret: 'only' }, 'apiKey'],
  ])('of half a pair saves nothing: %j', async (body, missing) => {
    const answer = await configure(body);
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ path: missing }] } });
    expect((await detail()).body.app.source).toBe('instance');
  });

  it.each([
    { apiKey: '' },
    { apiKey: 7 },
    { webhookUrl: 'ftp://x.test' },
    { webhookUrl: 'nonsense' },
    { isActive: 'yes' },
    { nonsense: true },
  ])('refuses %j', async (body) => expect((await configure(body)).status).toBe(400));

  it('mints an address for the webhooks of its own app once, and tells it to admins', async () => {
    const base = `${TEST_APP_URL}/api/integrations/airbnb`;
    expect((await detail()).body.app).toMatchObject({
      webhookUrl: `${base}/webhook`,
      gateUrl: `${base}/gate`,
    });
    const { app } = (await configure({ apiKey: 'own-key', apiSecret: 'SECRET-own' })).body;
    const path = app.webhookUrl.slice(`${base}/webhook/`.length);
    expect(path).toMatch(/^[\w-]{32}$/);
    expect(app).toMatchObject({
      webhookUrl: `${base}/webhook/${path}`,
      gateUrl: `${base}/webhook/${path}/gate`,
    });
    const later = await configure({
      apiSecret: 'SECRET-other',
      webhookSecret: 'whsec_SECRETofTheWebhook',
      webhookUrl: 'https://pms.test/hook',
    });
    expect(later.body.app).toEqual({ ...app, hasWebhookSecret: true });
    const [row] = await world.runtime.db
      .select()
      .from(channelApps)
      .where(eq(channelApps.orgId, owner.ctx.org));
    expect(row?.webhookPathHash).toBe(webhookPathHash(world.runtime, path));
    expect(row?.webhookPathSealed).not.toContain(path);
  });

  it('off makes the channel not configured and pauses what is connected; on leaves resuming to people', async () => {
    const { id } = await connected(world, owner, String(accounts++));
    await configure({ isActive: false });
    expect((await rowOf(world, id)).status).toBe('paused');
    expect(await send(owner, connectRoute, 'POST')).toMatchObject({
      status: 409,
      body: { details: { reason: 'not_configured' } },
    });
    const resume = () => send(owner, updateRoute, 'PATCH', { body: { isPaused: false } });
    expect(await resume()).toMatchObject({ status: 409, body: { details: { reason: 'not_configured' } } });
    await configure({ isActive: true });
    expect((await rowOf(world, id)).status).toBe('paused');
    expect(await resume()).toMatchObject({ status: 200, body: { status: 'connected' } });
  });

  it('with several accounts asks which is meant', async () => {
    const first = await connected(world, owner, String(accounts++));
    await connected(world, owner, String(accounts++));
    expect(await configure({ isActive: true })).toMatchObject({
      status: 409,
      body: { code: 'choose_connection' },
    });
    const path = `/x?connection=${first.id}`;
    expect((await send(owner, configureRoute, 'POST', { path, body: { isActive: true } })).status).toBe(200);
  });

  it('of a channel that is not built, or is the instance’s alone, is refused', async () => {
    for (const provider of ['booking', 'avito'])
      expect(
        await owner.visitor.send(configureRoute, 'POST', { params: { provider }, body: { isActive: true } }),
      ).toMatchObject({ status: 409 });
  });
});

describe('testing', () => {
  const test = () => send(owner, testRoute, 'POST');

  it('goes through app, token, account and listings', async () => {
    await connected(world, owner, String(accounts++));
    const { body } = await test();
    expect(body).toMatchObject({ ok: true, error: null });
    expect(body.steps.map((step: { step: string }) => step.step)).toEqual([
      'app',
      'token',
      'account',
      'listings',
    ]);
    expect(body.steps[3].message).toContain('3 listings');
  });

  it('before the first connect says that nobody is connected', async () => {
    expect((await test()).body).toMatchObject({
      ok: false,
      steps: [
        { step: 'app', ok: true },
        { step: 'token', ok: false },
      ],
      error: { code: 'gone' },
    });
  });

  it('stops at a key and secret that the channel does not know', async () => {
    world.channel.refusedApps.add(APP.clientId);
    expect((await test()).body).toMatchObject({
      ok: false,
      steps: [{ step: 'app', ok: false }],
      error: { code: 'app_refused' },
    });
  });

  it.each(['account', 'listings'] as const)('stops at %s and says why it fails', async (step) => {
    await connected(world, owner, String(accounts++));
    world.channel.before[step] = async () => {
      throw new ChannelError('transient', 'The channel has an error of its own.');
    };
    const { body } = await test();
    expect(body).toMatchObject({ ok: false, error: { code: 'transient' } });
    expect(body.steps.at(-1)).toEqual({ step, ok: false, message: 'The channel has an error of its own.' });
  });

  it('finds an access that was ended at the channel', async () => {
    const { id, accountId } = await connected(world, owner, String(accounts++));
    world.channel.revokeAll(accountId);
    expect((await test()).body).toMatchObject({ ok: false, error: { code: 'auth' } });
    expect((await rowOf(world, id)).status).toBe('expired');
  });
});

describe('without credentials of the instance', () => {
  beforeAll(async () => {
    await world.runtime.end();
    bare = await startWorld((fake) => ({ airbnb: fake.channel(null), booking: null, avito: null }));
    world = bare;
  });

  it('a channel is not configured, says so, and is configured by an admin’s own', async () => {
    expect((await detail()).body).toMatchObject({
      app: { source: 'none', isBuilt: true },
      connections: [{ status: 'not_configured' }],
    });
    expect(await send(owner, connectRoute, 'POST')).toMatchObject({ status: 409 });
    expect((await send(owner, testRoute, 'POST')).body).toMatchObject({
      ok: false,
      error: { code: 'not_configured' },
    });
    expect((await configure({ isActive: true })).body.test).toMatchObject({ ok: false });
    await configure({ apiKey: 'own-key', apiSecret: 'SECRET-own' });
    expect((await detail()).body.connections).toMatchObject([{ status: 'configured' }]);
    await connected(world, owner, String(accounts++));
  });
});
