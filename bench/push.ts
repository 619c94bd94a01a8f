import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { connections, listings, mappings, mappingUnits } from '#db/schema/connections.ts';
import { organizations } from '#db/schema/organizations.ts';
import { sealTokens } from '#lib/domain/connections/tokens.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '#lib/domain/ctx.ts';
import { applyReservations } from '#lib/domain/intake/apply-reservations.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { oweFirstContact } from '#lib/domain/push/mark-dirty.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { claimJobs } from '#lib/jobs/claim.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { work } from '#lib/jobs/work.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { addNights, type Night, nightsOf, todayIn } from '#lib/kernel/nights.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createLogger } from '#lib/platform/log.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import type {
  Channel,
  ChannelProvider,
  ChannelReservation,
  PushCall,
  PushPort,
  PushRange,
} from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { feedReader } from '#lib/providers/registry.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';

/*
 * From our hearing of a booking on one channel to the last of the others being told: 200 units on three channels, ten
 * bookings a second, whether or not those before are out. In one process, over real Postgres; the channels answer after
 * 20 ms, one takes many listings in a call and two take one.
 */

const UNITS = 200;
const RATE = 10;
const SECONDS = 20;
const ANSWER_MS = 20;
const HORIZON = 365;
const LANES = 6;
const PROVIDERS = ['airbnb', 'booking', 'avito'] as const;
type Provider = (typeof PROVIDERS)[number];
const clock = systemClock;
const first = addNights(todayIn('Europe/Paris', clock.now()), 5);

/** Who waits to hear that a channel was told of a night: by channel, listing and night. */
const waiting = new Map<string, () => void>();
const calls = { count: 0 };

function fakePort(provider: Provider): PushPort {
  const isCounting = provider === 'booking';
  return {
    fields: ['units', 'priceMinor', 'minStay'],
    maxUnits: isCounting ? 254 : 1,
    horizonNights: HORIZON,
    priceStep: () => 1,
    readNights: HORIZON,
    perMinute: 60_000,
    plan: (ranges) => {
      const groups = Map.groupBy(ranges, (range) => (isCounting ? '' : range.listing.externalId));
      return [...groups.values()].map(callOf);
    },
    send: async (_access, call) => {
      calls.count += 1;
      await pause(ANSWER_MS);
      for (const { listing, checkIn, set } of call.records)
        if (set.units === 0) waiting.get(`${provider} ${listing.externalId} ${checkIn}`)?.();
      const outcomes = call.records.map(({ recordId }) => {
        return { recordId, outcome: 'accepted' as const, code: null, message: null };
      });
      return { outcomes, warnings: [], request: new Uint8Array(), response: new Uint8Array() };
    },
    read: async (_access, { from, to }) => {
      const open = { units: 1, isBooked: false, priceMinor: 10_000, minStay: 1, maxStay: null };
      const nights = [...nightsOf({ checkIn: from, checkOut: to })].map((night) => {
        return { ...open, night, closedToArrival: false, closedToDeparture: false };
      });
      return { nights, request: new Uint8Array(), response: new Uint8Array() };
    },
  };
}

function callOf(ranges: readonly PushRange[]): PushCall {
  return { kind: 'calendar', records: ranges.map((range, index) => ({ ...range, recordId: String(index) })) };
}

function fakeChannel(provider: Provider): Channel {
  const never = async () => {
    throw new ChannelError('rejected', 'not asked here');
  };
  const none = { items: [], unreadable: [], next: null, total: 0, bytes: new Uint8Array() };
  const fake: ChannelProvider = {
    id: provider,
    name: provider,
    oauth: null,
    machine: null,
    account: never,
    listings: never,
    reservations: { isWhole: false, list: async () => none, get: never },
    queues: null,
    door: null,
    webhook: null,
    gate: null,
    push: fakePort(provider),
  };
  const app = { clientId: 'id', clientSecret: 'secret' };
  return { provider: fake, app, webhookSecrets: [], pollMinutes: 15, doorAllow: [] };
}

/** Works what is owed to channels, as the clock of a long-lived process does: again whenever a bell has rung. */
class Worker {
  private isRung = false;
  private isOver = false;
  private readonly going = new Set<Promise<void>>();
  // A worker's handlers see what a verb sees; of the rest of a runtime nothing is used.
  private readonly world: Runtime;

  constructor(deps: Deps) {
    this.world = deps as unknown as Runtime;
  }

  ring(): void {
    this.isRung = true;
  }

  async run(): Promise<void> {
    while (!this.isOver) {
      if (this.isRung) await this.begin();
      await pause(1);
    }
    await Promise.all(this.going);
  }

  private async begin(): Promise<void> {
    const limit = LANES - this.going.size;
    if (limit === 0) return;
    this.isRung = false;
    const jobs = await claimJobs(this.world.db, { now: clock.now(), limit, kinds: ['channel.push'] });
    for (const job of jobs) {
      const one: Promise<void> = work(this.world, REGISTRY, job).then(() => {
        this.going.delete(one);
        this.isRung = true;
      });
      this.going.add(one);
    }
  }

  end(): void {
    this.isOver = true;
  }
}

type Connected = { readonly provider: Provider; readonly id: string };

async function fill(ctx: Ctx): Promise<Connected[]> {
  const now = clock.now();
  const stamps = { orgId: ctx.org, createdAt: now, updatedAt: now };
  const accounts = PROVIDERS.map((provider) => ({ provider, id: newId('connection') }));
  for (const { provider, id } of accounts)
    await ctx.db.insert(connections).values({
      ...stamps,
      id,
      provider,
      accountId: id,
      accountName: 'Host',
      status: 'connected',
      ...sealTokens(ctx, id, { accessToken: 'access', refreshToken: 'refresh' }),
      tokenExpiresAt: now.add({ hours: 24 * 30 }),
      tokensSince: now,
      connectedAt: now,
    });
  for (let index = 0; index < UNITS; index++) {
    const made = await createProperty(ctx, { name: `${index}`, timezone: 'Europe/Paris', currency: 'EUR' });
    const unitId = made.units[0]?.id ?? '';
    for (const { id: connectionId } of accounts) {
      const [listingId, mappingId] = [newId('listing'), newId('mapping')];
      await ctx.db.insert(listings).values({
        ...stamps,
        id: listingId,
        connectionId,
        externalId: String(index),
        name: `${index}`,
        currency: 'EUR',
        isSold: true,
        firstSeenAt: now,
        lastSeenAt: now,
      });
      const ids = { orgId: ctx.org, unitId };
      await ctx.db.insert(mappings).values({
        ...stamps,
        ...ids,
        id: mappingId,
        connectionId,
        listingId,
        stage: 'active',
        activatedAt: now,
      });
      await ctx.db.insert(mappingUnits).values({ ...ids, mappingId, position: 0 });
    }
  }
  for (const account of accounts) {
    await inTx(ctx, (tx) => oweFirstContact(tx, account, 'all'));
    await readBack(ctx, account.id);
    await pushConnection(ctx, account.id);
  }
  return accounts;
}

function booking(code: string, listingId: string, checkIn: Night): ChannelReservation {
  const at = clock.now();
  return {
    externalId: code,
    roomRef: '1',
    listingId,
    checkIn,
    checkOut: addNights(checkIn, 3),
    status: 'confirmed',
    channelStatus: 'accept',
    guest: { name: 'Guest', email: null, phone: null, locale: null },
    guests: 2,
    adults: 2,
    children: 0,
    infants: 0,
    total: null,
    payout: null,
    bookedAt: at,
    changedAt: at,
  };
}

/** @returns how long the first and the last of the other channels took to be told, in ms from when we heard */
async function hear(ctx: Ctx, from: Connected, index: number, since: number): Promise<[number, number]> {
  const unit = String((index * 37) % UNITS);
  const checkIn = addNights(first, 4 * Math.floor(index / UNITS));
  const others = PROVIDERS.filter((one) => one !== from.provider);
  const told = others.map(
    (one) =>
      new Promise<number>((resolve) => {
        waiting.set(`${one} ${unit} ${checkIn}`, () => resolve(performance.now() - since));
      }),
  );
  const items = [booking(`B${index}`, unit, checkIn)];
  await inTx(ctx, (tx) => applyReservations(tx, from, { items, unreadable: [] }, { reason: 'bench' }));
  const times = await Promise.all(told);
  return [Math.min(...times), Math.max(...times)];
}

async function measure(ctx: Ctx, accounts: readonly Connected[], from: number, seconds: number) {
  const flying: Promise<[number, number]>[] = [];
  const since = performance.now();
  for (let at = 0; at < RATE * seconds; at++) {
    const due = since + (at * 1000) / RATE;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    const account = accounts[at % accounts.length];
    if (account) flying.push(hear(ctx, account, from + at, due));
  }
  return Promise.all(flying);
}

function row(name: string, times: number[]) {
  const sorted = times.sort((a, b) => a - b);
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) * 10) / 10;
  return {
    name,
    unit: 'ms (p99)',
    value: at(0.99),
    n: times.length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
}

async function withDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
  const server = await startEmbedded(testCluster(undefined));
  const admin = postgres(server.url, { max: 1, onnotice: () => {} });
  const name = `bench_push_${process.pid}`;
  await admin.unsafe(`create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  try {
    await migrate(url.href);
    return await use(url.href);
  } finally {
    await admin.unsafe(`drop database if exists ${name} with (force)`);
    await admin.end();
    if (!server.adopted) await server.stop();
  }
}

export async function run() {
  return withDatabase(async (url) => {
    const pool = openPool(url, { max: 10 });
    try {
      const id = newId('organization');
      const now = clock.now();
      await pool.db.insert(organizations).values({ id, name: 'Bench', createdAt: now, updatedAt: now });
      const bell = { ring: () => {} };
      const deps: Deps = {
        db: pool.db,
        clock,
        log: createLogger('silent'),
        keys: parseKeyRing(`bench:${randomBytes(32).toString('base64')}`),
        secretHash: (text: string) => text,
        fetchDocument,
        outbound: { allow: [], ownHosts: [] },
        feedReader,
        channels: {
          airbnb: fakeChannel('airbnb'),
          booking: fakeChannel('booking'),
          avito: fakeChannel('avito'),
        },
        instanceId: '0123456789abcdef',
        appUrl: 'http://localhost:3000',
        wake: async () => bell.ring(),
        notify: async () => {},
        media: { mail: null, telegram: null },
      };
      const actor = { kind: 'system', id: null } as const;
      const ctx = ctxFor(deps, { provenOrg: id, actor, requestId: newId('request') });
      const accounts = await fill(ctx);
      const worker = new Worker(deps);
      bell.ring = () => worker.ring();
      worker.ring();
      const working = worker.run();
      await measure(ctx, accounts, 0, 3); // warm
      calls.count = 0;
      const times = await measure(ctx, accounts, RATE * 3, SECONDS);
      worker.end();
      await working;
      const each = Math.round((calls.count / (RATE * SECONDS)) * 100) / 100;
      return [
        row(
          `push: heard to the first other channel told, ${RATE}/s on ${UNITS} units`,
          times.map(([one]) => one),
        ),
        row(
          `push: heard to the last channel told (${each} calls a booking, ${ANSWER_MS} ms each)`,
          times.map(([, last]) => last),
        ),
      ];
    } finally {
      await pool.close();
    }
  });
}

if (import.meta.main) {
  console.table(await run());
  process.exit(0);
}
