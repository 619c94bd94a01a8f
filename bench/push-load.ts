import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { openPool } from '#db/client.ts';
import { testCluster } from '#db/embedded/clusters.ts';
import { startEmbedded } from '#db/embedded/start.ts';
import { migrate } from '#db/migrate.ts';
import { organizations } from '#db/schema/organizations.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '#lib/domain/ctx.ts';
import { applyReservations } from '#lib/domain/intake/apply-reservations.ts';
import { claimJobs } from '#lib/jobs/claim.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { work } from '#lib/jobs/work.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import { fetchDocument } from '#lib/platform/http.ts';
import { createLogger } from '#lib/platform/log.ts';
import { parseKeyRing } from '#lib/platform/seal.ts';
import type { Channels, ProviderId } from '#lib/providers/contract.ts';
import { feedReader } from '#lib/providers/registry.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import type { Runtime } from '#lib/runtime/runtime.ts';

/* The load that the push benches share: ten bookings a second on 200 units of three channels, whether or not those before are out. */

export const UNITS = 200;
export const PROVIDERS = ['airbnb', 'booking', 'avito'] as const;
export const RATE = 10;
export const SECONDS = 20;
const LANES = 6;
const clock = systemClock;
const first = addNights(todayIn('Europe/Paris', clock.now()), 5);

export type Connected = { readonly provider: ProviderId; readonly id: string };

/** Where a unit is sold. */
export type Place = { readonly connection: Connected; readonly listingId: string };
export type PlaceOf = (provider: ProviderId, unit: number) => Place;

/** Who waits to hear that a channel was told of a night: by channel, listing and night. */
const waiting = new Map<string, () => void>();

/** Called when a channel was told that a night is closed. */
export function toldClosed(provider: ProviderId, listingId: string, night: string): void {
  waiting.get(`${provider} ${listingId} ${night}`)?.();
}

/** Those that are waited for, of one listing. */
export function waitedFor(provider: ProviderId, listingId: string): string[] {
  const start = `${provider} ${listingId} `;
  return [...waiting.keys()].flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
}

/** Works what is owed to channels, as the clock of a long-lived process does: again whenever a bell has rung. */
export class Worker {
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
async function hear(ctx: Ctx, placeOf: PlaceOf, index: number, since: number): Promise<[number, number]> {
  const from = PROVIDERS[index % PROVIDERS.length] ?? 'airbnb';
  const unit = (index * 37) % UNITS;
  const checkIn = addNights(first, 4 * Math.floor(index / UNITS));
  const told = PROVIDERS.filter((one) => one !== from).map((one) => {
    const key = `${one} ${placeOf(one, unit).listingId} ${checkIn}`;
    return new Promise<number>((resolve) => {
      waiting.set(key, () => {
        waiting.delete(key);
        resolve(performance.now() - since);
      });
    });
  });
  const { connection, listingId } = placeOf(from, unit);
  const items = [booking(`B${index}`, listingId, checkIn)];
  await inTx(ctx, (tx) => applyReservations(tx, connection, { items, unreadable: [] }, { reason: 'bench' }));
  const times = await Promise.all(told);
  return [Math.min(...times), Math.max(...times)];
}

export async function measure(ctx: Ctx, placeOf: PlaceOf, from: number, seconds: number) {
  const flying: Promise<[number, number]>[] = [];
  const since = performance.now();
  for (let at = 0; at < RATE * seconds; at++) {
    const due = since + (at * 1000) / RATE;
    const wait = due - performance.now();
    if (wait > 0) await pause(wait);
    flying.push(hear(ctx, placeOf, from + at, due));
  }
  return Promise.all(flying);
}

export type World = { readonly ctx: Ctx; readonly deps: Deps; readonly bell: { ring: () => void } };

/** A database of its own, and an organization in it, for as long as it is used. */
export async function withWorld<T>(channels: Channels, use: (world: World) => Promise<T>): Promise<T> {
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
        channels,
        instanceId: '0123456789abcdef',
        appUrl: 'http://localhost:3000',
        wake: async () => bell.ring(),
        notify: async () => {},
        media: { mail: null, telegram: null },
      };
      const actor = { kind: 'system', id: null } as const;
      const ctx = ctxFor(deps, { provenOrg: id, actor, requestId: newId('request') });
      return await use({ ctx, deps, bell });
    } finally {
      await pool.close();
    }
  });
}

/** Warms up, then measures, while a worker works what is owed. */
export async function underLoad({ ctx, deps, bell }: World, placeOf: PlaceOf, warmed: () => void) {
  const worker = new Worker(deps);
  bell.ring = () => worker.ring();
  worker.ring();
  const working = worker.run();
  await measure(ctx, placeOf, 0, 3);
  warmed();
  const times = await measure(ctx, placeOf, RATE * 3, SECONDS);
  worker.end();
  await working;
  return times;
}

/** A migrated database of its own, for as long as it is used. */
export async function withDatabase<T>(use: (url: string) => Promise<T>): Promise<T> {
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
