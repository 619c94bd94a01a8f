import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GET as previewRoute } from '#app/api/integrations/[provider]/disconnect/route.ts';
import { DELETE as disconnectRoute, PATCH as updateRoute } from '#app/api/integrations/[provider]/route.ts';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { holds, reservations } from '#db/schema/reservations.ts';
import { jobs } from '#db/schema/work.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { takeOverCalendars } from '#lib/domain/calendars/supersede.ts';
import { accountsAsked } from '#lib/domain/connections/last-asked.ts';
import { markExpired } from '#lib/domain/connections/mark-trouble.ts';
import { inTx } from '#lib/domain/ctx.ts';
import { enqueue } from '#lib/domain/jobs/enqueue.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { apply, makeUnit, stay } from '#tests/support/stays.ts';
import type { Answer } from '#tests/support/visitor.ts';
import {
  AIRBNB,
  actionsOf,
  begin,
  comeBack,
  connected,
  connectionsOf,
  newHost,
  type Owner,
  pageOf,
  rowOf,
  startWorld,
  type World,
} from './world.ts';

let world: World;
let accounts = 8000;
let owner: Owner;
let id: string;
let accountId: string;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.runtime.end());
beforeEach(async () => {
  world.channel.reset();
  owner = await newHost(world);
  accountId = String(accounts++);
  id = (await connected(world, owner, accountId)).id;
  world.channel.calls.length = 0;
});

const disconnect = (query = '') =>
  owner.visitor.send(disconnectRoute, 'DELETE', { params: AIRBNB, path: `/x${query}` });
const preview = () => owner.visitor.send(previewRoute, 'GET', { params: AIRBNB });
const update = (body: object): Promise<Answer> =>
  owner.visitor.send(updateRoute, 'PATCH', { params: AIRBNB, body });

/** A listing of the connection on a unit of its own. */
async function mapped(unitId: string, more: Partial<typeof mappings.$inferInsert> = {}): Promise<string> {
  const [listingId, mappingId, now] = [newId('listing'), newId('mapping'), world.clock.now()];
  await world.runtime.db.insert(listings).values({
    id: listingId,
    orgId: owner.ctx.org,
    connectionId: id,
    externalId: listingId,
    name: 'Loft',
    isSold: true,
    firstSeenAt: now,
    lastSeenAt: now,
    updatedAt: now,
  });
  await world.runtime.db.insert(mappings).values({
    id: mappingId,
    orgId: owner.ctx.org,
    connectionId: id,
    listingId,
    unitId,
    stage: 'active',
    createdAt: now,
    updatedAt: now,
    ...more,
  });
  const behind = { orgId: owner.ctx.org, mappingId, unitId, position: 0 };
  await world.runtime.db.insert(mappingUnits).values(behind);
  return mappingId;
}

const today = () => world.clock.now().toString().slice(0, 10);
const inDays = (days: number) => Temporal.PlainDate.from(today()).add({ days }).toString();

/** Bookings of the connection: over, in the house, to come, cancelled. */
async function booked(unitId: string): Promise<void> {
  const whens: [string, number, number, 'confirmed' | 'cancelled'][] = [
    ['airbnb:OVER', -10, -5, 'confirmed'],
    ['airbnb:HERE', -1, 2, 'confirmed'],
    ['airbnb:SOON', 5, 8, 'confirmed'],
    ['airbnb:OFF', 20, 22, 'cancelled'],
  ];
  for (const [name, from, to, reservationStatus] of whens)
    await apply(owner.ctx, stay(name, unitId, inDays(from), inDays(to), { reservationStatus }));
  await world.runtime.db
    .update(reservations)
    .set({ connectionId: id })
    .where(eq(reservations.orgId, owner.ctx.org));
}

async function followed(): Promise<Record<string, string>> {
  const rows = await world.runtime.db
    .select()
    .from(reservations)
    .where(eq(reservations.orgId, owner.ctx.org));
  return Object.fromEntries(rows.map((row) => [row.externalId, row.followed]));
}
const heldNights = () => world.runtime.db.select().from(holds).where(eq(holds.orgId, owner.ctx.org));
const syncJobs = () =>
  world.runtime.db
    .select()
    .from(jobs)
    .where(and(eq(jobs.orgId, owner.ctx.org), eq(jobs.kind, 'connection.sync')));

describe('disconnecting', () => {
  it('frees no guest’s night; what is to come is followed no longer, and it was told before', async () => {
    const { unitId } = await makeUnit(owner.ctx);
    await mapped(unitId);
    await booked(unitId);
    const [before, nights] = [await rowOf(world, id), await heldNights()];
    expect(nights.length).toBeGreaterThanOrEqual(3);
    const told = { keptReservations: 2, stoppedMappings: 1 };
    expect(await preview()).toMatchObject({ status: 200, body: { ...told, isRevoked: null } });
    expect(await rowOf(world, id)).toEqual(before);
    expect(await disconnect()).toMatchObject({
      status: 200,
      body: { ...told, isRevoked: true, connection: { id, status: 'disconnected', tokenExpiresAt: null } },
    });
    expect(await heldNights()).toEqual(nights);
    expect(await followed()).toEqual({
      OVER: 'followed',
      HERE: 'no_longer_followed',
      SOON: 'no_longer_followed',
      OFF: 'followed',
    });
  });

  it('wipes the tokens, takes its work back, and gives the tokens back to the channel', async () => {
    const fetch = { connectionId: id, externalId: 'HM1', why: 'webhook' } as const;
    await enqueue(owner.ctx, {
      kind: 'reservation.fetch',
      key: `${id}/HM1`,
      payload: fetch,
      dueAt: world.clock.now(),
    });
    await disconnect();
    expect(await rowOf(world, id)).toMatchObject({
      status: 'disconnected',
      accessTokenSealed: null,
      refreshTokenSealed: null,
      nextSyncAt: null,
    });
    expect(await world.runtime.db.select().from(jobs).where(eq(jobs.orgId, owner.ctx.org))).toEqual([]);
    expect([...world.channel.access.values()]).not.toContain(accountId);
    expect(await actionsOf(world, owner, 'connection')).toEqual([
      'connection.connected',
      'connection.disconnected',
    ]);
  });

  it.each<[string, () => Promise<void>]>([
    ['is down', async () => Promise.reject(new ChannelError('transient', 'It is down.'))],
    ['refuses', async () => Promise.reject(new ChannelError('rejected', 'No.'))],
    ['breaks us', async () => Promise.reject(new TypeError('a defect'))],
  ])('succeeds where the channel %s, and says so', async (_what, before) => {
    world.channel.before.revoke = before;
    expect(await disconnect()).toMatchObject({ status: 200, body: { isRevoked: false } });
    expect(await rowOf(world, id)).toMatchObject({ status: 'disconnected', accessTokenSealed: null });
  });

  it('twice is once', async () => {
    await disconnect();
    const row = await rowOf(world, id);
    expect(await disconnect()).toMatchObject({ status: 200, body: { keptReservations: 0, isRevoked: null } });
    expect(await rowOf(world, id)).toEqual(row);
    expect(world.channel.times('revoke')).toBe(1);
  });

  it('of one of several accounts asks which', async () => {
    const other = await connected(world, owner, String(accounts++));
    expect(await disconnect()).toMatchObject({ status: 409, body: { code: 'choose_connection' } });
    expect(await disconnect(`?connection=${other.id}`)).toMatchObject({ status: 200 });
    expect((await rowOf(world, id)).status).toBe('connected');
    // and the one that is left needs no name
    expect(await disconnect()).toMatchObject({ status: 200, body: { connection: { id } } });
  });
});

describe('connecting the same account again', () => {
  it('revives its row, its mappings and its bookings, and makes nothing new', async () => {
    const [{ unitId: first }, { unitId: second }] = [await makeUnit(owner.ctx), await makeUnit(owner.ctx)];
    const stopped = await mapped(first);
    const byPerson = await mapped(second, { isSyncOn: false });
    await booked(first);
    await disconnect();
    world.clock.advance({ hours: 1 });
    const again = await connected(world, owner, accountId);
    expect(again).toMatchObject({ id, status: 'connected', disconnectedAt: null, lastFullSyncAt: null });
    expect(await connectionsOf(world, owner)).toHaveLength(1);
    const rows = await world.runtime.db.select().from(mappings).where(eq(mappings.connectionId, id));
    expect(Object.fromEntries(rows.map((row) => [row.id, row.isSyncOn]))).toEqual({
      [stopped]: true,
      [byPerson]: false,
    });
    expect(new Set(Object.values(await followed()))).toEqual(new Set(['followed']));
    expect(await syncJobs()).toHaveLength(1);
    expect((await actionsOf(world, owner, 'connection')).at(-1)).toBe('connection.reconnected');
  });

  it('lets the channel’s calendar go on meanwhile, and pauses it again', async () => {
    const { unitId } = await makeUnit(owner.ctx);
    const icalUrl = 'https://www.airbnb.com/calendar/ical/1234567.ics?s=0123456789abcdef0123456789abcdef';
    const calendar = await createCalendar(owner.ctx, unitId, { name: 'Airbnb', icalUrl });
    const mappingId = await mapped(unitId);
    const by = {
      mappingId,
      unitIds: [unitId],
      provider: 'airbnb',
      listing: '1234567',
      otherListings: new Set<string>(),
    };
    await inTx(owner.ctx, (tx) => takeOverCalendars(tx, by));
    const isActive = async () => {
      const rows = await world.runtime.db
        .select()
        .from(externalCalendars)
        .where(eq(externalCalendars.id, calendar.id));
      return rows[0]?.isActive;
    };
    expect(await isActive()).toBe(false);
    await preview();
    expect(await isActive()).toBe(false);
    await disconnect();
    expect(await isActive()).toBe(true);
    await connected(world, owner, accountId);
    expect(await isActive()).toBe(false);
  });

  it('heals one that had expired', async () => {
    await markExpired(owner.ctx, await rowOf(world, id), { code: 'auth' });
    expect(await connected(world, owner, accountId)).toMatchObject({
      id,
      status: 'connected',
      lastErrorCode: null,
    });
  });

  it('finds it free once the other organization has let go of it', async () => {
    const other = await newHost(world);
    await disconnect();
    const query = world.channel.consent(await begin(other), accountId);
    expect(pageOf(await comeBack(other, query)).page).toBe('/channels/airbnb/connected');
    // and now it is theirs
    const back = world.channel.consent(await begin(owner), accountId);
    expect(pageOf(await comeBack(owner, back)).query).toEqual({ reason: 'taken' });
    expect((await rowOf(world, id)).status).toBe('disconnected');
  });
});

describe('pausing', () => {
  it('asks nothing until it is resumed, which asks at once', async () => {
    expect(await update({ isPaused: true })).toMatchObject({
      status: 200,
      body: { status: 'paused', nextSyncAt: null },
    });
    expect(await syncJobs()).toEqual([]);
    await update({ isPaused: true });
    world.clock.advance({ hours: 2 });
    const resumed = await update({ isPaused: false });
    expect(resumed.body).toMatchObject({ status: 'connected', nextSyncAt: world.clock.now().toString() });
    expect(await syncJobs()).toMatchObject([{ dueAt: world.clock.now() }]);
    expect((await actionsOf(world, owner, 'connection')).slice(1)).toEqual([
      'connection.paused',
      'connection.resumed',
    ]);
  });

  it('does not hide that its access has ended meanwhile', async () => {
    await update({ isPaused: true });
    await markExpired(owner.ctx, await rowOf(world, id), { code: 'auth' });
    expect((await rowOf(world, id)).status).toBe('paused');
    expect((await update({ isPaused: false })).body).toMatchObject({ status: 'expired', nextSyncAt: null });
    expect(await syncJobs()).toEqual([]);
  });

  it('is nothing for an account that is disconnected', async () => {
    await disconnect();
    expect(await update({ isPaused: true })).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });
});

describe('the interval', () => {
  const settle = async () => {
    const now = world.clock.now();
    await world.runtime.db
      .update(connections)
      .set({ lastSyncAt: now, nextSyncAt: now.add({ minutes: 15 }) })
      .where(eq(connections.id, id));
    await world.runtime.db.delete(jobs).where(eq(jobs.key, id));
  };

  it('made shorter counts from the last sync on', async () => {
    await settle();
    const next = world.clock.now().add({ minutes: 5 }).toString();
    expect((await update({ intervalMinutes: 5 })).body).toMatchObject({
      intervalMinutes: 5,
      nextSyncAt: next,
    });
    expect((await syncJobs()).map((job) => job.dueAt.toString())).toEqual([next]);
  });

  it('made longer counts from the next one on', async () => {
    await settle();
    const { nextSyncAt } = await rowOf(world, id);
    const answer = await update({ intervalMinutes: 60 });
    expect(answer.body).toMatchObject({ intervalMinutes: 60, nextSyncAt: nextSyncAt?.toString() });
    expect(await syncJobs()).toEqual([]);
  });

  it.each([4, 1441, 7.5, '15'])('of %j minutes is refused', async (intervalMinutes) => {
    expect((await update({ intervalMinutes })).status).toBe(400);
    expect((await rowOf(world, id)).intervalMinutes).toBe(15);
  });
});

it('counts the accounts that are connected, and says when one was asked last', async () => {
  expect(await accountsAsked(owner.ctx)).toEqual({ count: 1, lastAt: null });
  const at = world.clock.now().subtract({ minutes: 4 });
  await world.runtime.db.update(connections).set({ lastSyncAt: at }).where(eq(connections.id, id));
  expect(await accountsAsked(owner.ctx)).toEqual({ count: 1, lastAt: at.toString() });
  expect((await accountsAsked((await newHost(world)).ctx)).count).toBe(0);
  await disconnect();
  expect(await accountsAsked(owner.ctx)).toEqual({ count: 0, lastAt: null });
});
