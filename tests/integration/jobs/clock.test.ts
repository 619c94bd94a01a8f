import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bells, queueDeliveries } from '#db/schema/work.ts';
import { bellState } from '#lib/domain/runs/bells.ts';
import { startClock } from '#lib/jobs/clock.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { clearJobs, jobRows, newOrg, owe, serveJobs, type TestApp, until, withBell } from './world.ts';

const clock = testClock('2026-03-01T12:00:00Z');
let app: TestApp;
let world: TestRuntime;
let org: string;
let stop: (() => Promise<void>) | undefined;

beforeAll(async () => {
  app = await serveJobs();
  world = withBell(
    await startTestRuntime({ clock, env: { APP_URL: 'https://latchkey.example', CLOCK_DISABLED: 'false' } }),
  );
  org = await newOrg(world);
});
afterAll(async () => {
  await world.end();
  await app.close();
});
beforeEach(() => clearJobs(world));
afterEach(async () => {
  await stop?.();
  stop = undefined;
  app.awayFor = null;
});

/** A poll of a calendar that is gone: worked by the real handler, and then owed no more. */
const oweWork = () => owe(world, { org, kind: 'calendar.sync', payload: syncOf('cal_gone') });
const syncOf = (calendarId: string) => ({ calendarId, trigger: 'schedule' }) as object;
const worked = () =>
  until(async () => (await jobRows(world)).every((row) => row.kind !== 'calendar.sync'), 'the work is done');

describe('the built-in clock, alone', () => {
  it('rings through the signed route, and what is due is done', async () => {
    await oweWork();
    stop = startClock(world, { origin: app.origin, beatMs: 30 });
    await worked();
    expect(app.received.at(-1)).toBe('/api/jobs/tick');
    const state = await bellState(world);
    expect([state.source, state.lastRangAt?.toString(), state.standingInSince]).toEqual([
      'clock',
      clock.now().toString(),
      null,
    ]);
    const [delivery] = await world.db.select().from(queueDeliveries);
    expect(delivery?.source).toBe('clock');
  });

  it('rings at once when something asks for it, however long its beat', async () => {
    stop = startClock(world, { origin: app.origin, beatMs: 3_600_000 });
    const before = app.received.length;
    await until(() => app.received.length > before, 'the first ring');
    await oweWork();
    await world.wake();
    await worked();
  });

  it('rings when the next thing is due, not a beat later', async () => {
    stop = startClock(world, { origin: app.origin, beatMs: 3_600_000 });
    await owe(world, { org, kind: 'calendar.sync', payload: syncOf('cal_gone'), inSeconds: 0.4 });
    await world.wake();
    const before = app.received.length;
    clock.advance({ milliseconds: 400 });
    await until(() => app.received.length > before, 'it rings again by itself');
    await worked();
  });

  it('does not let everybody wait for a ring that waits for one server', async () => {
    let answer = () => {};
    app.heldBy = new Promise((resolve) => {
      answer = resolve;
    });
    const before = app.received.length;
    stop = startClock(world, { origin: app.origin, beatMs: 3_600_000, budgetMs: 400 });
    await until(() => app.received.length > before, 'the ring that is held');
    await oweWork();
    await worked();
    let isStopped = false;
    const stopped = stop().then(() => {
      isStopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(isStopped).toBe(false);
    answer();
    await stopped;
  });

  it('asked for many times during a ring, rings once more and not many times', async () => {
    stop = startClock(world, { origin: app.origin, beatMs: 3_600_000 });
    await until(() => app.received.length > 0, 'the first ring');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const before = app.received.length;
    for (let i = 0; i < 50; i++) await world.wake();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(app.received.length - before).toBeGreaterThan(0);
    expect(app.received.length - before).toBeLessThanOrEqual(2);
  });

  it('goes on when the app was away, and says so once', async () => {
    const told: string[] = [];
    const log = Object.assign(Object.create(world.log), {
      warn: (_: object, text: string) => told.push(text),
      info: (text: string) => told.push(text),
    });
    app.awayFor = 'tick';
    stop = startClock({ ...world, log }, { origin: app.origin, beatMs: 10 });
    const before = app.received.length;
    await until(() => app.received.length > before + 4, 'it keeps trying');
    await oweWork();
    app.awayFor = null;
    await worked();
    await until(() => told.length > 1, 'it says that it rings again');
    expect(told).toEqual(['the built-in clock cannot ring', 'the built-in clock rings again']);
  });

  it('stops when told to, after the ring under way', async () => {
    const end = startClock(world, { origin: app.origin, beatMs: 10 });
    const before = app.received.length;
    await until(() => app.received.length > before, 'it rings');
    await end();
    const after = app.received.length;
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(app.received.length).toBe(after);
  });

  it('does not run where it is switched off', async () => {
    const before = app.received.length;
    stop = startClock(
      { ...world, env: { ...world.env, CLOCK_DISABLED: true } },
      { origin: app.origin, beatMs: 5 },
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(app.received.length).toBe(before);
  });

  it('misses no QStash that was configured once and is no more', async () => {
    await world.db.insert(bells).values({ name: 'qstash', silentSince: clock.now() }).onConflictDoNothing();
    stop = startClock(world, { origin: app.origin, beatMs: 10 });
    await until(async () => (await bellState(world)).standingInSince === null, 'nobody is stood in for');
  });
});
