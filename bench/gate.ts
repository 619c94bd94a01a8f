import { createHmac, randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { organizations } from '#db/schema/organizations.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '#lib/domain/ctx.ts';
import type { Door } from '#lib/domain/intake/door.ts';
import { answerGate, type GateCall } from '#lib/domain/intake/gate.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { applyStays, type IncomingStay } from '#lib/domain/reservations/apply.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { addNights, night } from '#lib/kernel/nights.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createLogger } from '#lib/platform/log.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import { createChannels, feedReader } from '#lib/providers/registry.ts';
import { type BenchRow, row } from './row.ts';

/*
 * The channel's question while a guest waits: verified, answered from the calendar. 50 a second arrive whether or not
 * those before them are answered, nine questions to one guest who has paid.
 */

const RATE = 50;
const SECONDS = 12;
const WARM = 50;
const UNITS = 60;
const STAYS = 40;
const SECRET = `whsec_${randomBytes(24).toString('base64')}`;
const clock = testClock('2026-03-01T12:00:00Z');

function signed(body: string): Record<string, string> {
  const [id, timestamp] = [newId('message'), String(Math.floor(clock.now().epochMilliseconds / 1000))];
  const key = Buffer.from(SECRET.slice('whsec_'.length), 'base64');
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${mac}` };
}

function question(index: number): GateCall {
  const query = new URLSearchParams({
    action: 'check_availability',
    listing_id: String(1000 + (index % UNITS)),
    start_date: addNights(night('2026-04-01'), (index * 7) % 300),
    nights: '3',
  });
  return { method: 'GET', query, code: null, headers: signed(''), bytes: new Uint8Array() };
}

function paid(index: number): GateCall {
  const body = JSON.stringify({
    confirmation_code: `HM${index}`,
    listing_id: String(1000 + (index % UNITS)),
    start_date: addNights(night('2027-04-01'), index % 300),
    nights: 1,
    number_of_guests: 2,
  });
  return {
    method: 'POST',
    query: new URLSearchParams(),
    code: null,
    headers: signed(body),
    bytes: Buffer.from(body),
  };
}

/** An organization that sells its units as listings 1000, 1001, …, each booked now and then. */
async function fill(ctx: Ctx): Promise<void> {
  const [connectionId, now] = [newId('connection'), clock.now()];
  const stamps = { createdAt: now, updatedAt: now };
  await ctx.db.insert(connections).values({
    id: connectionId,
    orgId: ctx.org,
    provider: 'airbnb',
    accountId: 'host',
    accountName: 'Host',
    status: 'connected',
    connectedAt: now,
    ...stamps,
  });
  for (let index = 0; index < UNITS; index++) {
    const made = await createProperty(ctx, { name: `${index}`, timezone: 'Europe/Paris', currency: 'EUR' });
    const [unitId, listingId] = [made.units[0]?.id ?? '', newId('listing')];
    const externalId = String(1000 + index);
    const ids = { orgId: ctx.org, connectionId };
    await ctx.db.insert(listings).values({
      ...ids,
      id: listingId,
      externalId,
      name: externalId,
      isSold: true,
      firstSeenAt: now,
      lastSeenAt: now,
      updatedAt: now,
    });
    const mappingId = newId('mapping');
    await ctx.db.insert(mappings).values({
      ...ids,
      id: mappingId,
      listingId,
      unitId,
      stage: 'active',
      activatedAt: now,
      ...stamps,
    });
    await ctx.db.insert(mappingUnits).values({ orgId: ctx.org, mappingId, unitId, position: 0 });
    const told = Array.from({ length: STAYS }, (_, at): IncomingStay => {
      const checkIn = addNights(night('2026-04-01'), at * 8);
      const name = { channel: 'airbnb', externalId: `B${index}-${at}`, roomRef: '1' } as const;
      return { ...name, unitId, checkIn, checkOut: addNights(checkIn, 4), reservationStatus: 'confirmed' };
    });
    await inTx(ctx, (tx) => applyStays(tx, told, { reason: 'bench' }));
  }
}

async function measure(deps: Deps, ctx: Ctx): Promise<BenchRow[]> {
  await fill(ctx);
  const { airbnb } = deps.channels;
  if (!airbnb) throw new Error('the channel is not built');
  const door: Door = { provider: 'airbnb', channel: airbnb, secrets: [SECRET], orgId: null };
  const about = { requestId: 'bench', keepsRefused: async () => false };
  const ask = async (call: GateCall) => {
    const answered = await answerGate(deps, door, call, about);
    if (answered.kind !== 'answered') throw new Error(`the gate did not answer: ${answered.reason}`);
  };
  for (let index = 0; index < WARM; index++)
    await ask(index % 5 === 0 ? paid(100_000 + index) : question(index));
  const questions: number[] = [];
  const bookings: number[] = [];
  const flying: Promise<void>[] = [];
  const since = performance.now();
  for (let index = 0; index < RATE * SECONDS; index++) {
    const due = since + (index * 1000) / RATE;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    const isPaid = index % 10 === 0;
    // From when it was due, so that a slow answer counts for those that queue behind it too.
    flying.push(
      ask(isPaid ? paid(index) : question(index)).then(() => {
        (isPaid ? bookings : questions).push(performance.now() - due);
      }),
    );
  }
  await Promise.all(flying);
  return [
    row(`gate: may it be sold, at ${RATE}/s`, questions),
    row(`gate: a guest has paid, at ${RATE}/s`, bookings),
  ];
}

export async function run(): Promise<BenchRow[]> {
  const server = await startEmbedded(testCluster(undefined));
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const name = `bench_gate_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  try {
    await migrate(url.href);
    const pool = openPool(url.href, { max: 8 });
    try {
      const id = newId('organization');
      await pool.db
        .insert(organizations)
        .values({ id, name: 'Bench', createdAt: clock.now(), updatedAt: clock.now() });
      const airbnb = {
        app: null,
        authorizeUrl: 'http://localhost:1/consent',
        apiUrl: 'http://localhost:1',
        webhookSecrets: [SECRET],
        scopes: '',
        pollMinutes: 15,
      };
      const deps: Deps = {
        db: pool.db,
        clock,
        log: createLogger('silent'),
        keys: parseKeyRing(`bench:${randomBytes(32).toString('base64')}`),
        secretHash: (text: string) => text,
        fetchDocument,
        outbound: { allow: [], ownHosts: [] },
        feedReader,
        channels: createChannels({ airbnb }, clock),
        instanceId: '0123456789abcdef',
        appUrl: 'http://localhost:3000',
        wake: async () => {},
        notify: async () => {},
        media: { mail: null, telegram: null },
      };
      const actor = { kind: 'system', id: null } as const;
      return await measure(deps, ctxFor(deps, { provenOrg: id, actor, requestId: newId('request') }));
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
