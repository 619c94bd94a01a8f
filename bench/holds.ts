import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { organizations } from '#db/schema/organizations.ts';
import { holds } from '#db/schema/reservations.ts';
import { type Ctx, ctxFor, inTx } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { applyStays, type IncomingStay } from '#lib/domain/reservations/apply.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createLogger } from '#lib/platform/log.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { feedReader } from '#lib/providers/registry.ts';
import type { BenchRow } from './row.ts';

/*
 * How fast nights are taken: by hand (lock, ask, hold, journal), by hand when all want the same night, in one batch of
 * a first sync, and, for comparison, by the bare exclusion constraint.
 */

const CONNECTIONS = 8;
const UNITS = 16;
const BOOKINGS = 800;

/** Each of `total` calls timed, CONNECTIONS at once. */
async function rate(
  name: string,
  total: number,
  work: (index: number) => Promise<unknown>,
): Promise<BenchRow> {
  const times: number[] = [];
  let next = 0;
  const since = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let index = next++; index < total; index = next++) {
        const start = performance.now();
        await work(index);
        times.push(performance.now() - start);
      }
    }),
  );
  return row(name, times, Math.round((total * 1000) / (performance.now() - since)));
}

function row(name: string, times: number[], value: number): BenchRow {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 100) / 100;
  return { name, unit: 'per s', value, n: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

/** The night of the n-th booking on its unit. */
function nightsOf(n: number) {
  const checkIn = addNights(night('2026-04-01'), n);
  return { checkIn, checkOut: addNights(checkIn, 1) };
}

async function measure(ctx: Ctx): Promise<BenchRow[]> {
  const units: string[] = [];
  for (let i = 0; i < UNITS; i++) {
    const made = await createProperty(ctx, { name: `${i}`, timezone: 'Europe/Paris', currency: 'EUR' });
    units.push(made.units[0]?.id ?? '');
  }
  const unitOf = (index: number) => units[index % UNITS] ?? '';
  const guest = { name: 'Ada' };
  const book = (unitId: string, n: number) => createReservation(ctx, { unitId, ...nightsOf(n), guest });
  await rate('warm', 64, (index) => book(unitOf(index), 900 + Math.floor(index / UNITS)));

  const apart = await rate('bookings by hand, on 16 units', BOOKINGS, (index) =>
    book(unitOf(index), Math.floor(index / UNITS)),
  );
  const refused = await rate('bookings refused, all for one night', BOOKINGS, (index) =>
    book(unitOf(0), index % 2).catch(() => null),
  );
  const batch = Array.from({ length: 1000 }, (_, index): IncomingStay => {
    const externalId = `bench-${index}`;
    const told = { channel: 'ical', externalId, roomRef: '1', reservationStatus: 'confirmed' } as const;
    return { ...told, unitId: unitOf(index), ...nightsOf(200 + Math.floor(index / UNITS)) };
  });
  const start = performance.now();
  await inTx(ctx, (tx) => applyStays(tx, batch, { reason: 'bench' }));
  const took = performance.now() - start;
  const again = performance.now();
  await inTx(ctx, (tx) => applyStays(tx, batch, { reason: 'bench' }));
  const same = performance.now() - again;

  // Any stay will do for the bare constraint: one per unit, its holds far away.
  const [some] = await ctx.db.select().from(holds).limit(1);
  await ctx.db.execute('drop index holds_stay_unit');
  const bare = await rate('holds, the constraint alone', BOOKINGS, (index) =>
    ctx.db.insert(holds).values({
      id: newId('hold'),
      orgId: ctx.org,
      unitId: unitOf(index),
      stayId: some?.stayId ?? '',
      nights: nightsOf(5000 + Math.floor(index / UNITS)),
      createdAt: ctx.clock.now(),
    }),
  );
  return [
    apart,
    refused,
    row('stays in one batch of 1000, new', [took], Math.round(1e6 / took)),
    row('stays in one batch of 1000, known', [same], Math.round(1e6 / same)),
    bare,
  ];
}

export async function run(): Promise<BenchRow[]> {
  const server = await startEmbedded(testCluster(undefined));
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const name = `bench_holds_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  try {
    await migrate(url.href);
    const pool = openPool(url.href, { max: CONNECTIONS });
    try {
      const [id, clock] = [newId('organization'), testClock('2026-03-01T12:00:00Z')];
      await pool.db
        .insert(organizations)
        .values({ id, name: 'Bench', createdAt: clock.now(), updatedAt: clock.now() });
      const deps = {
        db: pool.db,
        clock,
        log: createLogger('silent'),
        keys: parseKeyRing(`bench:${randomBytes(32).toString('base64')}`),
        secretHash: (text: string) => text,
        fetchDocument,
        outbound: { allow: [], ownHosts: [] },
        feedReader,
        channels: { airbnb: null, booking: null, avito: null },
        instanceId: '0123456789abcdef',
        appUrl: 'http://localhost:3000',
        wake: async () => {},
        notify: async () => {},
        media: { mail: null, telegram: null },
      };
      const actor = { kind: 'system', id: null } as const;
      return await measure(ctxFor(deps, { provenOrg: id, actor, requestId: newId('request') }));
    } finally {
      await pool.close();
    }
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    if (!server.adopted) await server.stop();
  }
}

if (import.meta.main) {
  console.table(await run());
  process.exit(0);
}
