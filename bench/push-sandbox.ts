import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { and, count, eq, isNull } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { pushStates } from '#db/schema/push.ts';
import { sealTokens } from '#lib/domain/connections/tokens.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { oweFirstContact } from '#lib/domain/push/mark-dirty.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Channel, Channels, ProviderId } from '#lib/providers/contract.ts';
import type { PushCall } from '#lib/providers/push-contract.ts';
import { createChannels } from '#lib/providers/registry.ts';
import { type PlaceOf, PROVIDERS, toldClosed, UNITS, waitedFor } from './push-load.ts';

/* What `bench/sync.ts` measures on: ten hosts of twenty units, each with an account at each simulator, over HTTP. */

export const HOSTS = 10;
const EACH = UNITS / HOSTS;
const clock = systemClock;
const APP = { clientId: 'latchkey-demo', clientSecret: 'latchkey-demo-secret' };

export type Sandbox = {
  readonly url: string;
  readonly control: <T>(path: string, body: unknown, method?: 'POST' | 'PUT') => Promise<T>;
  readonly close: () => void;
};

/** The sandbox in a process of its own: what it costs is not ours. */
export async function startSandbox(): Promise<Sandbox> {
  const port = await freePort();
  const child = spawn(process.execPath, ['sandbox/server.ts'], {
    env: { ...process.env, SANDBOX_PORT: String(port), SANDBOX_STATE: '' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries++) {
    const isUp = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isUp) break;
    if (tries > 100) throw new Error('the sandbox does not start');
    await pause(100);
  }
  return {
    url,
    control: async (path, body, method = 'POST') => {
      const answer = await fetch(`${url}/control/${path}`, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      });
      if (!answer.ok) throw new Error(`/control/${path} answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
    close: () => void child.kill(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** The adapters as they are, but for an ear at what they sent. */
export function channelsOf(url: string, calls: { count: number }): Channels {
  const base = `${url}/booking`;
  const channels = createChannels(
    {
      airbnb: {
        app: APP,
        authorizeUrl: `${url}/airbnb/oauth2/auth`,
        apiUrl: `${url}/airbnb/v2`,
        webhookSecrets: [],
        scopes: 'property_management,reservations_web_hooks',
        pollMinutes: 15,
      },
      booking: {
        app: APP,
        authUrl: base,
        supplyUrl: base,
        secureUrl: base,
        authorizeUrl: null,
        tokenUrl: null,
        readUrl: null,
        pollSeconds: 60,
        pollMinutes: 30,
        doorAllow: [],
        // Ten times what is set by default: else the first reading of 200 room types takes most of an hour.
        perMinute: 3_000,
      },
      avito: {
        app: APP,
        authorizeUrl: `${url}/avito/oauth`,
        apiUrl: `${url}/avito`,
        icalUrl: `${url}/avito/calendars-export`,
        scopes: 'user:read,items:info,short_term_rent:read,short_term_rent:write',
        perSecond: 5,
        pollSeconds: 10,
        pollMinutes: 60,
      },
    },
    clock,
  );
  return {
    airbnb: heard(channels.airbnb, calls),
    booking: heard(channels.booking, calls),
    avito: heard(channels.avito, calls),
  };
}

function heard(channel: Channel | null, calls: { count: number }): Channel | null {
  const push = channel?.provider.push;
  if (!channel || !push) return null;
  const send: typeof push.send = async (access, call, now) => {
    calls.count += 1;
    const answer = await push.send(access, call, now);
    const accepted = new Set(
      answer.outcomes.filter((one) => one.outcome === 'accepted').map((one) => one.recordId),
    );
    for (const record of call.records) if (accepted.has(record.recordId)) tell(channel.provider.id, record);
    return answer;
  };
  return { ...channel, provider: { ...channel.provider, push: { ...push, send } } };
}

function tell(provider: ProviderId, record: PushCall['records'][number]): void {
  if (record.set.units !== 0) return;
  for (const night of waitedFor(provider, record.listing.externalId))
    if (record.checkIn <= night && night < record.checkOut)
      toldClosed(provider, record.listing.externalId, night);
}

type Made = {
  readonly accountId: string;
  readonly tokens: Tokens;
  readonly granted: readonly string[] | null;
};
type Tokens = { readonly accessToken: string; readonly refreshToken: string | null } | null;

/** One more host at a channel, with twenty listings that are called by the unit's number. */
async function makeHost(sandbox: Sandbox, provider: ProviderId, host: number): Promise<Made> {
  const numbers = Array.from({ length: EACH }, (_, index) => host * EACH + index);
  const { control } = sandbox;
  const name = `Host ${host}`;
  if (provider === 'airbnb') {
    const { id } = await control<{ id: string }>('airbnb/account', { name });
    for (const number of numbers)
      await control('airbnb/listing', { account: id, name: String(number), category: 'sync_all' });
    const made = await control<GivenTokens>('airbnb/authorize', { account: id });
    return {
      accountId: id,
      tokens: { accessToken: made.accessToken, refreshToken: made.refreshToken ?? null },
      granted: null,
    };
  }
  if (provider === 'booking') {
    const { id } = await control<{ id: string }>('booking/account', { name });
    const hotel = await control<{ id: string }>('booking/hotel', { account: id, name });
    for (const number of numbers)
      await control('booking/room', {
        hotel: hotel.id,
        name: String(number),
        quantity: 1,
        rates: [{ id: String(800 + host), name: 'Standard', price: 10_000 }],
      });
    await control('booking/attach', { account: id });
    return { accountId: id, tokens: null, granted: [hotel.id] };
  }
  const { id } = await control<{ id: string }>('avito/account', {
    name,
    items: numbers.map((number) => ({ title: String(number) })),
  });
  const made = await control<GivenTokens>('avito/authorize', { account: id });
  return {
    accountId: id,
    tokens: { accessToken: made.accessToken, refreshToken: made.refreshToken ?? null },
    granted: null,
  };
}

type GivenTokens = { readonly accessToken: string; readonly refreshToken?: string | null };

/** Connects, imports, maps and puts in step all accounts of all hosts. */
export async function fill(ctx: Ctx, sandbox: Sandbox): Promise<PlaceOf> {
  const places = new Map<string, ReturnType<PlaceOf>>();
  const unitIds = new Map<number, string>();
  const ids: Record<ProviderId, string[]> = { airbnb: [], booking: [], avito: [] };
  for (let unit = 0; unit < UNITS; unit++) {
    const made = await createProperty(ctx, { name: `${unit}`, timezone: 'Europe/Paris', currency: 'EUR' });
    unitIds.set(unit, made.units[0]?.id ?? '');
  }
  for (const provider of PROVIDERS)
    for (let host = 0; host < HOSTS; host++) {
      const id = await connect(ctx, provider, await makeHost(sandbox, provider, host));
      await syncConnection(ctx, { connectionId: id, trigger: 'schedule' });
      const rows = await ctx.db
        .select({ id: listings.id, externalId: listings.externalId, name: listings.name })
        .from(listings)
        .where(and(eq(listings.orgId, ctx.org), eq(listings.connectionId, id)));
      if (rows.length !== EACH) throw new Error(`${provider} told ${rows.length} listings of ${EACH}`);
      for (const row of rows) {
        const unit = Number(row.name.replace(/\D+/g, ''));
        await map(ctx, id, row.id, unitIds.get(unit) ?? '');
        places.set(`${provider} ${unit}`, {
          connection: { provider, id },
          listingId: row.externalId,
        });
      }
      await inTx(ctx, (tx) => oweFirstContact(tx, { id, provider }, 'all'));
      ids[provider].push(id);
    }
  await Promise.all([...ids.airbnb, ...ids.avito].map((id) => putInStep(ctx, id)));
  // One after the other: the queues that each has to ask may be asked every 20 seconds, by all of them together.
  for (const id of ids.booking) await putInStep(ctx, id);
  return (provider, unit) => {
    const place = places.get(`${provider} ${unit}`);
    if (!place) throw new Error(`unit ${unit} is not sold at ${provider}`);
    return place;
  };
}

/** Reads and tells one account until all of it was read, as slowly as its channel lets itself be asked. */
async function putInStep(ctx: Ctx, connectionId: string): Promise<void> {
  for (;;) {
    const next = await readBack(ctx, connectionId);
    await pushConnection(ctx, connectionId);
    const [left] = await ctx.db
      .select({ count: count() })
      .from(pushStates)
      .where(and(eq(pushStates.connectionId, connectionId), isNull(pushStates.adoptedAt)));
    if (left?.count === 0) return;
    await pause(Math.max(1_000, (next ?? clock.now()).since(clock.now()).total('milliseconds')));
  }
}

async function connect(ctx: Ctx, provider: ProviderId, made: Made): Promise<string> {
  const [id, now] = [newId('connection'), clock.now()];
  await ctx.db.insert(connections).values({
    orgId: ctx.org,
    createdAt: now,
    updatedAt: now,
    id,
    provider,
    accountId: made.accountId,
    accountName: 'Host',
    status: 'connected',
    mode: made.tokens ? 'consent' : 'machine',
    granted: made.granted,
    ...(made.tokens
      ? { ...sealTokens(ctx, id, made.tokens), tokenExpiresAt: now.add({ hours: 23 }), tokensSince: now }
      : {}),
    connectedAt: now,
  });
  return id;
}

async function map(ctx: Ctx, connectionId: string, listingId: string, unitId: string): Promise<void> {
  const [mappingId, now] = [newId('mapping'), clock.now()];
  const ids = { orgId: ctx.org, unitId };
  await ctx.db.insert(mappings).values({
    ...ids,
    id: mappingId,
    connectionId,
    listingId,
    stage: 'active',
    activatedAt: now,
    createdAt: now,
    updatedAt: now,
  });
  await ctx.db.insert(mappingUnits).values({ ...ids, mappingId, position: 0 });
}
