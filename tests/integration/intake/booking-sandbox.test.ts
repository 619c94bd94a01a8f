import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { connections, listings, queueMessages } from '#db/schema/connections.ts';
import { organizations } from '#db/schema/organizations.ts';
import { disconnect } from '#lib/domain/connections/disconnect.ts';
import { saveConnection } from '#lib/domain/connections/save-connection.ts';
import { testConnection } from '#lib/domain/connections/test-connection.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { pollQueues } from '#lib/domain/intake/poll-queues.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type BookingWorld, bookingWorld } from '#tests/contract/booking-world.ts';
import { link } from '#tests/contract/world.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { makeUnit, unprotectedStays } from '#tests/support/stays.ts';
import { type EdgeHost, hostEdge } from './edge-host.ts';
import { bookings, connectionRow, map } from './world.ts';

/* The whole way in, against the simulator over real HTTP: its tokens, its queues with their intervals, its list, its pushes. */

let runtime: TestRuntime;
let door: EdgeHost;
let booking: BookingWorld;
let ctx: Ctx;
let connectionId: string;
let unitId: string;
let sold: string;
const clock = { now: () => booking.now() };

beforeAll(async () => {
  runtime = await startTestRuntime({ clock });
  const route = await import('#app/api/integrations/[provider]/webhook/route.ts');
  door = await hostEdge([], (request) =>
    route.POST(request, { params: Promise.resolve({ provider: 'booking' }) }),
  );
});
afterAll(async () => {
  await door.close();
  await runtime.end();
});
afterEach(async () => {
  await runtime.db.update(connections).set({ status: 'disconnected' });
  await booking.close();
});

/** An account is linked by its host's consent, read, and its first room type mapped to a unit. */
async function begin(settings: Record<string, unknown>): Promise<void> {
  booking = await bookingWorld({ intervals: true, push: false, ...settings });
  const { provider, app } = booking;
  const channel = {
    provider,
    app,
    webhookSecrets: [],
    pollMinutes: 30,
    queueSeconds: 60,
    doorAllow: ['127.0.0.1'],
  };
  Object.assign(runtime.channels, { booking: channel });
  const [id, now] = [newId('organization'), clock.now()];
  await runtime.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
  const actor = { kind: 'api_key', id: newId('apiKey'), role: 'owner' } as const;
  ctx = ctxFor(runtime, { provenOrg: id, actor, requestId: newId('request') });
  const tokens = await link(booking);
  const saved = await saveConnection(ctx, { provider: 'booking', app, tokens, limit: null });
  if (saved.kind !== 'saved') throw new Error(saved.reason);
  connectionId = saved.connectionId;
  await sync();
  sold = booking.account.listingIds[0];
  unitId = (await makeUnit(ctx)).unitId;
  await map(ctx, connectionId, (await listingOf(sold))?.id ?? '', unitId);
  await poll();
  await elapse();
}

const sync = () => syncConnection(ctx, { connectionId, trigger: 'schedule' });
const poll = () => pollQueues(ctx, connectionId);
const elapse = async () => booking.advance({ seconds: 60 });
async function listingOf(externalId: string) {
  const [row] = await ctx.db
    .select()
    .from(listings)
    .where(and(eq(listings.connectionId, connectionId), eq(listings.externalId, externalId)));
  return row;
}
const book = (checkIn: string, checkOut: string) => booking.book({ listingId: sold, checkIn, checkOut });
const stays = async (code: string) =>
  ((await bookings(ctx)).get(code)?.rooms ?? [])
    .filter((one) => one.status === 'active')
    .map((one) => `${one.checkIn}..${one.checkOut} ${one.unitId === unitId ? 'here' : one.unitId}`);
const waiting = async () => {
  const { messages } = await booking.control<{ messages: { ackedAt: string | null }[] }>('state');
  return messages.filter((one) => one.ackedAt === null).length;
};

describe('an account of the simulator', () => {
  beforeEach(() => begin({}));

  it('is linked by consent with its hotels, read by its machine account, and tests well', async () => {
    expect(await connectionRow(ctx, connectionId)).toMatchObject({
      mode: 'consent',
      accountId: booking.account.id,
      accountName: booking.account.name,
      tokenExpiresAt: null,
      status: 'connected',
      lastErrorCode: null,
    });
    const shown = await ctx.db.select().from(listings).where(eq(listings.connectionId, connectionId));
    expect(shown.map((one) => one.externalId).sort()).toEqual([...booking.account.listingIds].sort());
    expect(shown.every((one) => one.groupId !== null && one.ratePlans.length > 0)).toBe(true);
    expect((await bookings(ctx)).size).toBeGreaterThan(0);
    expect(await testConnection(ctx, 'booking', connectionId)).toMatchObject({ ok: true });
  });

  it('hands over a booking, its change and its cancellation by its queues, within a minute each', async () => {
    const code = await book('2027-04-01', '2027-04-04');
    await poll();
    expect(await stays(code)).toEqual(['2027-04-01..2027-04-04 here']);
    await booking.modify(code, { checkIn: '2027-04-02', checkOut: '2027-04-06' });
    await elapse();
    await poll();
    expect(await stays(code)).toEqual(['2027-04-02..2027-04-06 here']);
    await booking.cancel(code);
    await elapse();
    await poll();
    expect((await bookings(ctx)).get(code)?.status).toBe('cancelled');
    expect(await unprotectedStays(ctx)).toEqual([]);
    expect(await waiting()).toBe(0);
    const rows = await ctx.db
      .select()
      .from(queueMessages)
      .where(eq(queueMessages.connectionId, connectionId));
    expect(rows.map((one) => one.queue).sort()).toEqual(['modified', 'modified', 'new']);
    expect(rows.every((one) => one.ackedAt !== null && one.ackError === null)).toBe(true);
  });

  it('takes no card data with it', async () => {
    await book('2027-04-01', '2027-04-04');
    await poll();
    const stored = await ctx.db.select().from(inboundMessages).where(eq(inboundMessages.orgId, ctx.org));
    const text = stored.map((one) => Buffer.from(one.body).toString()).join();
    expect(text).toContain('OTA_HotelResNotifRQ');
    for (const [, number = ''] of text.matchAll(/CardNumber="([^"]*)"/g))
      expect(number).not.toMatch(/\d{12}/);
  });

  it('finds by its list what the queues never told', async () => {
    const code = await book('2027-05-01', '2027-05-04');
    booking.advance({ minutes: 45 });
    await poll();
    expect(await stays(code)).toEqual([]);
    await sync();
    expect(await stays(code)).toEqual(['2027-05-01..2027-05-04 here']);
  });

  it('that says an acknowledgement wrong is told again until it hears it', async () => {
    const code = await book('2027-04-01', '2027-04-04');
    await booking.control('fault', {
      kind: '5xx',
      status: 503,
      method: 'POST',
      path: '/hotels/ota/',
      count: 1,
    });
    await poll();
    expect(await stays(code)).toHaveLength(1);
    for (let times = 0; times < 3; times++) {
      await elapse();
      await poll();
    }
    expect(await waiting()).toBe(0);
    const rows = await ctx.db
      .select()
      .from(queueMessages)
      .where(eq(queueMessages.connectionId, connectionId));
    expect(rows.filter((one) => one.ackedAt === null)).toEqual([]);
  });

  it('is given back at the channel when it is disconnected', async () => {
    expect(await disconnect(ctx, 'booking', connectionId)).toMatchObject({ isRevoked: true });
    expect(await poll()).toBeNull();
  });
});

describe('an account that pushes', () => {
  it.each(['ota', 'booking'])(
    'in its %s dialect is heard at once, and its queue finds it taken',
    async (pushDialect) => {
      await begin({ push: true, pushDialect, webhookUrl: `${door.origin}/webhook` });
      const code = await book('2027-06-01', '2027-06-04');
      await booking.control('deliver', {});
      expect(await stays(code)).toEqual(['2027-06-01..2027-06-04 here']);
      await booking.cancel(code);
      await booking.control('deliver', {});
      expect((await bookings(ctx)).get(code)?.status).toBe('cancelled');
      expect(await waiting()).toBe(0);
      await poll();
      expect(await stays(code)).toEqual([]);
    },
  );
});
