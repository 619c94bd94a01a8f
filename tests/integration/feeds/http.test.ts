import { gunzipSync } from 'node:zlib';
import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPool } from '#db/client.ts';
import { inTx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { ensurePlainToken } from '#lib/domain/feeds/ensure-plain-token.ts';
import { getFeed } from '#lib/domain/feeds/get-feed.ts';
import { regeneratePlainToken } from '#lib/domain/feeds/regenerate-plain-token.ts';
import { revokeSubscriber } from '#lib/domain/feeds/revoke-subscriber.ts';
import { applyStays } from '#lib/domain/reservations/apply.ts';
import { createLogger } from '#lib/platform/log.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';
import { CARRIES_ENCODING } from '#lib/web/feed.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import { call, type FeedWorld, feedWorld, fetchText, readEvents, told } from './world.ts';

let world: FeedWorld;
beforeAll(async () => {
  world = await feedWorld();
});
afterAll(() => world.end());

const holder = globalThis as {
  latchkeyRuntime?: Promise<Runtime>;
  latchkeyWrongTokens?: unknown;
  latchkeyFeeds?: unknown;
};
beforeEach(() => {
  delete holder.latchkeyWrongTokens; // each test is the first to come from its address
});

/** Lets the handlers find something else for a while: another database, another log. */
async function meanwhile<T>(changes: Partial<Runtime>, work: () => Promise<T>): Promise<T> {
  holder.latchkeyRuntime = Promise.resolve({ ...world, ...changes });
  try {
    return await work();
  } finally {
    holder.latchkeyRuntime = Promise.resolve(world);
  }
}

async function unitWithLink() {
  const made = await world.org();
  const { token, url } = await ensurePlainToken(made.ctx, made.unitId);
  return { ...made, token, url, address: { id: made.unitId, token } };
}

describe('a token that opens nothing', () => {
  it('is answered with one and the same 404, after the same work, whatever is wrong with it', async () => {
    const mine = await unitWithLink();
    const other = await unitWithLink();
    const regenerated = await unitWithLink();
    await regeneratePlainToken(regenerated.ctx, regenerated.unitId);
    const revoked = await world.org();
    const gone = await createSubscriber(revoked.ctx, revoked.unitId, {
      name: 'Gone',
      privacy: 'busy',
      source: null,
    });
    await revokeSubscriber(revoked.ctx, revoked.unitId, gone.id);
    const wrong = [
      { id: mine.unitId, token: 'f'.repeat(64) },
      { id: mine.unitId, token: '' },
      { id: mine.unitId, token: `${mine.token}0` },
      { id: mine.unitId, token: mine.token.slice(0, 63) },
      { id: mine.unitId, token: mine.token.toUpperCase() },
      { id: mine.unitId, token: `%20${mine.token}` },
      { id: mine.unitId, token: 'x'.repeat(10_000) },
      { id: mine.unitId, token: '%0d%0aX-Evil:%201' },
      { id: other.unitId, token: mine.token },
      { id: other.propertyId, token: mine.token },
      { id: 'unt_000000000000000000000000', token: mine.token },
      { id: '..%2f..%2fetc%2fpasswd', token: mine.token },
      { id: `${mine.unitId};jsessionid=1`, token: mine.token },
      { id: 'x'.repeat(10_000), token: mine.token },
      { id: mine.unitId.toUpperCase(), token: mine.token },
      { id: regenerated.unitId, token: regenerated.token },
      { id: revoked.unitId, token: gone.url.slice(-64) },
    ];
    const queries: string[] = [];
    const db = drizzle(world.pool.sql, { logger: { logQuery: (text) => void queries.push(text) } });
    const answers = await meanwhile({ db }, async () => {
      const seen = [];
      for (const address of wrong) {
        const before = queries.length;
        const answer = await call(address);
        seen.push({ ...answer, queries: queries.slice(before) });
      }
      return seen;
    });
    for (const [i, answer] of answers.entries()) {
      expect(answer.status, JSON.stringify(wrong[i])).toBe(404);
      expect(answer.bytes).toEqual(answers[0]?.bytes);
      expect(answer.queries).toHaveLength(1);
      expect(answer.queries).toEqual(answers[0]?.queries);
      expect([...answer.headers.keys()].sort()).toEqual([...(answers[0]?.headers.keys() ?? [])].sort());
    }
    expect((await call(mine.address)).status).toBe(200);
  });

  it.each(['%00', `${'a'.repeat(64)}%00`])(
    'is refused without a trace of our code where it is %s',
    async (token) => {
      const { unitId } = await unitWithLink();
      const answer = await call({ id: unitId, token });
      expect([400, 404]).toContain(answer.status);
      expect(answer.bytes.toString()).not.toMatch(/\.ts|node_modules|\bat /);
    },
  );

  it('is no longer looked at kindly after many in a minute, while right ones still work from anywhere', async () => {
    const { address, unitId } = await unitWithLink();
    const statuses: number[] = [];
    for (let i = 0; i < 1000; i++) {
      statuses.push((await call({ id: unitId, token: i.toString(16).padStart(64, '0') })).status);
    }
    expect(statuses[0]).toBe(404);
    expect(statuses.at(-1)).toBe(429);
    const refused = await call({ id: unitId, token: 'f'.repeat(64) });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await call(address, { headers: { 'x-forwarded-for': '198.51.100.9' } })).status).toBe(200);
    // A platform fetches for many hosts from one address; somebody else's dead links must not close this one.
    expect((await call(address)).status).toBe(200);
    const elsewhere = await call(
      { id: unitId, token: 'f'.repeat(64) },
      { headers: { 'x-forwarded-for': '198.51.100.9' } },
    );
    expect(elsewhere.status).toBe(404);
  });
});

describe('one calendar under its ids', () => {
  it('is the unit’s under the property’s id too, while that has one unit', async () => {
    const { ctx, address, propertyId, token } = await unitWithLink();
    expect((await call({ id: propertyId, token })).status).toBe(200);
    await addUnit(ctx, propertyId);
    expect((await call({ id: propertyId, token })).status).toBe(404);
    expect((await call(address)).status).toBe(200);
  });
});

describe('a feed', () => {
  it('without a booking is a whole, valid, empty calendar', async () => {
    const { address } = await unitWithLink();
    const answer = await call(address);
    expect(answer.status).toBe(200);
    expect(answer.bytes.toString()).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/);
    expect(readEvents(answer.bytes.toString())).toEqual([]);
  });

  it.each<[string, Record<string, string>]>([
    ['a browser', { accept: 'text/html,application/xhtml+xml' }],
    ['a reader that says nothing', {}],
    ['one that asks for a part', { range: 'bytes=0-10' }],
    ['one from another site', { origin: 'https://evil.example', referer: 'https://evil.example/x' }],
  ])('is the same calendar for %s', async (_, headers) => {
    const { ctx, address, unitId } = await unitWithLink();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    const answer = await call(address, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.headers.get('content-length')).toBe(String(answer.bytes.length));
    expect(answer.headers.get('cache-control')).toBe('private, no-cache');
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(told(answer.bytes.toString())).toEqual(['Reserved 2026-05-01..2026-05-04']);
  });

  it.each([
    ['gzip', true],
    ['br, gzip;q=0.8', true],
    ['gzip;q=0', false],
    ['identity', false],
    ['br', false],
  ])('is packed for a reader that accepts %j: %s', async (accept, isPacked) => {
    const { address } = await unitWithLink();
    const plain = await call(address);
    const carried = { 'accept-encoding': accept, [CARRIES_ENCODING]: '1' };
    const answer = await call(address, { headers: carried });
    expect(answer.headers.get('content-encoding')).toBe(isPacked ? 'gzip' : null);
    expect(isPacked ? gunzipSync(answer.bytes) : answer.bytes).toEqual(plain.bytes);
    expect(answer.headers.get('content-length')).toBe(String(answer.bytes.length));
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    expect(answer.headers.get('etag') === plain.headers.get('etag')).toBe(!isPacked);
    const again = await call(address, {
      headers: { ...carried, 'if-none-match': answer.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(answer.headers.get('etag'));
  });

  it('is not packed where nobody in front keeps the header that says so: Next strips it', async () => {
    const { address } = await unitWithLink();
    const plain = await call(address);
    const answer = await call(address, { headers: { 'accept-encoding': 'gzip' } });
    expect(answer.headers.get('content-encoding')).toBeNull();
    expect(answer.bytes).toEqual(plain.bytes);
  });

  it('answers HEAD with the headers of GET, no body, and counts no fetch', async () => {
    const { ctx, address } = await unitWithLink();
    const get = await call(address);
    const before = await fetches(ctx.org);
    const head = await call(address, { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(head.bytes).toHaveLength(0);
    expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(get.headers));
    expect(await fetches(ctx.org)).toBe(before);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const)('refuses %s', async (method) => {
    const { address } = await unitWithLink();
    const answer = await call(address, { method });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  });
});

describe('two requests without a change', () => {
  it('get the same bytes and tag, however much time passed and although nothing was kept', async () => {
    const { ctx, address, unitId } = await unitWithLink();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    const first = await call(address);
    world.clock.advance({ hours: 3 });
    delete holder.latchkeyFeeds;
    const second = await call(address);
    expect(second.bytes).toEqual(first.bytes);
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(first.headers.get('etag')).toMatch(/^"v\d+\.2026-03-01\.[0-9a-f]{12}"$/);
  });

  it.each([
    ['its tag', (h: Headers) => ({ 'if-none-match': h.get('etag') ?? '' })],
    ['its tag as a weak one among others', (h: Headers) => ({ 'if-none-match': `"x", W/${h.get('etag')}` })],
    ['any version', () => ({ 'if-none-match': '*' })],
    ['its date', (h: Headers) => ({ 'if-modified-since': h.get('last-modified') ?? '' })],
  ])(
    'get 304 the second time for %s: no body, and the database may not even be written',
    async (_, holds) => {
      const { ctx, address, unitId } = await unitWithLink();
      await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
      const first = await call(address);
      const frozen = openPool(`${databaseUrl()}?default_transaction_read_only=on`, { max: 1 });
      try {
        await meanwhile({ db: frozen.db }, async () => {
          const second = await call(address, { headers: holds(first.headers) });
          expect(second.status).toBe(304);
          expect(second.bytes).toHaveLength(0);
          expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
          expect(second.headers.get('content-type')).toBeNull();
          // Without the tag the fetch has to be recorded, which here cannot be done: this database really is read-only.
          expect((await call(address)).status).toBe(500);
        });
      } finally {
        await frozen.close();
      }
    },
  );

  it('cost one query the second time', async () => {
    const { address } = await unitWithLink();
    const first = await call(address);
    const queries: string[] = [];
    const db = drizzle(world.pool.sql, { logger: { logQuery: (text) => void queries.push(text) } });
    await meanwhile({ db }, async () => {
      await call(address, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
      expect(queries).toHaveLength(1);
      await call(address);
      expect(queries).toHaveLength(3);
    });
  });
});

describe('a change', () => {
  it('shows with the next request, under another tag and another date', async () => {
    const { ctx, address, unitId } = await unitWithLink();
    const booked = stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04');
    await apply(ctx, booked);
    const first = await call(address);
    const holds = {
      'if-none-match': first.headers.get('etag') ?? '',
      'if-modified-since': first.headers.get('last-modified') ?? '',
    };
    world.clock.advance({ minutes: 1 });
    await apply(ctx, { ...booked, reservationStatus: 'cancelled' });
    const second = await call(address, { headers: holds });
    expect(second.status).toBe(200);
    expect(told(second.bytes.toString())).toEqual([]);
    expect(second.headers.get('etag')).not.toBe(first.headers.get('etag'));
    const byDate = await call(address, { headers: { 'if-modified-since': holds['if-modified-since'] } });
    expect(byDate.status).toBe(200);
  });

  it('within the same second is not hidden behind the date of the version before', async () => {
    const { ctx, address, unitId } = await unitWithLink();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    const first = await call(address);
    world.clock.advance({ milliseconds: 300 });
    await apply(ctx, stay('airbnb:HM2', unitId, '2026-06-01', '2026-06-04'));
    expect((await call(address)).headers.get('last-modified')).toBe(first.headers.get('last-modified'));
    const again = await call(address, {
      headers: { 'if-modified-since': first.headers.get('last-modified') ?? '' },
    });
    expect(again.status).toBe(200);
    expect(told(again.bytes.toString())).toHaveLength(2);
  });

  it('moves the sequence of what was moved, and keeps its name', async () => {
    const { ctx, url, unitId } = await unitWithLink();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    const [before] = readEvents(await fetchText(url));
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-02', '2026-05-04'));
    const [after] = readEvents(await fetchText(url));
    expect(after?.uid).toBe(before?.uid);
    expect(after?.sequence).toBeGreaterThan(before?.sequence ?? Infinity);
    expect(after?.from).toBe('2026-05-02');
  });

  it('is never claimed by a version whose bytes do not hold it, with bookings coming in all the while', async () => {
    const { ctx, address, unitId, token } = await unitWithLink();
    const seen: { version: number; events: number }[] = [];
    let done = false;
    const book = (async () => {
      for (let i = 0; i < 15; i++) {
        const month = String(1 + Math.floor(i / 2)).padStart(2, '0');
        const day = i % 2 === 0 ? ['05', '07'] : ['15', '17'];
        await apply(ctx, stay(`airbnb:HM${i}`, unitId, `2027-${month}-${day[0]}`, `2027-${month}-${day[1]}`));
      }
      done = true;
    })();
    while (!done) {
      const feed = await getFeed(world, {
        id: address.id,
        token,
        holds: { etags: [], modifiedSince: null },
        wantsBody: true,
        caller: { ip: '', userAgent: '' },
      });
      if (feed?.state !== 'document') throw new Error('no feed');
      seen.push({ version: feed.document.version, events: readEvents(feed.document.text).length });
    }
    await book;
    // Each booking moves the version by one, and the first version was 1.
    for (const { version, events } of seen) expect(events).toBe(version - 1);
    expect(new Set(seen.map((one) => one.version)).size).toBeGreaterThan(2);
  });

  it('that commits between the reading of the version and of the nights is in neither', async () => {
    const { ctx, address, unitId } = await unitWithLink();
    let reading: ReturnType<typeof call> | undefined;
    await inTx(ctx, async (tx) => {
      // A feed asks for the unit's parts after its version and before its nights: there it has to wait for us.
      await tx.db.execute(sql`lock table unit_parts in access exclusive mode`);
      reading = call(address);
      await expect.poll(() => waiting('unit_parts')).toBe(1);
      await applyStays(tx, [stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04')], { reason: 'test' });
    });
    const answer = await reading;
    expect(answer?.headers.get('etag')).toMatch(/^"v1\./);
    expect(told(answer?.bytes.toString() ?? '')).toEqual([]);
    const next = await call(address, { headers: { 'if-none-match': answer?.headers.get('etag') ?? '' } });
    expect(next.headers.get('etag')).toMatch(/^"v2\./);
    expect(told(next.bytes.toString())).toHaveLength(1);
  });
});

describe('when something is broken', () => {
  it('a database that is down is 503 with a time to come back, never an empty calendar; and no log has the token', async () => {
    const { address, token } = await unitWithLink();
    await call(address);
    const lines: string[] = [];
    const log = createLogger('trace', { write: (line: string) => void lines.push(line) });
    const nowhere = openPool('postgres://nobody@127.0.0.1:1/none', { max: 1 });
    const answer = await meanwhile({ db: nowhere.db, log }, () => call(address));
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(answer.bytes.toString()).not.toContain('VCALENDAR');
    expect(lines.join('')).toContain('request failed');
    expect(lines.join('')).not.toContain(token);
    expect(answer.bytes.toString()).not.toContain(token);
    await nowhere.close();
  });

  it('a database that fails in the middle is no calendar either', async () => {
    const { ctx, address, unitId } = await unitWithLink();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    await world.db.execute(sql`alter table blocks rename to blocks_away`);
    try {
      const answer = await call(address);
      expect(answer.status).toBe(500);
      expect(answer.bytes.toString()).not.toContain('VCALENDAR');
    } finally {
      await world.db.execute(sql`alter table blocks_away rename to blocks`);
    }
  });
});

it('ten years of bookings leave a feed of what matters: nothing that ended over 30 days ago, no more than three years on', async () => {
  const { ctx, unitId } = await world.org();
  const { url } = await ensurePlainToken(ctx, unitId);
  const weeks = Array.from({ length: 520 }, (_, week) => {
    const from = Temporal.PlainDate.from('2020-01-04').add({ weeks: week });
    return stay(`airbnb:HM${week}`, unitId, from.toString(), from.add({ days: 5 }).toString());
  });
  await apply(ctx, ...weeks);
  const text = await fetchText(url);
  const events = readEvents(text);
  expect(events[0]?.to).toBe('2026-02-05');
  expect(events.at(-1)?.from).toBe('2029-02-24');
  expect(events).toHaveLength(161);
  expect(text.length).toBeLessThan(80_000);
}, 60_000);

it('what was kept rendered never passes from one subscriber to another', async () => {
  const first = await unitWithLink();
  const second = await makeUnit(first.ctx);
  await apply(first.ctx, stay('airbnb:HM1', first.unitId, '2026-05-01', '2026-05-04'));
  const other = await ensurePlainToken(first.ctx, second.unitId);
  expect(told(await fetchText(first.url))).toHaveLength(1);
  expect(told(await fetchText(other.url))).toHaveLength(0);
});

async function fetches(org: string): Promise<number> {
  const [row] = await world.db.execute<{ n: number }>(
    sql`select count(*)::int as n from feed_fetches where org_id = ${org}`,
  );
  return row?.n ?? -1;
}

function databaseUrl(): string {
  return world.env.DATABASE_URL;
}

/** How many sessions wait for a lock on the table. */
async function waiting(table: string): Promise<number> {
  const [row] = await world.db.execute<{ n: number }>(
    sql`select count(*)::int as n from pg_locks where not granted and relation = ${table}::regclass`,
  );
  return row?.n ?? -1;
}
