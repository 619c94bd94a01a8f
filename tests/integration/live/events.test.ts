import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { GET } from '#app/api/events/route.ts';
import { apiKeys, organizations } from '#db/schema/organizations.ts';
import { type Ctx, ctxFor, inTx } from '#lib/domain/ctx.ts';
import { announce } from '#lib/domain/live/announce.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import { closeLive } from '#lib/runtime/live.ts';
import { startTestRuntime, TEST_APP_URL, type TestRuntime } from '#tests/support/env.ts';

let world: TestRuntime;
beforeAll(async () => {
  world = await startTestRuntime();
});
afterEach(closeLive);
afterAll(() => world.end());

type Told = { readonly kind: string; readonly data: { topics?: string[]; unitIds?: string[] | null } };

/** A program with a key of a new organization. */
async function newOrg(): Promise<{ ctx: Ctx; key: string }> {
  const [id, now] = [newId('organization'), world.clock.now()];
  await world.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
  const key = `lk_${Array.from(crypto.getRandomValues(new Uint8Array(20)), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  await world.db.insert(apiKeys).values({
    id: newId('apiKey'),
    orgId: id,
    name: 'Test',
    role: 'viewer',
    prefix: key.slice(0, 6),
    keyHash: world.secretHash(key),
    createdAt: now,
  });
  const actor = { kind: 'user', id: newId('user'), role: 'owner' } as const;
  return { ctx: ctxFor(world, { provenOrg: id, actor, requestId: 'test' }), key };
}

async function open(key: string) {
  const hangUp = new AbortController();
  const request = new Request(`${TEST_APP_URL}/api/events`, {
    headers: { authorization: `Bearer ${key}` },
    signal: hangUp.signal,
  });
  const response = await GET(request, { params: Promise.resolve({}) });
  const told: Told[] = [];
  let isOver = false;
  const reading = (async () => {
    if (!response.body || response.status !== 200) return;
    let text = '';
    for await (const chunk of response.body) {
      text += Buffer.from(chunk).toString('utf8');
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, kind, data] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        if (kind && data) told.push({ kind, data: JSON.parse(data) });
        text = text.slice(end + 2);
      }
    }
    isOver = true;
  })();
  return {
    response,
    told,
    kinds: () => told.map(({ kind }) => kind),
    isOver: () => isOver,
    hangUp: async () => {
      hangUp.abort();
      await reading.catch(() => {});
    },
  };
}

async function until(check: () => boolean, what: string, ms = 5_000): Promise<number> {
  const start = performance.now();
  while (!check()) {
    if (performance.now() - start > ms) throw new Error(`still not so after ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return performance.now() - start;
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 250));

describe('the stream of an organization', () => {
  it('is told of a booking within a second of its commit, and nobody else is', async () => {
    const [ours, theirs] = [await newOrg(), await newOrg()];
    const property = await createProperty(ours.ctx, {
      name: 'House',
      timezone: 'Europe/Paris',
      currency: 'EUR',
    });
    const unitId = property.units[0]?.id ?? '';
    const [mine, other] = [await open(ours.key), await open(theirs.key)];
    await until(() => mine.kinds().includes('ready') || mine.kinds().includes('resync'), 'listening');
    const before = mine.told.length;
    await createReservation(ours.ctx, {
      unitId,
      checkIn: night('2027-05-01'),
      checkOut: night('2027-05-03'),
      guest: { name: 'Ann' },
    });
    const took = await until(() => mine.told.length > before, 'the news');
    expect(took).toBeLessThan(1_000);
    expect(mine.told.at(-1)).toEqual({ kind: 'news', data: { topics: ['calendar'], unitIds: [unitId] } });
    await settled();
    expect(other.kinds()).not.toContain('news');
    expect(JSON.stringify(mine.told)).not.toContain('Ann');
    await Promise.all([mine.hangUp(), other.hangUp()]);
  });

  it('gets one event for a burst, with all that it was about', async () => {
    const { ctx, key } = await newOrg();
    const stream = await open(key);
    await until(() => stream.kinds().includes('ready'), 'listening');
    await inTx(ctx, async (tx) => {
      for (const unit of ['a', 'b']) await announce(tx, 'calendar', [unit]);
      await announce(tx, 'conflicts');
    });
    for (let i = 0; i < 200; i++) await inTx(ctx, (tx) => announce(tx, 'calendar', [`u${i % 3}`]));
    await until(() => JSON.stringify(stream.told).includes('u2'), 'the news');
    await settled();
    const news = stream.told.filter(({ kind }) => kind === 'news');
    expect(news.length).toBeLessThan(15);
    expect(new Set(news.flatMap(({ data }) => data.unitIds ?? []))).toEqual(
      new Set(['a', 'b', 'u0', 'u1', 'u2']),
    );
    expect(news[0]?.data.topics).toEqual(['calendar', 'conflicts']);
    await stream.hangUp();
  });

  it('is told nothing of what was rolled back', async () => {
    const { ctx, key } = await newOrg();
    const stream = await open(key);
    await until(() => stream.kinds().includes('ready'), 'listening');
    const undone = inTx(ctx, async (tx) => {
      await announce(tx, 'runs');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await settled();
    expect(stream.kinds()).not.toContain('news');
    await stream.hangUp();
  });

  it('is told to ask by itself while Postgres is away, and to ask for everything once it is back', async () => {
    const { ctx, key } = await newOrg();
    const stream = await open(key);
    await until(() => stream.kinds().includes('ready'), 'listening');
    const admin = postgres(world.env.DATABASE_URL, { max: 1 });
    // What a restart does to every connection; the test server is shared and cannot be restarted itself.
    await admin`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'latchkey live' and datname = current_database()`;
    await until(() => stream.kinds().includes('resync'), 'listening again');
    expect(stream.kinds().slice(-2)).toEqual(['away', 'resync']);
    await inTx(ctx, (tx) => announce(tx, 'runs'));
    await until(() => stream.kinds().includes('news'), 'news after it');
    await admin.end();
    await stream.hangUp();
  });

  it('comes with headers that keep it from being held back', async () => {
    const { key } = await newOrg();
    const stream = await open(key);
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    });
    await stream.hangUp();
  });

  it('is one of eight at most, and a closed one makes room', async () => {
    const { key } = await newOrg();
    const streams = await Promise.all(Array.from({ length: 9 }, () => open(key)));
    const refused = streams.filter(({ response }) => response.status !== 200);
    expect(refused.map(({ response }) => response.status)).toEqual([429]);
    await streams.find(({ response }) => response.status === 200)?.hangUp();
    const next = await open(key);
    expect(next.response.status).toBe(200);
    await Promise.all([next, ...streams].map((stream) => stream.hangUp()));
  });

  it('is nobody’s without a key', async () => {
    const answer = await GET(new Request(`${TEST_APP_URL}/api/events`), { params: Promise.resolve({}) });
    expect(answer.status).toBe(401);
  });

  it('ends when the process does', async () => {
    const { key } = await newOrg();
    const stream = await open(key);
    await closeLive();
    await until(stream.isOver, 'the end');
  });
});
