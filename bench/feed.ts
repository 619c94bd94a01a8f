import { createHmac, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { organizations } from '#db/schema/organizations.ts';
import { ctxFor, type Deps, inTx } from '#lib/domain/ctx.ts';
import { ensurePlainToken } from '#lib/domain/feeds/ensure-plain-token.ts';
import { type Feed, getFeed } from '#lib/domain/feeds/get-feed.ts';
import { renderFeed } from '#lib/domain/feeds/render.ts';
import { renderedFeeds } from '#lib/domain/feeds/rendered.ts';
import type { FeedEntry } from '#lib/domain/feeds/rules.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { applyStays } from '#lib/domain/reservations/apply.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createLogger } from '#lib/platform/log.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { feedReader } from '#lib/providers/registry.ts';
import type { BenchRow } from './row.ts';

/*
 * Writing a feed of 300 events (target: 2 ms), and answering for one from Postgres: unchanged (one round trip), kept in memory
 * (two: the fetch is recorded), and after a change (read in a snapshot and written anew).
 */

const EVENTS = 300;
const CONNECTIONS = 16;

function nightsAt(index: number) {
  const checkIn = addNights(night('2026-03-02'), index * 3);
  return { checkIn, checkOut: addNights(checkIn, 2) };
}

function entries(): FeedEntry[] {
  return Array.from({ length: EVENTS }, (_, index) => ({
    uid: `${newId('stay')}.${newId('unit')}@0123456789abcdef.latchkey`,
    what: 'stay',
    ...nightsAt(index),
    sequence: 0,
    guestName: 'Ann Example',
    code: null,
    unitName: null,
  }));
}

function spread(name: string, unit: string, values: number[], value?: number): BenchRow {
  const sorted = values.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 1000) / 1000;
  return {
    name,
    unit,
    value: value ?? at(0.5),
    n: sorted.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

async function timed(work: () => unknown): Promise<number> {
  const since = performance.now();
  await work();
  return performance.now() - since;
}

async function measure(name: string, rounds: number, work: () => unknown): Promise<BenchRow> {
  for (let round = 0; round < rounds / 2; round++) await work();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await timed(work));
  return spread(name, 'ms', times);
}

/** Requests a second with as many under way at once as a busy server has; the percentiles are each request's ms. */
async function rate(name: string, requests: number, work: () => Promise<unknown>): Promise<BenchRow> {
  const times: number[] = [];
  let left = requests;
  const since = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (left-- > 0) times.push(await timed(work));
    }),
  );
  return spread(name, 'requests/s', times, Math.round((requests * 1000) / (performance.now() - since)));
}

/** A database of the bench's own on the tests' server, gone afterwards. */
async function withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const server = await startEmbedded(testCluster(undefined));
  const sql = postgres(server.url, { max: 1, onnotice: () => {} });
  const name = `bench_feed_${process.pid}`;
  await sql.unsafe(`create database ${name}`);
  try {
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    await migrate(url.href);
    return await work(url.href);
  } finally {
    await sql.unsafe(`drop database if exists ${name} with (force)`);
    await sql.end();
    if (!server.adopted) await server.stop();
  }
}

async function answering(url: string): Promise<BenchRow[]> {
  const pool = openPool(url, { max: 10 });
  const key = randomBytes(32);
  const deps: Deps = {
    db: pool.db,
    clock: testClock('2026-03-01T12:00:00Z'),
    log: createLogger('silent'),
    keys: parseKeyRing(`bench:${randomBytes(32).toString('base64')}`),
    secretHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
    fetchDocument,
    outbound: { allow: [], ownHosts: [] },
    feedReader,
    channels: { airbnb: null, booking: null, avito: null },
    instanceId: '0123456789abcdef',
    appUrl: 'https://latchkey.example.com',
    wake: async () => {},
    notify: async () => {},
    media: { mail: null, telegram: null },
  };
  const { id, token } = await seed(deps);
  const ask = async (etags: string[]): Promise<Feed> => {
    const caller = { ip: '203.0.113.7', userAgent: 'bench' };
    const feed = await getFeed(deps, {
      id,
      token,
      holds: { etags, modifiedSince: null },
      wantsBody: true,
      caller,
    });
    if (!feed) throw new Error('the link opens nothing');
    return feed;
  };
  const first = await ask([]);
  if (first.state !== 'document') throw new Error('a first answer is a document');
  const held = [first.document.etag];
  for (let i = 0; i < 2000; i++) await ask(held);
  const rows = [
    await rate('feed, 304', 10_000, () => ask(held)),
    await rate('feed, 200 kept in memory', 5000, () => ask([])),
    await measure('feed, 200 read and written anew', 100, () => {
      renderedFeeds().clear();
      return ask([]);
    }),
  ];
  await pool.close();
  return rows;
}

async function seed(deps: Deps): Promise<{ id: string; token: string }> {
  const org = newId('organization');
  const now = deps.clock.now();
  await deps.db.insert(organizations).values({ id: org, name: 'Bench', createdAt: now, updatedAt: now });
  const actor = { kind: 'system', id: null } as const;
  const ctx = ctxFor(deps, { provenOrg: org, actor, requestId: newId('request') });
  const property = await createProperty(ctx, { name: 'Loft', timezone: 'Europe/Paris', currency: 'EUR' });
  const id = property.units[0]?.id ?? '';
  const stays = Array.from({ length: EVENTS }, (_, index) => ({
    channel: 'airbnb' as const,
    externalId: `HM${index}`,
    roomRef: '1',
    unitId: id,
    ...nightsAt(index),
    reservationStatus: 'confirmed' as const,
  }));
  await inTx(ctx, (tx) => applyStays(tx, stays, { reason: 'bench' }));
  return { id, token: (await ensurePlainToken(ctx, id)).token };
}

export async function run(): Promise<BenchRow[]> {
  const feed = {
    name: 'Loft',
    description: null,
    stamp: Temporal.Instant.from('2026-03-01T12:00:00Z'),
    privacy: 'first_name',
    entries: entries(),
  } as const;
  const text = renderFeed(feed);
  return [
    await measure('feed of 300 events, written', 300, () => renderFeed(feed)),
    await measure('feed of 300 events, packed', 100, () => gzipSync(text, { level: 6 })),
    ...(await withDatabase(answering)),
  ];
}

if (import.meta.main) {
  console.table(await run());
  process.exit(0);
}
