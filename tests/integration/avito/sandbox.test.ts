import { eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connections } from '#db/schema/connections.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { pollListings } from '#lib/domain/intake/poll-listings.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { type AvitoWorld, avitoWorld } from '#tests/contract/avito-world.ts';
import { newHost as newOwner } from '#tests/integration/connections/world.ts';
import { startTestRuntime, type TestRuntime } from '#tests/support/env.ts';
import {
  again,
  begin,
  check,
  comeBack,
  connectionOf,
  end,
  flowOf,
  type Host,
  linksOf,
  mappingOf,
  newUnit,
  offer,
  pollsOf,
} from './world.ts';

/* The whole way by the adapter, against the simulator over real HTTP, at each thing that is not known of Avito. */

let runtime: TestRuntime;
let avito: AvitoWorld;
const clock = { now: () => avito.now() };

beforeAll(async () => {
  avito = await avitoWorld({});
  runtime = await startTestRuntime({ clock, env: { SIGNUP: 'open' } });
});
afterAll(() => runtime?.end());
afterEach(() => avito.close());

async function atAvito(settings: Record<string, unknown> = {}): Promise<Host> {
  // The account is the same each time, and works for one organization.
  await runtime.db.delete(connections);
  avito = await avitoWorld({ start: '2026-12-01T08:00:00Z', ...settings });
  const { provider, app } = avito;
  const perListing = { seconds: 10, perSecond: 5 };
  const channel = { provider, app, webhookSecrets: [], pollMinutes: 60, perListing, doorAllow: [] };
  Object.assign(runtime.channels, { avito: channel, airbnb: null, booking: null });
  const owner = await newOwner({ runtime });
  return { ...owner, ...(await newUnit(owner)) };
}

async function agree(host: Host, authorizeUrl: string, choice: 'approve' | 'refuse' = 'approve') {
  const back = await avito.consent(new URL(authorizeUrl), choice);
  return comeBack(host, back.searchParams);
}

async function linked(host: Host): Promise<{ id: string; connectionId: string; itemId: string }> {
  const { body } = await begin(host, { propertyId: host.propertyId });
  await agree(host, body.authorizeUrl);
  const [itemId = ''] = avito.account.listingIds;
  const picked = { flow: body.flow, accountId: avito.account.id, itemId };
  expect(await check(host, picked)).toMatchObject({ status: 200, body: { available: true } });
  const done = await end(host, { ...picked, markup: 15 });
  expect(done).toMatchObject({ status: 201 });
  return { ...done.body, itemId };
}

const poll = (host: Host, connectionId: string) => pollListings(host.ctx, connectionId);

async function bookingsOf(host: Host): Promise<string[]> {
  const rows = await runtime.db
    .select({ row: reservations, stay: stays })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(eq(reservations.orgId, host.ctx.org));
  return rows.map(
    ({ row, stay }) => `${row.externalId} ${row.status} ${stay.checkIn} ${stay.unitId ? 'placed' : 'waits'}`,
  );
}

const hers = async (host: Host, code: string) =>
  (await bookingsOf(host)).filter((one) => one.startsWith(code));

describe('Avito, connected by a person', () => {
  it('offers its adverts, knows its own, and is refused in its own words', async () => {
    const host = await atAvito();
    const { body } = await begin(host, { unitId: host.unitId });
    await agree(host, body.authorizeUrl, 'refuse');
    const refused = (await flowOf(host, body.flow)).body;
    expect(refused).toMatchObject({ step: 'authorize', error: { code: 'refused' } });
    expect(refused.error.said).toMatch(/Пользователь отказал/);
    const second = await begin(host, { unitId: host.unitId });
    await agree(host, second.body.authorizeUrl);
    const { flow } = second.body;
    const told = (await offer(host, flow)).body;
    expect(told.accounts).toMatchObject([{ id: avito.account.id }]);
    expect(told.items.map((one: { id: string }) => one.id)).toEqual(
      expect.arrayContaining([...avito.account.listingIds]),
    );
    const ask = (itemId: string) => check(host, { flow, accountId: avito.account.id, itemId });
    expect(await ask('99999999999')).toMatchObject({ status: 404, body: { code: 'item_unknown' } });
    expect(await ask(avito.otherAccount.listingIds[0] ?? '')).toMatchObject({
      status: 403,
      body: { code: 'item_not_yours' },
    });
    expect(await ask(avito.account.listingIds[0] ?? '')).toMatchObject({ status: 200 });
  });

  it('brings a booking of 19 digits with the next question, and its cancellation with the one after', async () => {
    const host = await atAvito();
    const { connectionId, itemId } = await linked(host);
    const code = await avito.book({ listingId: itemId, checkIn: '2027-04-01', checkOut: '2027-04-04' });
    expect(code).toMatch(/^\d{19}$/);
    await poll(host, connectionId);
    expect(await hers(host, code)).toEqual([`${code} confirmed 2027-04-01 placed`]);
    await avito.cancel(code);
    avito.advance({ seconds: 10 });
    await poll(host, connectionId);
    expect(await hers(host, code)).toEqual([`${code} cancelled 2027-04-01 placed`]);
  });

  it('reads the same bytes while nothing happens', async () => {
    const host = await atAvito();
    const { connectionId } = await linked(host);
    await poll(host, connectionId);
    const [first] = await pollsOf({ runtime }, connectionId);
    avito.advance({ seconds: 10 });
    await poll(host, connectionId);
    const [second] = await pollsOf({ runtime }, connectionId);
    expect(second?.bodyHash).toBe(first?.bodyHash);
    expect(second?.polledAt?.since(first?.polledAt ?? clock.now()).total('seconds')).toBe(10);
  });

  it('works by the bell alone: sync, first look at the calendar, bookings, what is closed', async () => {
    const host = await atAvito();
    const { id, itemId } = await linked(host);
    const code = await avito.book({ listingId: itemId, checkIn: '2027-05-01', checkOut: '2027-05-03' });
    await tick(runtime, { registry: REGISTRY });
    expect(await hers(host, code)).toEqual([`${code} confirmed 2027-05-01 placed`]);
    expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
      { mappingId: id, status: 'synced', itemId, renewsItself: true },
    ]);
  });

  it('is asked more slowly after its 429, for as long as it says', async () => {
    const host = await atAvito();
    const { connectionId } = await linked(host);
    await avito.trouble('limited_with_time', 'reservations');
    const next = await poll(host, connectionId);
    expect(next?.since(clock.now()).total('seconds')).toBe(30);
    avito.advance({ seconds: 30 });
    await poll(host, connectionId);
    const [row] = await pollsOf({ runtime }, connectionId);
    expect(row).toMatchObject({ failures: 0, lastErrorCode: null });
    expect(row?.intervalMs).toBeGreaterThan(15_000);
  });

  it.each(['slow', 'broken', 'dropped', 'malformed', 'truncated'] as const)(
    'is asked again after an answer that is %s, and nothing is believed of it',
    async (trouble) => {
      const host = await atAvito();
      const { connectionId, itemId } = await linked(host);
      if (trouble === 'slow') Object.assign(runtime.channels.avito ?? {}, { provider: avito.hasty });
      const code = await avito.book({ listingId: itemId, checkIn: '2027-04-01', checkOut: '2027-04-04' });
      await avito.trouble(trouble, 'reservations');
      const next = await poll(host, connectionId);
      expect(await hers(host, code)).toEqual([]);
      expect(await pollsOf({ runtime }, connectionId)).toMatchObject([{ failures: 1, bodyHash: null }]);
      Object.assign(runtime.channels.avito ?? {}, { provider: avito.provider });
      avito.advance({ milliseconds: (next?.epochMilliseconds ?? 0) - clock.now().epochMilliseconds });
      await poll(host, connectionId);
      expect(await hers(host, code)).toHaveLength(1);
    },
  );

  describe.each(['403', '401'])('which says %s of a token that has ended', (expired) => {
    it('renews it where it can', async () => {
      const host = await atAvito({ expired, refresh: 'rotates' });
      const { connectionId } = await linked(host);
      await avito.trouble('expired_token', 'reservations');
      expect(await poll(host, connectionId)).not.toBeNull();
      expect((await connectionOf({ runtime }, connectionId)).status).toBe('connected');
      expect(await pollsOf({ runtime }, connectionId)).toMatchObject([{ failures: 0 }]);
    });

    it('is asked no more where it cannot be renewed, and goes on with the same mapping after a person agreed again', async () => {
      const host = await atAvito({ expired, refresh: 'none' });
      const { id, connectionId, itemId } = await linked(host);
      const code = await avito.book({ listingId: itemId, checkIn: '2027-04-01', checkOut: '2027-04-04' });
      await poll(host, connectionId);
      const before = await bookingsOf(host);
      expect(before.filter((one) => one.startsWith(code))).toHaveLength(1);
      avito.advance({ hours: 25 });
      expect(await poll(host, connectionId)).toBeNull();
      expect((await linksOf(host, host.propertyId)).body.items).toMatchObject([
        { status: 'expired', renewsItself: false },
      ]);
      const begun = await again(host, id);
      await agree(host, begun.body.authorizeUrl);
      expect((await flowOf(host, begun.body.flow)).body).toMatchObject({ step: 'done', mappingId: id });
      expect(await poll(host, connectionId)).not.toBeNull();
      expect(await bookingsOf(host)).toEqual(before);
      expect(await mappingOf({ runtime }, id)).toMatchObject({ heldItem: `avito:${itemId}` });
    });
  });
});
