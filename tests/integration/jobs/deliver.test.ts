import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as route from '#app/api/jobs/[name]/route.ts';
import { bells, jobs, queueDeliveries } from '#db/schema/work.ts';
import { deliver } from '#lib/jobs/deliver.ts';
import { done } from '#lib/jobs/outcome.ts';
import { fromDate, testClock } from '#lib/kernel/clock.ts';
import { signClockDelivery } from '#lib/platform/queue/clock-token.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { FakeQstash } from '#tests/support/fake-qstash.ts';
import { newOrg, owe, testHandler } from './world.ts';

const APP = 'https://latchkey.example';
const TICK = `${APP}/api/jobs/tick`;
// Signatures go by the wall's time, so the rows of this file do too.
const clock = testClock(fromDate(new Date()).toString());
const qstash = new FakeQstash();
let world: TestRuntime;

beforeAll(async () => {
  await qstash.start();
  world = await startTestRuntime({ clock, env: { ...qstash.env, APP_URL: APP } });
});
afterAll(async () => {
  await world.end();
  await qstash.close();
});
beforeEach(async () => {
  for (const table of [bells, jobs, queueDeliveries]) await world.db.delete(table);
});

type Sent = { signature?: string | null; body?: string; id?: string; name?: string; from?: string };
let made = 0;

/** As the internet would send it; the host of the address is what a sender likes to say. */
async function send({ body = '{}', name = 'tick', ...more }: Sent = {}) {
  const signature = more.signature === undefined ? qstash.sign(TICK, body) : more.signature;
  made += 1;
  const request = new Request(`http://${more.from ?? 'inside:3000'}/api/jobs/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'upstash-message-id': more.id ?? `msg_${made}`,
      ...(signature === null ? {} : { 'upstash-signature': signature }),
    },
    body,
  });
  const answer = await route.POST(request, { params: Promise.resolve({ name }) });
  return { status: answer.status, body: await answer.json() };
}

const traces = async () => [
  ...(await world.db.select().from(queueDeliveries)),
  ...(await world.db.select().from(bells)),
  ...(await world.db.select().from(jobs)),
];

const secret = () => new TextEncoder().encode('somebody else entirely, of 32 bytes');
const now = () => Math.floor(Date.now() / 1000);

describe('a delivery with a signature that proves nothing is 401 and does nothing', () => {
  const tampered = (token: string) => `${token.slice(0, -6)}AAAAAA`;
  it.each<[string, () => Sent | Promise<Sent>]>([
    ['missing', () => ({ signature: null })],
    ['empty', () => ({ signature: '' })],
    ['not a token', () => ({ signature: 'Bearer abc' })],
    ['three dots of nothing', () => ({ signature: '..' })],
    ['of 8 kB', () => ({ signature: 'a'.repeat(8192) })],
    ['tampered with', () => ({ signature: tampered(qstash.sign(TICK, '{}')) })],
    ['over another body', () => ({ signature: qstash.sign(TICK, '{}'), body: '{} ' })],
    ['with another key', () => ({ signature: qstash.sign(TICK, '{}', { key: 'sig_other' }) })],
    [
      'with the key that is printed in the documentation',
      () => ({ signature: qstash.sign(TICK, '{}', { key: 'sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r' }) }),
    ],
    ['expired', () => bent({ iat: now() - 900, nbf: now() - 900, exp: now() - 600 })],
    ['not yet valid', () => bent({ nbf: now() + 600 })],
    ['without an end', () => bent({ exp: undefined })],
    ['for another route of ours', () => bent({ sub: `${APP}/api/jobs/failed` })],
    ['for the address of the request', () => bent({ sub: 'http://inside:3000/api/jobs/tick' })],
    ['for nothing', () => bent({ sub: undefined })],
    ['of another issuer', () => bent({ iss: 'Downstash' })],
    ["of the clock's name with QStash's key", () => bent({ iss: 'Latchkey' })],
    ['without a body claim', () => bent({ body: undefined })],
    ['with a body claim that is a number', () => bent({ body: 7 })],
    ['alg none', () => ({ signature: qstash.sign(TICK, '{}', { header: { alg: 'none' } }) })],
    [
      'HS512 with the right key',
      () => ({ signature: qstash.sign(TICK, '{}', { header: { alg: 'HS512' }, digest: 'sha512' }) }),
    ],
    ['RS256 in name', () => ({ signature: qstash.sign(TICK, '{}', { header: { alg: 'RS256' } }) })],
    [
      "of a clock that has another instance's secret",
      async () => ({
        signature: (
          await signClockDelivery(secret(), { url: TICK, body: new TextEncoder().encode('{}'), at: now() })
        ).signature,
      }),
    ],
  ])('%s', async (_, make) => {
    const answer = await send(await make());
    expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
    expect(await traces()).toEqual([]);
  });

  it('and QSTASH_DEV in the environment changes nothing about it', async () => {
    process.env.QSTASH_DEV = '1';
    try {
      const published = qstash.sign(TICK, '{}', { key: 'sig_7kYjw48mhY7kAjqNGcy6cr29RJ6r' });
      expect((await send({ signature: published })).status).toBe(401);
      expect((await send()).status).toBe(200);
    } finally {
      delete process.env.QSTASH_DEV;
    }
  });

  function bent(claims: Record<string, unknown>): Sent {
    return { signature: qstash.sign(TICK, '{}', { claims }) };
  }
});

describe('a delivery that is proven', () => {
  it('works what is due and says so', async () => {
    const answer = await send(); // the installation's own work is due from the first ring on
    expect([answer.status, answer.body.worked, answer.body.repeated]).toEqual([200, 2, false]);
  });

  it('is taken with the next key too, so that keys can be rotated', async () => {
    qstash.signsWithNextKey = true;
    expect((await send()).status).toBe(200);
    qstash.signsWithNextKey = false;
  });

  it('may be ten seconds off', async () => {
    const claims = { iat: now() - 305, nbf: now() - 305, exp: now() - 5 };
    expect((await send({ signature: qstash.sign(TICK, '{}', { claims }) })).status).toBe(200);
  });

  it('has no effect the second time', async () => {
    const [first, second] = [await send({ id: 'msg_twice' }), await send({ id: 'msg_twice' })];
    expect([first.body.repeated, second.status, second.body]).toEqual([
      false,
      200,
      { repeated: true, worked: 0, failed: 0, moreDue: false, nextDueAt: null },
    ]);
  });

  it.each([
    ['GET', 'GET'],
    ['PUT', 'PUT'],
    ['HEAD', 'HEAD'],
  ])('is a POST: %s has no handler, and Next answers 405', (_, method) => {
    expect(Object.keys(route)).toContain('POST');
    expect(Object.keys(route)).not.toContain(method);
  });

  it.each(['Tick', 'tick2', '__proto__', 'constructor', 'calendar.sync'])('to %s is 404', async (name) => {
    const signature = qstash.sign(`${APP}/api/jobs/${name}`, '{}');
    expect((await send({ name, signature })).status).toBe(404);
  });

  it('of more than 256 kB is 413, proven or not', async () => {
    const body = 'x'.repeat(256 * 1024 + 1);
    expect((await send({ body, signature: qstash.sign(TICK, body) })).status).toBe(413);
    expect(await traces()).toEqual([]);
  });
});

describe('two of one message at once', () => {
  it('are worked once: the second waits for the first and has no effect', async () => {
    const org = await newOrg(world);
    await owe(world, { org, kind: 'slow' });
    let runs = 0;
    const registry = {
      slow: testHandler(async () => {
        runs += 1;
        await new Promise((resolve) => setTimeout(resolve, 250));
        await owe(world, { org, kind: 'slow', inSeconds: 3600 });
        return done;
      }),
    };
    const one = () => deliver(world, incoming('msg_both'), { registry, twinWaitMs: 5_000 });
    const answers = await Promise.all([one(), one()]);
    expect(answers.map((answer) => answer.repeated).sort()).toEqual([false, true]);
    expect(runs).toBe(1);
  });

  it('where the first takes too long: the second is told to come again', async () => {
    await owe(world, { org: await newOrg(world), kind: 'slow' });
    const registry = {
      slow: testHandler(async () => {
        await new Promise((resolve) => setTimeout(resolve, 400));
        return done;
      }),
    };
    const first = deliver(world, incoming('msg_late'), { registry });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = deliver(world, incoming('msg_late'), { registry, twinWaitMs: 100 });
    await expect(second).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 30 });
    expect((await first).repeated).toBe(false);
  });
});

describe('a delivery that failed on our side', () => {
  it('is worked when it comes again', async () => {
    let isDown = true;
    const broken: TestRuntime = {
      ...world,
      db: new Proxy(world.db, {
        get: (target, name) => {
          if (isDown && name === 'execute') throw Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
          return Reflect.get(target, name);
        },
      }),
    };
    const registry = { a: testHandler(async () => done) };
    await expect(deliver(broken, incoming('msg_retry'), { registry })).rejects.toThrow('gone');
    expect(await world.db.select().from(queueDeliveries)).toEqual([]);
    isDown = false;
    expect((await deliver(broken, incoming('msg_retry'), { registry })).repeated).toBe(false);
  });

  it('by a process that died is worked again after its time', async () => {
    await world.db.insert(queueDeliveries).values({
      messageId: 'qstash:msg_dead',
      source: 'qstash',
      receivedAt: clock.now(),
    });
    const again = () => deliver(world, incoming('msg_dead'), { registry: {}, twinWaitMs: 0 });
    await expect(again()).rejects.toMatchObject({ code: 'unavailable' });
    clock.advance({ seconds: 91 });
    expect((await again()).repeated).toBe(false);
    expect((await again()).repeated).toBe(true);
  });

  it('is 503 where the database is down, so that QStash comes again', async () => {
    const { db } = world;
    const gone = new Proxy(db, {
      get: () => {
        throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      },
    });
    const holder = globalThis as { latchkeyRuntime?: Promise<unknown> };
    const before = holder.latchkeyRuntime;
    holder.latchkeyRuntime = Promise.resolve({ ...world, db: gone });
    try {
      expect((await send()).status).toBe(503);
    } finally {
      holder.latchkeyRuntime = before;
    }
  });
});

describe("QStash's word that it gave up a delivery", () => {
  it('is an alarm, told once however often it comes', async () => {
    const body = JSON.stringify({ status: 503, retried: 1, sourceMessageId: 'msg_1', sourceBody: 'e30=' });
    const signature = qstash.sign(`${APP}/api/jobs/failed`, body);
    const answers = [
      await send({ name: 'failed', body, signature, id: 'msg_f' }),
      await send({ name: 'failed', body, signature, id: 'msg_f' }),
    ];
    expect(answers.map((answer) => [answer.status, answer.body.repeated])).toEqual([
      [200, false],
      [200, true],
    ]);
    const [row] = await world.db.select().from(bells);
    expect([row?.name, row?.note]).toEqual([
      'failure',
      'QStash gave up a delivery after 1 retries; the app answered 503.',
    ]);
  });

  it('is an alarm even where it cannot be read', async () => {
    const body = '{"status":';
    const signature = qstash.sign(`${APP}/api/jobs/failed`, body);
    expect((await send({ name: 'failed', body, signature })).status).toBe(200);
    expect((await world.db.select().from(bells)).map((row) => row.name)).toEqual(['failure']);
  });
});

function incoming(id: string) {
  const headers = new Headers({ 'upstash-message-id': id, 'upstash-signature': qstash.sign(TICK, '{}') });
  return { name: 'tick', headers, body: new TextEncoder().encode('{}') } as const;
}
