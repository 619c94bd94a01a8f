import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { organizations, users } from '#db/schema/organizations.ts';
import { runs } from '#db/schema/work.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { env } from '#lib/env.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { newId } from '#lib/kernel/ids.ts';
import { build, type Runtime } from '#lib/runtime/runtime.ts';
import { setTestEnv, startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { airbnbDescription, calendarText, feedHost } from '#tests/support/feed-host.ts';
import { activeStays, events, newUnit, openConflicts } from './world.ts';

const FIVE = calendarText(
  [1, 2, 3, 4, 5].map((n) => ({
    uid: `u${n}@airbnb.com`,
    from: `2027-0${n}-10`,
    to: `2027-0${n}-13`,
    description: airbnbDescription(`HMCRASH00${n}`),
  })),
);

async function newOwner(world: Runtime): Promise<Ctx> {
  const [org, user, now] = [newId('organization'), newId('user'), world.clock.now()];
  await world.db.insert(organizations).values({ id: org, name: 'Test', createdAt: now, updatedAt: now });
  await world.db
    .insert(users)
    .values({ id: user, email: `${user}@example.com`, name: 'Test', createdAt: now, updatedAt: now });
  return ctxFor(world, {
    provenOrg: org,
    actor: { kind: 'user', id: user, role: 'owner' },
    requestId: newId('request'),
  });
}

/** The same world three minutes later, when every lease of a dead process has run out. */
function later(world: Runtime): Runtime {
  return { ...world, clock: { now: () => Temporal.Now.instant().add({ minutes: 3 }) } };
}

async function expectOneWholeSync(ctx: Ctx, unitId: string, calendarId: string): Promise<void> {
  expect(await activeStays(ctx, unitId)).toHaveLength(5);
  expect(await events(ctx, calendarId)).toHaveLength(5);
  expect(await openConflicts(ctx)).toEqual([]);
  const history = await ctx.db
    .select()
    .from(runs)
    .where(eq(runs.subjectId, calendarId))
    .orderBy(asc(runs.startedAt));
  expect(history.map((run) => [run.status, run.errors[0]?.code ?? null])).toEqual([
    ['error', 'interrupted'],
    ['success', null],
  ]);
}

async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (let n = 0; n < 400; n++) {
    if (await condition()) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('it never came to that');
}

/** Whether somebody waits for a row lock in this database. */
async function someoneWaits(world: Runtime): Promise<boolean> {
  const rows = await world.pool
    .sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return rows.length > 0;
}

describe('the app killed in the middle of a sync', () => {
  let world: TestRuntime;
  let host: Awaited<ReturnType<typeof feedHost>>;
  beforeAll(async () => {
    host = await feedHost();
    world = await startTestRuntime({ env: { OUTBOUND_ALLOW: host.host } });
  });
  afterAll(async () => {
    await world.end();
    await host.close();
  });

  async function workInAnotherProcess(): Promise<{ child: ChildProcess; ended: Promise<void> }> {
    const child = spawn(process.execPath, ['tests/support/tick-once.ts'], {
      env: process.env,
      stdio: 'ignore',
    });
    return { child, ended: new Promise((done) => child.once('exit', () => done())) };
  }

  it('while the calendar answers: the next one does all of it, and the history says both', async () => {
    const ctx = await newOwner(world);
    const unitId = await newUnit(ctx);
    host.set('/slow.ics', { body: FIVE, delayMs: 30_000 });
    const calendar = await createCalendar(ctx, unitId, {
      name: 'Airbnb',
      icalUrl: `${host.origin}/slow.ics`,
    });
    const { child, ended } = await workInAnotherProcess();
    await until(() => host.requests.some((request) => request.path === '/slow.ics'));
    child.kill('SIGKILL');
    await ended;
    host.set('/slow.ics', FIVE);
    expect((await tick(world, { registry: REGISTRY })).worked).toBe(0); // its lease has not run out
    await tick(later(world), { registry: REGISTRY });
    await expectOneWholeSync(ctx, unitId, calendar.id);
  }, 40_000);

  it('while it applies the answer: nothing is half done', async () => {
    const ctx = await newOwner(world);
    const unitId = await newUnit(ctx);
    host.set('/fast.ics', FIVE);
    const calendar = await createCalendar(ctx, unitId, {
      name: 'Airbnb',
      icalUrl: `${host.origin}/fast.ics`,
    });
    const lock = await world.pool.sql.reserve();
    await lock`begin`;
    await lock`select 1 from units where id = ${unitId} for update`;
    const { child, ended } = await workInAnotherProcess();
    await until(() => someoneWaits(world));
    child.kill('SIGKILL');
    await ended;
    await lock`rollback`;
    lock.release();
    expect(await events(ctx, calendar.id)).toEqual([]);
    await tick(later(world), { registry: REGISTRY });
    await expectOneWholeSync(ctx, unitId, calendar.id);
  }, 40_000);
});

describe('Postgres killed in the middle of a sync', () => {
  it('after its restart the next sync does all of it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'latchkey-crash-'));
    const options = {
      dataDir: join(folder, 'pg'),
      port: 54_390 + (process.pid % 500),
      portIsFixed: false,
      durable: true,
      database: 'crash',
    };
    let cluster = await startEmbedded(options);
    const host = await feedHost();
    try {
      await migrate(cluster.url);
      setTestEnv(cluster.url, { OUTBOUND_ALLOW: host.host });
      const world = await build(env(), { wake: async () => {} });
      const ctx = await newOwner(world);
      const unitId = await newUnit(ctx);
      host.set('/a.ics', FIVE);
      const calendar = await createCalendar(ctx, unitId, { name: 'Airbnb', icalUrl: `${host.origin}/a.ics` });
      const lock = await world.pool.sql.reserve();
      await lock`begin`;
      await lock`select 1 from units where id = ${unitId} for update`;
      const working = tick(world, { registry: REGISTRY }).catch((error: unknown) => error);
      await until(() => someoneWaits(world));
      const pid = Number(
        (await readFile(join(await dataDirOf(world), 'postmaster.pid'), 'utf8')).split('\n')[0],
      );
      process.kill(pid, 'SIGKILL');
      await working;
      await world.pool.close();

      cluster = await startEmbedded(options);
      setTestEnv(cluster.url, {
        OUTBOUND_ALLOW: host.host,
        NEXTAUTH_SECRET: world.env.NEXTAUTH_SECRET,
        ENCRYPTION_KEYS: world.env.ENCRYPTION_KEYS,
      });
      const after = await build(env(), { wake: async () => {} });
      await tick(later(after), { registry: REGISTRY });
      await expectOneWholeSync({ ...ctx, db: after.db }, unitId, calendar.id);
      await after.pool.close();
    } finally {
      await cluster.stop();
      await host.close();
      await rm(folder, { recursive: true, force: true });
    }
  }, 90_000);
});

async function dataDirOf(world: Runtime): Promise<string> {
  const [row] = await world.pool.sql<{ data_directory: string }[]>`show data_directory`;
  return row?.data_directory ?? '';
}
