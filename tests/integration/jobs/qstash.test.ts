import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bells } from '#db/schema/work.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { enqueue } from '#lib/domain/jobs/enqueue.ts';
import { bellState } from '#lib/domain/runs/bells.ts';
import { readHealth } from '#lib/domain/runs/health.ts';
import { startBells } from '#lib/jobs/start.ts';
import { tick } from '#lib/jobs/tick.ts';
import { systemClock, testClock } from '#lib/kernel/clock.ts';
import { publishAt } from '#lib/platform/queue/publish.ts';
import { ensureSchedule } from '#lib/platform/queue/schedule.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { FakeQstash } from '#tests/support/fake-qstash.ts';
import { clearJobs, idle, jobRows, newOrg, owe, serveJobs, type TestApp, until, withBell } from './world.ts';

const START = '2026-03-01T12:00:00Z';
const clock = testClock(START);
const BEAT_MS = 10_000;
let app: TestApp;
let qstash: FakeQstash;
let world: TestRuntime;
let ctx: Ctx;
let stop: (() => Promise<void>) | undefined;

beforeAll(async () => {
  app = await serveJobs();
  qstash = await new FakeQstash().start();
  world = withBell(
    await startTestRuntime({
      clock,
      env: { ...qstash.env, APP_URL: app.origin, CLOCK_DISABLED: 'false' },
    }),
  );
  ctx = ctxFor(world, {
    provenOrg: await newOrg(world),
    actor: { kind: 'system', id: null },
    requestId: 'req_test',
  });
});
afterAll(async () => {
  await qstash.close();
  await world.end();
  await app.close();
});
beforeEach(async () => {
  clock.set(START);
  await clearJobs(world);
  await world.db.delete(bells);
});
afterEach(async () => {
  await stop?.();
  stop = undefined;
  await qstash.settled(); // what it still delivers would do the work of the next test
  Object.assign(qstash, { isSilent: false, isDown: false });
  app.awayFor = null;
});

/** A poll of a calendar that is gone: worked by the real handler, and then owed no more. */
const oweWork = (dueAt = clock.now()) =>
  enqueue(ctx, {
    kind: 'calendar.sync',
    key: 'cal_gone',
    payload: { calendarId: 'cal_gone', trigger: 'schedule' },
    dueAt,
  });
const isWorked = async () => (await jobRows(world)).every((row) => row.kind !== 'calendar.sync');
const clockRang = async () => (await world.db.select().from(bells)).some((row) => row.name === 'clock');
const later = () => clock.now().add({ seconds: 1 });

describe('a change', () => {
  it('is worked through QStash at once, the clock keeping silent', async () => {
    stop = startBells(world, { origin: app.origin, beatMs: 10 });
    await oweWork();
    await until(isWorked, 'the work is done');
    expect((await bellState(world)).source).toBe('qstash');
    expect(await clockRang()).toBe(false);
  });

  it('that comes after the slot has rung is not swallowed by deduplication', async () => {
    for (let i = 0; i < 3; i++) {
      await oweWork();
      await until(isWorked, `change ${i} is worked`);
    }
  });

  it('costs no more than a message a second, however many come', async () => {
    const before = qstash.published.length;
    const began = Date.now();
    for (let i = 0; i < 30; i++) await world.wake();
    const seconds = Math.ceil((Date.now() - began) / 1000) + 1;
    expect(qstash.published.length - before).toBeLessThanOrEqual(2 * seconds);
  });

  it('is worked by the clock of this process where QStash cannot be reached', async () => {
    stop = startBells(world, { origin: app.origin, beatMs: 3_600_000 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    qstash.isDown = true;
    await oweWork();
    await until(isWorked, 'the work is done');
    expect(await clockRang()).toBe(true);
  });

  it('stands although QStash cannot be reached and no clock runs here', async () => {
    qstash.isDown = true;
    await oweWork();
    expect(await isWorked()).toBe(false);
    qstash.isDown = false;
    await ensureSchedule(world.env, world.log);
    await qstash.fireSchedules();
    expect(await isWorked()).toBe(true);
  });
});

describe('work due later', () => {
  it('that must be punctual is rung for by a delayed message that names its slot', async () => {
    const due = systemClock.now().add({ seconds: 30 });
    await publishAt(world.env, world.log, due);
    const message = qstash.published.at(-1);
    const second = Math.floor(due.epochMilliseconds / 1000);
    expect([message?.deduplicationId, message?.notBefore, message?.retries]).toEqual([
      `tick-${Math.floor(second / 10)}`,
      second * 1000,
      0,
    ]);
  });

  it.each([
    ['punctual and before the next firing of the schedule: rung for', true, 20, 1],
    ['punctual and after it: the schedule finds it', true, 120, 0],
    ['not punctual: the schedule finds it', false, 20, 0],
  ])('%s', async (_, punctual, inSeconds, messages) => {
    await owe(world, { org: ctx.org, kind: 'idle', inSeconds });
    const before = qstash.published.length;
    const handler = idle.idle;
    if (!handler) throw new Error('no handler');
    await tick(world, { registry: { idle: { ...handler, punctual } } });
    expect(qstash.published.length - before).toBe(messages);
  });
});

describe('the schedule', () => {
  it('is one, however often the app starts', async () => {
    await Promise.all([ensureSchedule(world.env, world.log), ensureSchedule(world.env, world.log)]);
    expect([...qstash.schedules]).toEqual([
      [
        'latchkey-tick',
        expect.objectContaining({
          destination: `${app.origin}/api/jobs/tick`,
          cron: '* * * * *',
          failureCallback: `${app.origin}/api/jobs/failed`,
        }),
      ],
    ]);
  });

  it('that cannot be made stops nothing from starting', async () => {
    qstash.isDown = true;
    expect(await ensureSchedule(world.env, world.log)).toBe(false);
  });

  it('that was given up is an alarm, and the next firing does what was due', async () => {
    await ensureSchedule(world.env, world.log);
    await oweWork(later());
    clock.advance({ seconds: 1 });
    app.awayFor = 'tick';
    await qstash.fireSchedules();
    // The ring for the work itself may be under way still, and is given up as well.
    const givenUp = qstash.deadLetters.filter(({ scheduleId }) => scheduleId !== null);
    expect(givenUp).toHaveLength(1);
    expect((await bellState(world)).lastFailure?.note).toContain('after 1 retries; the app answered 503');
    app.awayFor = null;
    await qstash.fireSchedules();
    expect(await isWorked()).toBe(true);
  });
});

describe('QStash that goes silent', () => {
  it('is stood in for within three minutes, which is told, until it rings again', async () => {
    await ensureSchedule(world.env, world.log);
    const beats = { origin: app.origin, beatMs: 10 };
    stop = startBells(world, beats);
    await qstash.fireSchedules();
    qstash.isSilent = true;
    await oweWork(later());

    clock.advance({ seconds: 170 });
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect([await isWorked(), (await bellState(world)).source]).toEqual([false, 'qstash']);

    clock.advance({ seconds: 10 });
    await until(isWorked, 'the clock did the work');
    expect(await bellState(world)).toMatchObject({ source: 'clock', standingInSince: clock.now() });
    const health = await readHealth(world);
    expect([health.status, health.bell.source]).toEqual(['standing_in', 'clock']);

    qstash.isSilent = false;
    await qstash.fireSchedules();
    await until(async () => (await bellState(world)).source === 'qstash', 'QStash rings again');
    expect((await bellState(world)).standingInSince).toBeNull();
    const [rung] = (await world.db.select().from(bells)).filter((row) => row.name === 'clock');
    clock.advance({ seconds: 30 });
    await new Promise((resolve) => setTimeout(resolve, 80));
    const [rungSince] = (await world.db.select().from(bells)).filter((row) => row.name === 'clock');
    expect(rungSince?.lastRangAt?.toString()).toBe(rung?.lastRangAt?.toString());
  });

  it('from the start, as an address that it cannot reach, is stood in for too', async () => {
    qstash.isSilent = true;
    stop = startBells(world, { origin: app.origin, beatMs: 10 });
    await oweWork(later());
    clock.advance({ seconds: 180 - BEAT_MS / 1000 });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await isWorked()).toBe(false);
    clock.advance({ seconds: BEAT_MS / 1000 });
    await until(isWorked, 'the clock did the work');
  });
});
