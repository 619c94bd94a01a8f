import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { z } from 'zod';
import { systemClock } from '#lib/kernel/clock.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import { consent } from '#scripts/seed-demo/channels.ts';
import { Client } from '#scripts/seed-demo/client.ts';
import { type E2eWorld, startE2eWorld } from '#scripts/test/e2e-world.ts';
import { buildApp } from '#scripts/world/build-app.ts';
import { withDatabase } from './push-load.ts';
import { row } from './row.ts';

/*
 * 200 listings of 40 accounts at Avito, each asked for its bookings every ten seconds for two minutes, by the built app,
 * which answers people meanwhile: two guests a second book, and two screens a second are read. How late each question came
 * is what the channel saw: the time between two of one listing, over ten seconds. Throws where a booking was lost or came
 * twice, or where one listing was asked twice at once.
 */

const ACCOUNTS = 40;
const EACH = 5;
const SECONDS = 120;
const EVERY_MS = 10_000;
const A_SECOND = 2;
/** Closer together they would have met. */
const LEAST_GAP_MS = 5_000;

type Item = { readonly account: string; readonly id: string };

export async function run() {
  await buildApp();
  return withDatabase(async (url) => {
    const world = await startE2eWorld(url, '.cache/logs');
    try {
      return await measure(world);
    } finally {
      await world.stop();
    }
  });
}

async function measure(world: E2eWorld) {
  const client = await signIn(world);
  const items = await connectAll(world, client);
  await untilPolled(client);
  await control(world, 'log', z.unknown(), undefined, 'DELETE');
  const began = performance.now();
  const codes = await underLoad(world, client, items);
  const heardMs = await untilHeard(world, codes);
  const asked = await readAsked(world, new Set(items.map((item) => item.id)));
  const gaps = [...asked.values()].flatMap((times) => times.slice(1).map((at, i) => at - (times[i] ?? at)));
  const least = Math.min(...gaps);
  if (least < LEAST_GAP_MS) throw new Error(`one listing was asked twice within ${least} ms`);
  if (asked.size !== items.length) throw new Error(`${asked.size} of ${items.length} listings were asked`);
  const seconds = Math.round((performance.now() - began) / 1000);
  const what = `${items.length} listings of ${ACCOUNTS} accounts, ${seconds} s`;
  return [
    row(
      `polls: a question later than ${EVERY_MS / 1000} s after the last one, ${what}`,
      gaps.map((gap) => Math.max(0, gap - EVERY_MS)),
    ),
    row(`polls: guest's booking to known here, ${codes.size} booked, none lost`, heardMs),
  ];
}

async function signIn(world: E2eWorld): Promise<Client> {
  const owner = world.users.find((user) => user.role === 'owner');
  const client = new Client(world.appUrl);
  if (!owner || !(await client.signIn(owner.email, owner.password))) throw new Error('nobody can sign in');
  return client;
}

async function control<T>(
  { sandboxUrl }: E2eWorld,
  path: string,
  shape: z.ZodType<T>,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
): Promise<T> {
  const answer = await fetch(`${sandboxUrl}/control/avito/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`/control/avito/${path} answered ${answer.status}: ${await answer.text()}`);
  return shape.parse(await answer.json());
}

const Made = z.object({ id: z.string(), items: z.array(z.object({ id: z.string() })) });
const Property = z.object({ id: z.string() });
const Begun = z.object({ flow: z.string(), authorizeUrl: z.url() });

/** Each listing from a unit of its own, as a person does it. */
async function connectAll(world: E2eWorld, client: Client): Promise<Item[]> {
  const all: Item[] = [];
  for (let at = 0; at < ACCOUNTS; at++) {
    const made = await control(world, 'account', Made, {
      name: `Host ${at}`,
      items: Array.from({ length: EACH }, (_, index) => ({ title: `Flat ${at}.${index}` })),
    });
    for (const { id } of made.items) {
      const property = { name: `Flat ${id}`, timezone: 'Europe/Moscow', currency: 'RUB' };
      const { id: propertyId } = await client.post(Property, '/api/properties', property);
      const base = '/api/integrations/avito';
      const { flow, authorizeUrl } = await client.post(Begun, `${base}/connect`, { propertyId });
      await consent(client, { provider: 'avito', account: made.id }, authorizeUrl);
      const item = { flow, accountId: made.id, itemId: id };
      await client.post(z.unknown(), `${base}/validate-item`, item);
      await client.post(z.unknown(), `${base}/finish`, { ...item, markup: 15 });
      all.push({ account: made.id, id });
    }
  }
  return all;
}

const Status = z.object({
  items: z.array(
    z.object({
      provider: z.string(),
      polling: z.object({ listings: z.int(), lastAt: z.string().nullable() }).nullable(),
    }),
  ),
});

async function untilPolled(client: Client): Promise<void> {
  for (let looks = 0; looks < 120; looks++) {
    const { items } = await client.get(Status, '/api/integrations/status');
    const polled = items.filter((one) => one.polling?.lastAt && one.polling.listings >= EACH);
    if (polled.length >= ACCOUNTS) return;
    await pause(1_000);
  }
  throw new Error('not every account was asked within two minutes');
}

/** @returns the codes that guests were given, and when */
async function underLoad(
  world: E2eWorld,
  client: Client,
  items: readonly Item[],
): Promise<Map<string, number>> {
  const codes = new Map<string, number>();
  const today = todayIn('Europe/Moscow', systemClock.now());
  const since = performance.now();
  for (let at = 0; at < SECONDS * A_SECOND; at++) {
    const wait = since + (at * 1000) / A_SECOND - performance.now();
    if (wait > 0) await pause(wait);
    const item = items[(at * 37) % items.length];
    const checkIn = addNights(today, 40 + 4 * Math.floor(at / items.length));
    const stay = { listing: item?.id, checkIn, checkOut: addNights(checkIn, 3) };
    const [{ id }] = await Promise.all([
      control(world, 'book', z.object({ id: z.string() }), stay),
      client.get(z.unknown(), `/api/availability?unit=${await someUnit(client)}&from=${today}&to=${checkIn}`),
    ]);
    codes.set(id, systemClock.now().epochMilliseconds);
  }
  return codes;
}

let unit: string | null = null;
async function someUnit(client: Client): Promise<string> {
  if (unit === null) {
    const shape = z.object({ items: z.array(z.object({ units: z.array(Property) })) });
    const { items } = await client.get(shape, '/api/properties?limit=1');
    unit = items[0]?.units[0]?.id ?? '';
  }
  return unit;
}

/** Each code stands here exactly once. @returns ms from the booking to when it was known, each */
async function untilHeard(world: E2eWorld, codes: ReadonlyMap<string, number>): Promise<number[]> {
  const sql = postgres(world.databaseUrl, { max: 1 });
  try {
    for (let looks = 0; ; looks++) {
      const rows = await sql<{ code: string; at: Date }[]>`
        select external_id as code, created_at as at from reservations
        where channel = 'avito' and external_id in ${sql([...codes.keys()])}`;
      if (rows.length > codes.size) throw new Error(`${rows.length} bookings of ${codes.size} guests`);
      if (rows.length === codes.size)
        return rows.map(({ code, at }) => Math.max(0, at.getTime() - (codes.get(code) ?? 0)));
      if (looks > 60) throw new Error(`${codes.size - rows.length} bookings were lost`);
      await pause(500);
    }
  } finally {
    await sql.end();
  }
}

const Log = z.object({ items: z.array(z.object({ at: z.string(), method: z.string(), url: z.string() })) });

/** When the channel was asked for each listing's bookings, ms. */
async function readAsked(world: E2eWorld, ids: ReadonlySet<string>): Promise<Map<string, number[]>> {
  const asked = new Map<string, number[]>();
  const { items } = await control(world, 'log', Log);
  for (const { at, method, url } of items) {
    const id = /\/items\/(\d+)\/bookings/.exec(url)?.[1];
    if (method !== 'GET' || !id || !ids.has(id)) continue;
    asked.set(id, [...(asked.get(id) ?? []), Temporal.Instant.from(at).epochMilliseconds]);
  }
  return asked;
}

if (import.meta.main) {
  console.table(await run());
  process.exit(0);
}
