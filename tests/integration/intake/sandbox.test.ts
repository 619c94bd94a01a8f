import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connections, listings } from '#db/schema/connections.ts';
import { organizations } from '#db/schema/organizations.ts';
import { sealTokens } from '#lib/domain/connections/tokens.ts';
import { type Ctx, ctxFor } from '#lib/domain/ctx.ts';
import { listWaiting } from '#lib/domain/intake/list-waiting.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { newId } from '#lib/kernel/ids.ts';
import { type AirbnbWorld, airbnbWorld } from '#tests/contract/airbnb-world.ts';
import { link, type Trouble } from '#tests/contract/world.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import { apply, makeUnit, openConflicts, stay, unprotectedStays } from '#tests/support/stays.ts';
import { workDue } from './calls.ts';
import { hostDoor } from './door-host.ts';
import { bookings, connect, connectionRow, journalOf, map, runsOf } from './world.ts';

/* The whole way in, against the simulator over real HTTP: its notifications, its gate, its lists, its faults. */

let runtime: TestRuntime;
let door: Awaited<ReturnType<typeof hostDoor>>;
let airbnb: AirbnbWorld;
let ctx: Ctx;
let connectionId: string;
let unitId: string;
let sold: string;
/** The runtime's clock is the channel's, whichever of these worlds is up. */
const clock = { now: () => airbnb.now() };

beforeAll(async () => {
  runtime = await startTestRuntime({ clock });
  const [hook, gate, gateOf] = await Promise.all([
    import('#app/api/integrations/[provider]/webhook/route.ts'),
    import('#app/api/integrations/[provider]/gate/route.ts'),
    import('#app/api/integrations/[provider]/gate/[code]/route.ts'),
  ]);
  door = await hostDoor({
    'POST /webhook': hook.POST,
    'GET /gate': gate.GET,
    'POST /gate': gate.POST,
    'PUT /gate/{code}': gateOf.PUT,
  });
});
afterAll(async () => {
  await door.close();
  await runtime.end();
});

beforeEach(async () => {
  airbnb = await airbnbWorld({ webhookUrl: `${door.origin}/webhook`, gateUrl: `${door.origin}/gate` });
  const { provider, app, secrets: webhookSecrets } = airbnb;
  const channel = { provider, app, webhookSecrets, pollMinutes: 15 };
  Object.assign(runtime.channels, { airbnb: channel });
  const [id, now] = [newId('organization'), clock.now()];
  await runtime.db.insert(organizations).values({ id, name: 'Test', createdAt: now, updatedAt: now });
  const actor = { kind: 'user', id: newId('user'), role: 'owner' } as const;
  ctx = ctxFor(runtime, { provenOrg: id, actor, requestId: newId('request') });
  connectionId = await connect(ctx, { accountId: airbnb.account.id });
  const tokens = await link(airbnb);
  await ctx.db
    .update(connections)
    .set({ ...sealTokens(ctx, connectionId, tokens), tokenExpiresAt: tokens.expiresAt })
    .where(eq(connections.id, connectionId));
  await sync();
  sold = airbnb.account.listingIds[0];
  unitId = (await makeUnit(ctx)).unitId;
  const [listing] = await ctx.db
    .select()
    .from(listings)
    .where(and(eq(listings.connectionId, connectionId), eq(listings.externalId, sold)));
  await map(ctx, connectionId, listing?.id ?? '', unitId);
});
afterEach(async () => {
  await airbnb.close();
  // One account is live in one organization at a time.
  await ctx.db.update(connections).set({ status: 'disconnected' }).where(eq(connections.id, connectionId));
});

const sync = () => syncConnection(ctx, { connectionId, trigger: 'schedule' });
const settle = async () => {
  await airbnb.heard();
  await workDue(ctx);
};
const book = (checkIn: string, checkOut: string) => airbnb.book({ listingId: sold, checkIn, checkOut });
const fault = (kind: string, more: object = {}) => airbnb.control('fault', { kind, count: 1, ...more });
const room = async (code: string) =>
  (await bookings(ctx)).get(code)?.rooms.find((one) => one.roomRef === '1');
describe('a guest who books at the channel', () => {
  it('asks the gate, is held, told and confirmed: one reservation', async () => {
    const code = await book('2027-03-01', '2027-03-04');
    expect((await bookings(ctx)).get(code)).toMatchObject({ status: 'pending' });
    await settle();
    expect((await bookings(ctx)).get(code)).toMatchObject({
      status: 'confirmed',
      gateAskedAt: null,
      channelStatus: 'accept',
      connectionId,
    });
    expect(await room(code)).toMatchObject({ unitId, checkIn: '2027-03-01', checkOut: '2027-03-04' });
    await sync();
    const { id } = (await bookings(ctx)).get(code) ?? {};
    const rows = (await journalOf(ctx, 'reservation.created')).filter((one) => one.subjectId === id);
    expect(rows).toMatchObject([{ reason: 'gate' }]);
    expect((await bookings(ctx)).get(code)?.rooms).toHaveLength(1);
    await airbnb.cancel(code);
    await settle();
    expect((await bookings(ctx)).get(code)?.status).toBe('cancelled');
  });

  it('is turned away by the gate where the night is taken here', async () => {
    await apply(ctx, stay('direct:D1', unitId, '2027-03-02', '2027-03-03'));
    await expect(book('2027-03-01', '2027-03-04')).rejects.toThrow();
    await settle();
    expect(await openConflicts(ctx)).toEqual([]);
    const active = [...(await bookings(ctx)).values()].filter(
      (one) => one.status !== 'cancelled' && one.rooms.some((stay) => stay.checkIn === '2027-03-01'),
    );
    expect(active).toEqual([]);
  });

  it('changes the dates: held by the gate, then moved', async () => {
    const code = await book('2027-03-01', '2027-03-04');
    await settle();
    airbnb.advance({ minutes: 1 });
    await airbnb.modify(code, { checkIn: '2027-03-02', checkOut: '2027-03-06' });
    await settle();
    const rooms = (await bookings(ctx)).get(code)?.rooms.filter((one) => one.status === 'active');
    expect(rooms).toMatchObject([{ checkIn: '2027-03-02', checkOut: '2027-03-06' }]);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it.each([
    ['lost', 'webhook_lost'],
    ['doubled', 'webhook_duplicate'],
    ['late', 'webhook_late'],
    ['replaced by a message', 'webhook_as_message'],
  ])('is known after the next poll where the notification was %s', async (_, kind) => {
    await fault(kind, kind === 'webhook_late' ? { delayMs: 3_600_000 } : {});
    const code = await book('2027-03-01', '2027-03-04');
    await settle();
    airbnb.advance({ minutes: 15 });
    await sync();
    expect((await bookings(ctx)).get(code)).toMatchObject({ status: 'confirmed', gateAskedAt: null });
    airbnb.advance({ hours: 1 });
    await settle();
    expect((await bookings(ctx)).get(code)?.status).toBe('confirmed');
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('ends as the channel has it where the notifications overtake each other', async () => {
    await fault('webhook_reorder');
    const code = await book('2027-03-01', '2027-03-04');
    airbnb.advance({ seconds: 5 });
    await airbnb.cancel(code);
    await settle();
    expect((await bookings(ctx)).get(code)?.status).toBe('cancelled');
    airbnb.advance({ minutes: 2 });
    await settle();
    await sync();
    expect((await bookings(ctx)).get(code)?.status).toBe('cancelled');
  });

  it('with a status that nobody has heard of keeps the nights and waits for a person', async () => {
    const code = await book('2027-03-01', '2027-03-04');
    await settle();
    airbnb.advance({ minutes: 1 });
    await airbnb.setOddStatus(code);
    await sync();
    expect(await room(code)).toMatchObject({ status: 'active' });
    const { items } = await listWaiting(ctx, { limit: 50, kind: 'unknown_status' });
    expect(items).toMatchObject([{ externalId: code, channelStatus: 'on_the_moon', protection: 'held' }]);
  });
});

describe('a sync in trouble', () => {
  const TROUBLES: Trouble[] = [
    'limited_with_time',
    'limited',
    'broken',
    'dropped',
    'malformed',
    'truncated',
    'expired_token',
  ];
  it.each(TROUBLES)('%s: loses nothing, says so, and is whole again after the next one', async (trouble) => {
    await airbnb.control('settings', { webhookUrl: null, gateUrl: null }, 'PUT');
    const code = await book('2027-03-01', '2027-03-04');
    await airbnb.trouble(trouble, 'reservations');
    await sync();
    expect(await airbnb.isTroubleOver()).toBe(true);
    const run = (await runsOf(ctx, connectionId)).at(-1);
    // A token at its end is renewed on the way.
    expect(run?.status).toBe(trouble === 'expired_token' ? 'success' : 'partial');
    airbnb.advance({ minutes: 15 });
    await sync();
    expect((await bookings(ctx)).get(code)?.status).toBe('confirmed');
    expect(await connectionRow(ctx, connectionId)).toMatchObject({ consecutiveFailures: 0 });
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it.each(['half_page', 'repeat_page', 'cursor_lost'] as const)(
    '%s in the middle of many pages',
    async (trouble) => {
      await airbnb.control('settings', { webhookUrl: null, gateUrl: null }, 'PUT');
      const codes: string[] = [];
      for (let day = 0; day < 60; day++) {
        const checkIn = Temporal.PlainDate.from('2027-01-10').add({ days: day });
        codes.push(await book(checkIn.toString(), checkIn.add({ days: 1 }).toString()));
      }
      await airbnb.trouble(trouble, 'reservations');
      await sync();
      expect(await airbnb.isTroubleOver()).toBe(true);
      // Half of a page is no loss: the next one begins where it ended.
      const status = trouble === 'half_page' ? 'success' : 'partial';
      expect((await runsOf(ctx, connectionId)).at(-1)?.status).toBe(status);
      airbnb.advance({ minutes: 15 });
      await sync();
      const known = await bookings(ctx);
      expect(codes.filter((code) => known.get(code)?.status !== 'confirmed')).toEqual([]);
    },
  );

  it('revoked in the middle: keeps what came, and waits for a person', async () => {
    const code = await book('2027-03-01', '2027-03-04');
    await settle();
    await airbnb.trouble('revoked_token', 'reservations');
    const synced = await sync();
    expect(synced?.nextSyncAt).toBeNull();
    expect((await connectionRow(ctx, connectionId)).status).toBe('expired');
    expect(await room(code)).toMatchObject({ status: 'active' });
  });
});
