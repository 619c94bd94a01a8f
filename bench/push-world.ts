import { setTimeout as pause } from 'node:timers/promises';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { sealTokens } from '#lib/domain/connections/tokens.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { oweFirstContact } from '#lib/domain/push/mark-dirty.ts';
import { pushConnection } from '#lib/domain/push/push-connection.ts';
import { readBack } from '#lib/domain/push/read-back.ts';
import { systemClock } from '#lib/kernel/clock.ts';
import { newId } from '#lib/kernel/ids.ts';
import { nightsOf } from '#lib/kernel/nights.ts';
import type { Channel, ChannelProvider, ProviderId } from '#lib/providers/contract.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { PushCall, PushPort, PushRange } from '#lib/providers/push-contract.ts';
import { type PlaceOf, PROVIDERS, toldClosed, UNITS } from './push-load.ts';

/* What `bench/push.ts` measures on: 200 units, each sold on three channels that answer after 20 ms. */

export const ANSWER_MS = 20;
type Provider = ProviderId;
const HORIZON = 365;
const clock = systemClock;

export const calls = { count: 0 };

function fakePort(provider: Provider): PushPort {
  const isCounting = provider === 'booking';
  return {
    says: 'changes',
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
        if (set.units === 0) toldClosed(provider, listing.externalId, checkIn);
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

export function fakeChannel(provider: Provider): Channel {
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
    pick: null,
    queues: null,
    door: null,
    webhook: null,
    gate: null,
    push: fakePort(provider),
  };
  const app = { clientId: 'id', clientSecret: 'secret' };
  return { provider: fake, app, webhookSecrets: [], pollMinutes: 15, doorAllow: [] };
}

/** Read, and in step. */
export async function fill(ctx: Ctx): Promise<PlaceOf> {
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
  return (provider, unit) => {
    const connection = accounts.find((one) => one.provider === provider);
    if (!connection) throw new Error(`${provider} is not connected`);
    return { connection, listingId: String(unit) };
  };
}
