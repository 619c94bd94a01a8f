import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimJobs, LEASE_SECONDS } from '#lib/jobs/claim.ts';
import type { Registry } from '#lib/jobs/handler.ts';
import { again, cancel, done } from '#lib/jobs/outcome.ts';
import { MAX_ATTEMPTS } from '#lib/jobs/policy.ts';
import { tick } from '#lib/jobs/tick.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { clearJobs, jobRows, newOrg, owe, testHandler } from './world.ts';

const START = '2026-03-01T12:00:00Z';
const clock = testClock(START);
let world: TestRuntime;
let org: string;
let rung = 0;

beforeAll(async () => {
  world = await startTestRuntime({
    clock,
    wake: async () => {
      rung += 1;
    },
  });
  org = await newOrg(world);
});
afterAll(() => world.end());
beforeEach(async () => {
  clock.set(START);
  rung = 0;
  await clearJobs(world);
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ring = (registry: Registry, more: { budgetMs?: number; concurrency?: number } = {}) =>
  tick(world, { registry, ...more });
const thrower = testHandler(async () => {
  throw new Error('did not expect that: https://example.com/cal.ics?s=0123456789abcdef');
});

describe('an outcome', () => {
  it('done: the row goes', async () => {
    await owe(world, { org, kind: 'a' });
    const result = await ring({ a: testHandler(async () => done) });
    expect(result).toEqual({ worked: 1, failed: 0, moreDue: false, nextDueAt: null });
    expect(await jobRows(world)).toEqual([]);
  });

  it('again: it waits until then, carries the next payload, and counts attempts anew', async () => {
    await owe(world, { org, kind: 'a', key: 'one', attempts: 4 });
    const at = clock.now().add({ minutes: 15 });
    const result = await ring({
      a: testHandler(async () => again(at, { reason: 'next poll', payload: { note: 'x' } })),
    });
    expect(result.nextDueAt?.toString()).toBe(at.toString());
    const [row] = await jobRows(world);
    expect([row?.state, row?.dueAt.toString(), row?.attempts, row?.lastError, row?.payload]).toEqual([
      'pending',
      at.toString(),
      0,
      'next poll',
      { note: 'x' },
    ]);
  });

  it('cancel: the row goes', async () => {
    await owe(world, { org, kind: 'a' });
    await ring({ a: testHandler(async () => cancel('its calendar is gone')) });
    expect(await jobRows(world)).toEqual([]);
  });

  it('thrown: tried again later, with the reason and without what is secret in it', async () => {
    await owe(world, { org, kind: 'a' });
    expect(await ring({ a: thrower })).toMatchObject({ worked: 0, failed: 1, moreDue: false });
    const [row] = await jobRows(world);
    expect(row?.lastError).toContain('did not expect that');
    expect(row?.lastError).not.toContain('0123456789abcdef');
    expect(row?.dueAt.epochMilliseconds).toBeGreaterThan(clock.now().epochMilliseconds);
    expect([row?.state, row?.attempts]).toEqual(['pending', 1]);
  });

  it('a payload that does not parse is a failure like any other, not an end of the tick', async () => {
    // A row of an older version: its shape is not today's.
    await owe(world, { org, kind: 'a', payload: { note: 7 as unknown as string } });
    await owe(world, { org, kind: 'a' });
    expect(await ring({ a: testHandler(async () => done) })).toMatchObject({ worked: 1, failed: 1 });
  });
});

describe('work that keeps failing', () => {
  it('ends as failed where it is done once, kept to be seen, and makes way for the same work asked for anew', async () => {
    await owe(world, { org, kind: 'a', key: 'one', attempts: MAX_ATTEMPTS - 1 });
    await ring({ a: thrower });
    expect((await jobRows(world)).map((row) => [row.state, row.attempts])).toEqual([
      ['failed', MAX_ATTEMPTS],
    ]);
    await owe(world, { org, kind: 'a', key: 'one' });
    await ring({ a: testHandler(async () => done) });
    expect((await jobRows(world)).map((row) => row.state)).toEqual(['failed']);
  });

  it('is tried for ever where it recurs, at most a quarter of an hour apart', async () => {
    await owe(world, { org, kind: 'a', attempts: 500 });
    await ring({ a: { ...thrower, recurs: true } });
    const [row] = await jobRows(world);
    const waitMs = (row?.dueAt.epochMilliseconds ?? 0) - clock.now().epochMilliseconds;
    expect(row?.state).toBe('pending');
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(15 * 60_000);
  });

  it('is given up where it takes its process down each time', async () => {
    const kinds = ['a'];
    await owe(world, { org, kind: 'a' });
    for (let i = 0; i < MAX_ATTEMPTS; i++) {
      expect(await claimJobs(world.db, { now: clock.now(), limit: 1, kinds })).toHaveLength(1); // and died
      clock.advance({ seconds: LEASE_SECONDS });
    }
    let ran = false;
    await ring({
      a: testHandler(async () => {
        ran = true;
        return done;
      }),
    });
    expect([ran, (await jobRows(world))[0]?.state]).toEqual([false, 'failed']);
  });
});

describe('a tick', () => {
  it('gives its handler the organization of the row, proven', async () => {
    const other = await newOrg(world);
    const seen: string[] = [];
    await owe(world, { org, kind: 'a' });
    await owe(world, { org: other, kind: 'a' });
    await ring({
      a: testHandler(async (job) => {
        seen.push(job.org);
        return done;
      }),
    });
    expect(seen.sort()).toEqual([org, other].sort());
  });

  it('works several at once, and never more than it was told to', async () => {
    let [now, most] = [0, 0];
    for (let i = 0; i < 12; i++) await owe(world, { org, kind: 'a' });
    await ring(
      {
        a: testHandler(async () => {
          now += 1;
          most = Math.max(most, now);
          await pause(15);
          now -= 1;
          return done;
        }),
      },
      { concurrency: 3 },
    );
    expect(most).toBe(3);
    expect(await jobRows(world)).toEqual([]);
  });

  it('begins a push at once while slow polls fill every lane, and no more polls than there are lanes', async () => {
    const order: string[] = [];
    let [now, most] = [0, 0];
    const slow = testHandler(async () => {
      now += 1;
      most = Math.max(most, now);
      await pause(1_500);
      order.push('poll');
      now -= 1;
      return done;
    });
    const push = testHandler(async () => {
      order.push('push');
      return done;
    });
    for (let i = 0; i < 8; i++) await owe(world, { org, kind: 'poll' });
    const ringing = ring({ poll: slow, 'channel.push': push }, { concurrency: 3 });
    await pause(100);
    for (let i = 0; i < 5; i++) await owe(world, { org, kind: 'channel.push' });
    await pause(700);
    expect(order).toEqual(['push', 'push', 'push', 'push', 'push']);
    expect((await ringing).worked).toBe(13);
    expect(most).toBe(3);
    // Alone, pushes take all lanes there are.
    let [at, top] = [0, 0];
    for (let i = 0; i < 9; i++) await owe(world, { org, kind: 'channel.push' });
    const wide = testHandler(async () => {
      at += 1;
      top = Math.max(top, at);
      await pause(20);
      at -= 1;
      return done;
    });
    await ring({ poll: slow, 'channel.push': wide }, { concurrency: 3 });
    expect(top).toBe(5);
  });

  it('begins nothing after its time, rings again, and leaves the rest free to be claimed', async () => {
    for (let i = 0; i < 5; i++) await owe(world, { org, kind: 'a' });
    const slow = testHandler(async () => {
      clock.advance({ seconds: 6 });
      return done;
    });
    const result = await ring({ a: slow }, { budgetMs: 10_000, concurrency: 1 });
    expect([result.worked, result.moreDue, rung]).toEqual([2, true, 1]);
    expect((await jobRows(world)).map((row) => row.state)).toEqual(['pending', 'pending', 'pending']);
  });

  it('beside another: each job is worked once, and no key twice at a time', async () => {
    const inFlight = new Map<string, number>();
    const times = new Map<string, number>();
    const clashes: string[] = [];
    const keyOf = async (id: string) => (await jobRows(world)).find((row) => row.id === id)?.key ?? '';
    const registry: Registry = {
      a: testHandler(async (job) => {
        const key = await keyOf(job.id);
        if ((inFlight.get(key) ?? 0) > 0) clashes.push(key);
        inFlight.set(key, (inFlight.get(key) ?? 0) + 1);
        times.set(job.id, (times.get(job.id) ?? 0) + 1);
        // Asked for again while it is worked: a second row of the key, due now.
        if (job.payload.note === 'first') await owe(world, { org, kind: 'a', key });
        await pause(5);
        inFlight.set(key, (inFlight.get(key) ?? 0) - 1);
        return done;
      }),
    };
    for (let i = 0; i < 15; i++) {
      await owe(world, { org, kind: 'a', key: `key-${i}`, payload: { note: 'first' } });
    }
    const results = await Promise.all([ring(registry), ring(registry), ring(registry)]);
    const after = await ring(registry); // what waited behind its key at the very end
    expect(clashes).toEqual([]);
    expect([...times.values()].every((n) => n === 1)).toBe(true);
    expect(times.size).toBe(30);
    expect(results.concat(after).reduce((sum, one) => sum + one.worked, 0)).toBe(30);
    expect(await jobRows(world)).toEqual([]);
  });

  it('that dies between a claim and its outcome loses nothing: the work is done when the lease has run out', async () => {
    const id = await owe(world, { org, kind: 'a' });
    await claimJobs(world.db, { now: clock.now(), limit: 1, kinds: ['a'] }); // and the process is gone
    const seen: string[] = [];
    const registry = {
      a: testHandler(async (job) => {
        seen.push(job.id);
        return done;
      }),
    };
    const early = await ring(registry);
    expect([early.worked, early.nextDueAt?.toString()]).toEqual([
      0,
      clock.now().add({ seconds: LEASE_SECONDS }).toString(),
    ]);
    clock.advance({ seconds: LEASE_SECONDS });
    expect((await ring(registry)).worked).toBe(1);
    expect([seen, await jobRows(world)]).toEqual([[id], []]);
  });

  it('that outlives a lease writes no outcome over the one who holds it now', async () => {
    await owe(world, { org, kind: 'a' });
    const result = await ring(
      {
        a: testHandler(async () => {
          clock.advance({ seconds: LEASE_SECONDS });
          await claimJobs(world.db, { now: clock.now(), limit: 1, kinds: ['a'] });
          return done;
        }),
      },
      { budgetMs: 1000 },
    );
    expect([result.worked, result.failed]).toEqual([0, 0]);
    expect((await jobRows(world)).map((row) => [row.state, row.attempts])).toEqual([['running', 2]]);
  });

  it('that cannot write an outcome down fails, after the others have ended', async () => {
    await owe(world, { org, kind: 'a', payload: { note: 'break' }, inSeconds: -1 });
    await owe(world, { org, kind: 'a' });
    let ended = 0;
    const registry = {
      a: testHandler(async (job) => {
        await pause(job.payload.note === 'break' ? 1 : 60);
        ended += 1;
        // A time that Postgres cannot hold stands for any failure of the database at this point.
        return job.payload.note === 'break' ? again(Temporal.Instant.from('+275760-09-13T00:00:00Z')) : done;
      }),
    };
    await expect(ring(registry)).rejects.toThrow();
    expect(ended).toBe(2);
    expect((await jobRows(world)).map((row) => row.state)).toEqual(['running']); // its lease runs out
  });

  it('stays quick with ten thousand jobs waiting', async () => {
    await world.db.execute(sql`
      insert into jobs (id, org_id, kind, key, payload, due_at, created_at)
      select 'job_' || i, ${org}, 'a', 'key_' || i, '{}', now() - interval '1 year', now() from generate_series(1, 10000) i`);
    const began = performance.now();
    await claimJobs(world.db, { now: clock.now(), limit: 6, kinds: ['a'] });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
