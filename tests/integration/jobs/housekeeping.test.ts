import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as getHealth } from '#app/api/health/route.ts';
import { GET as getRunRoute } from '#app/api/runs/[id]/route.ts';
import { GET as listRunsRoute } from '#app/api/runs/route.ts';
import { externalCalendars, inboundMessages } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { jobs, queueDeliveries, runs } from '#db/schema/work.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { readHealth } from '#lib/domain/runs/health.ts';
import { startRun } from '#lib/domain/runs/history.ts';
import { housekeeping, oweHousekeeping } from '#lib/jobs/housekeeping.ts';
import { tick } from '#lib/jobs/tick.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { Visitor } from '#tests/support/visitor.ts';
import { clearJobs, jobRows, newOrg, owe } from './world.ts';

const START = '2026-03-01T12:00:00Z';
const clock = testClock(START);
let world: TestRuntime;
let ctx: Ctx;

beforeAll(async () => {
  world = await startTestRuntime({ clock });
});
afterAll(() => world.end());
beforeEach(async () => {
  clock.set(START);
  await clearJobs(world);
  ctx = ctxFor(world, {
    provenOrg: await newOrg(world),
    actor: { kind: 'system', id: null },
    requestId: 'req_test',
  });
});

const keepHouse = () => tick(world, { registry: { housekeeping } });
const daysAgo = (days: number) => clock.now().subtract({ hours: days * 24 });

describe('housekeeping', () => {
  it('is owed once from the first ring on, however many ring at once, and comes back every hour', async () => {
    await Promise.all(Array.from({ length: 8 }, () => oweHousekeeping(world)));
    expect(await jobRows(world)).toHaveLength(1);
    await keepHouse();
    const [row] = await jobRows(world);
    expect([row?.state, row?.dueAt.toString()]).toEqual(['pending', '2026-03-01T13:00:00Z']);
  });

  it('throws away what is past its keeping, and an answer that still comes stays', async () => {
    const message = (id: string, received: number, seen: number) => ({
      id,
      orgId: ctx.org,
      sourceKind: 'calendar' as const,
      sourceId: 'cal_1',
      receivedAt: daysAgo(received),
      lastSeenAt: daysAgo(seen),
      contentHash: id,
      body: new Uint8Array([1]),
    });
    await world.db
      .insert(inboundMessages)
      .values([message('msg_old', 91, 91), message('msg_still', 200, 1), message('msg_new', 89, 89)]);
    await world.db.insert(queueDeliveries).values([
      { messageId: 'old', source: 'clock', receivedAt: daysAgo(3) },
      { messageId: 'new', source: 'clock', receivedAt: daysAgo(1) },
    ]);
    await oweHousekeeping(world);
    await keepHouse();
    expect((await world.db.select().from(inboundMessages)).map((row) => row.id).sort()).toEqual([
      'msg_new',
      'msg_still',
    ]);
    expect((await world.db.select().from(queueDeliveries)).map((row) => row.messageId)).toEqual(['new']);
  });

  it('ends a run that nobody has worked on for half an hour, and no younger one', async () => {
    const old = await startRun(ctx, { kind: 'calendar', subjectId: 'cal_paused', trigger: 'schedule' });
    clock.advance({ minutes: 31 });
    const young = await startRun(ctx, { kind: 'calendar', subjectId: 'cal_2', trigger: 'schedule' });
    await oweHousekeeping(world);
    await keepHouse();
    const rows = await world.db.select().from(runs);
    const of = (id: string) => rows.find((row) => row.id === id);
    expect([of(old)?.status, of(old)?.errors[0]?.code, of(young)?.status]).toEqual([
      'error',
      'interrupted',
      'running',
    ]);
  });

  it('finds an active calendar that no job polls, and owes its poll again', async () => {
    const { id: propertyId } = await createProperty(ctx, {
      name: 'House',
      timezone: 'Europe/Paris',
      currency: 'EUR',
    });
    const calendar = (isActive: boolean) => ({
      id: newId('calendar'),
      orgId: ctx.org,
      propertyId,
      name: 'Airbnb',
      urlSealed: 'sealed',
      urlHash: newId('token'),
      urlHost: 'example.com',
      isActive,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    const [lost, paused] = [calendar(true), calendar(false)];
    await world.db.insert(externalCalendars).values([lost, paused]);
    await oweHousekeeping(world);
    await keepHouse();
    clock.advance({ hours: 1 });
    await keepHouse();
    const owed = (await jobRows(world)).filter((row) => row.kind === 'calendar.sync');
    expect(owed.map((row) => [row.key, row.orgId])).toEqual([[lost.id, ctx.org]]);
  });

  it('finds a live connection that no job asks, and owes its sync again', async () => {
    const connection = (status: 'connected' | 'error' | 'paused' | 'expired' | 'disconnected') => ({
      id: newId('connection'),
      orgId: ctx.org,
      provider: 'airbnb' as const,
      accountId: newId('connection'),
      accountName: 'Harbour',
      status,
      connectedAt: clock.now(),
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    const live = [connection('connected'), connection('error')];
    const still = [connection('paused'), connection('expired'), connection('disconnected')];
    await world.db.insert(connections).values([...live, ...still]);
    await oweHousekeeping(world);
    await keepHouse();
    clock.advance({ hours: 1 });
    await keepHouse();
    const owed = (await jobRows(world)).filter((row) => row.kind === 'connection.sync');
    expect(owed.map((row) => row.key).sort()).toEqual(live.map((row) => row.id).sort());
  });

  it('finds the queues of a live account that no job asks, where its channel has some', async () => {
    const account = (provider: 'airbnb' | 'booking', status: 'connected' | 'paused' = 'connected') => ({
      id: newId('connection'),
      orgId: ctx.org,
      provider,
      accountId: newId('connection'),
      accountName: 'Host',
      status,
      connectedAt: clock.now(),
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    const live = account('booking');
    await world.db.insert(connections).values([live, account('booking', 'paused'), account('airbnb')]);
    await oweHousekeeping(world);
    await keepHouse();
    const owed = (await jobRows(world)).filter((row) => row.kind === 'queues.poll');
    expect(owed.map((row) => [row.key, row.payload])).toEqual([[live.id, { connectionId: live.id }]]);
  });
});

describe('the health of the installation', () => {
  const visitor = new Visitor();

  it('is told to anybody, and tells nobody’s data', async () => {
    await owe(world, { org: ctx.org, kind: 'calendar.sync', inSeconds: -90 });
    const answer = await visitor.send(getHealth, 'GET');
    expect(answer).toMatchObject({
      status: 200,
      body: { status: 'ok', database: 'ok', jobs: { due: 1, failed: 0, oldestLatenessSeconds: 90 } },
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/org_|cal_|prp_/);
  });

  it('is late where work waits for more than five minutes: nobody rings', async () => {
    await owe(world, { org: ctx.org, kind: 'calendar.sync', inSeconds: -301 });
    expect((await readHealth(world)).status).toBe('late');
  });

  it('counts work that was given up', async () => {
    await owe(world, { org: ctx.org, kind: 'calendar.sync' });
    await world.db.update(jobs).set({ state: 'failed' });
    expect((await readHealth(world)).jobs).toEqual({ due: 0, failed: 1, oldestLatenessSeconds: 0 });
  });

  it('is 503 where the database cannot be reached', async () => {
    const holder = globalThis as { latchkeyRuntime?: Promise<unknown> };
    const before = holder.latchkeyRuntime;
    const gone = () => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    };
    holder.latchkeyRuntime = Promise.resolve({ ...world, db: new Proxy(world.db, { get: gone }) });
    try {
      expect(await visitor.send(getHealth, 'GET')).toMatchObject({
        status: 503,
        body: { code: 'unavailable' },
      });
    } finally {
      holder.latchkeyRuntime = before;
    }
  });
});

describe('the history over HTTP', () => {
  it('is for people of the organization only', async () => {
    const id = await startRun(ctx, { kind: 'calendar', subjectId: newId('calendar'), trigger: 'manual' });
    expect((await new Visitor().send(listRunsRoute, 'GET')).status).toBe(401);
    expect((await new Visitor().send(getRunRoute, 'GET', { params: { id } })).status).toBe(401);
  });
});
