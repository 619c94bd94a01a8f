import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Ctx, ctxFor, inTx } from '#lib/domain/ctx.ts';
import { cancelJob, enqueue } from '#lib/domain/jobs/enqueue.ts';
import { claimJobs, LEASE_SECONDS } from '#lib/jobs/claim.ts';
import { settleGone, settleWaiting } from '#lib/jobs/settle.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { clearJobs, jobRows, newOrg, owe } from './world.ts';

const START = '2026-03-01T12:00:00Z';
const clock = testClock(START);
let world: TestRuntime;
let org: string;
let ctx: Ctx;
let rung = 0;

beforeAll(async () => {
  world = await startTestRuntime({
    clock,
    wake: async () => {
      rung += 1;
    },
  });
  org = await newOrg(world);
  ctx = ctxFor(world, { provenOrg: org, actor: { kind: 'system', id: null }, requestId: 'req_test' });
});
afterAll(() => world.end());
beforeEach(async () => {
  clock.set(START);
  rung = 0;
  await clearJobs(world);
});

const sync = (calendarId: string, trigger: 'schedule' | 'manual', dueAt: Temporal.Instant) =>
  ({ kind: 'calendar.sync', key: calendarId, payload: { calendarId, trigger }, dueAt }) as const;
const claim = (limit = 10, kinds = ['a', 'b', 'calendar.sync']) =>
  claimJobs(world.db, { now: clock.now(), limit, kinds });

describe('enqueue', () => {
  it('makes the same work asked for twice one job: the earlier time, the newer payload', async () => {
    await enqueue(ctx, sync('cal_1', 'schedule', clock.now().add({ minutes: 5 })));
    await enqueue(ctx, sync('cal_1', 'manual', clock.now()));
    await enqueue(ctx, sync('cal_1', 'schedule', clock.now().add({ minutes: 9 })));
    const rows = await jobRows(world);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.dueAt.toString()).toBe(START);
    expect(rows[0]?.payload).toEqual({ calendarId: 'cal_1', trigger: 'schedule' });
  });

  it('makes one job of twenty asked for at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, () => inTx(ctx, (tx) => enqueue(tx, sync('cal_1', 'manual', clock.now())))),
    );
    expect(await jobRows(world)).toHaveLength(1);
  });

  it('rings once after the commit, and not for work due later', async () => {
    await inTx(ctx, async (tx) => {
      await enqueue(tx, sync('cal_1', 'manual', clock.now()));
      await enqueue(tx, sync('cal_2', 'manual', clock.now()));
      expect(rung).toBe(0);
    });
    expect(rung).toBe(1);
    await enqueue(ctx, sync('cal_3', 'schedule', clock.now().add({ minutes: 1 })));
    expect(rung).toBe(1);
  });

  it('owes nothing and rings nobody where the transaction fails', async () => {
    const failing = inTx(ctx, async (tx) => {
      await enqueue(tx, sync('cal_1', 'manual', clock.now()));
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    expect([await jobRows(world), rung]).toEqual([[], 0]);
  });

  it("takes back an organization's own work only", async () => {
    const other = ctxFor(world, {
      provenOrg: await newOrg(world),
      actor: { kind: 'system', id: null },
      requestId: 'req_other',
    });
    await enqueue(ctx, sync('cal_1', 'manual', clock.now()));
    await cancelJob(other, 'calendar.sync', 'cal_1');
    expect(await jobRows(world)).toHaveLength(1);
    await cancelJob(ctx, 'calendar.sync', 'cal_1');
    expect(await jobRows(world)).toHaveLength(0);
  });
});

describe('a claim', () => {
  it('takes what is due, and leaves what is not or that nobody here knows how to do', async () => {
    const due = await owe(world, { org, kind: 'a' });
    await owe(world, { org, kind: 'a', inSeconds: 1 });
    await owe(world, { org, kind: 'of.a.newer.version' });
    expect((await claim()).map((job) => job.id)).toEqual([due]);
  });

  it('gives a small organization its turn before the hundredth job of a large one', async () => {
    const small = await newOrg(world);
    for (let i = 0; i < 100; i++) await owe(world, { org, kind: 'a', inSeconds: -100 });
    await owe(world, { org: small, kind: 'a', inSeconds: -1 });
    expect((await claim(4)).map((job) => job.orgId)).toContain(small);
  });

  it('counts what an organization has under way: job by job the turns alternate', async () => {
    const small = await newOrg(world);
    for (let i = 0; i < 5; i++) await owe(world, { org, kind: 'a', inSeconds: -100 });
    for (let i = 0; i < 2; i++) await owe(world, { org: small, kind: 'a', inSeconds: -1 });
    const turns: boolean[] = [];
    for (let i = 0; i < 4; i++) turns.push((await claim(1))[0]?.orgId === small);
    expect(turns.filter(Boolean)).toHaveLength(2);
  });

  it('never gives one job to two, however many claim at once', async () => {
    for (let i = 0; i < 60; i++) await owe(world, { org, kind: 'a' });
    const claims = await Promise.all(Array.from({ length: 12 }, () => claim(10)));
    const ids = claims.flat().map((job) => job.id);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await claim(100);
    expect(ids.length + rest.length).toBe(60);
  });

  it('passes over work whose key is being worked, until that one ends', async () => {
    await owe(world, { org, kind: 'a', key: 'one' });
    const [first] = await claim();
    await owe(world, { org, kind: 'a', key: 'one' });
    await owe(world, { org, kind: 'b', key: 'one' });
    expect((await claim()).map((job) => job.kind)).toEqual(['b']); // another kind of work is another matter
    if (!first) throw new Error('nothing was claimed');
    await settleGone(world.db, first);
    expect(await claim()).toHaveLength(1);
  });

  it('gives work of a process that died to the next one when the lease has run out, and counts the attempt', async () => {
    const id = await owe(world, { org, kind: 'a', key: 'one' });
    const [dead] = await claim();
    await owe(world, { org, kind: 'a', key: 'one' }); // asked for meanwhile: still never two at once
    clock.advance({ seconds: LEASE_SECONDS - 1 });
    expect(await claim()).toEqual([]);
    clock.advance({ seconds: 1 });
    const again = await claim();
    expect(again.map((job) => [job.id, job.attempts])).toEqual([[id, 2]]);
    if (!dead) throw new Error('nothing was claimed');
    expect(await settleGone(world.db, dead)).toBe(false); // the dead one's word counts no more
    expect(await jobRows(world)).toHaveLength(2);
  });
});

describe('waiting again', () => {
  it('joins what was asked for meanwhile: the earlier time and the payload of the newer', async () => {
    await owe(world, { org, kind: 'a', key: 'one', payload: { note: 'old' } });
    const [job] = await claim();
    await owe(world, { org, kind: 'a', key: 'one', payload: { note: 'new' } });
    if (!job) throw new Error('nothing was claimed');
    const next = {
      at: clock.now().add({ minutes: 15 }),
      attempts: 0,
      error: null,
      payload: { note: 'next turn' },
    };
    expect(await settleWaiting(world.db, job, next)).toBe(true);
    const rows = await jobRows(world);
    expect(rows.map((row) => [row.state, row.payload, row.dueAt.toString()])).toEqual([
      ['pending', { note: 'new' }, START],
    ]);
  });

  it('keeps its name and its age, and is free to be claimed when it is due', async () => {
    const id = await owe(world, { org, kind: 'a', key: 'one' });
    const [job] = await claim();
    if (!job) throw new Error('nothing was claimed');
    await settleWaiting(world.db, job, {
      at: clock.now().add({ minutes: 15 }),
      attempts: 0,
      error: 'later',
      payload: undefined,
    });
    clock.advance({ minutes: 15 });
    expect((await claim()).map((next) => [next.id, next.attempts, next.payload])).toEqual([[id, 1, {}]]);
    expect((await jobRows(world))[0]?.createdAt.toString()).toBe(START);
  });
});
