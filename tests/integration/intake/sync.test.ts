import { eq } from 'drizzle-orm';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { inboundMessages } from '#db/schema/calendars.ts';
import { connections, listings, quarantine } from '#db/schema/connections.ts';
import { jobs } from '#db/schema/work.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { startSync } from '#lib/domain/intake/start-sync.ts';
import { syncConnection } from '#lib/domain/intake/sync-connection.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { makeUnit, openConflicts, unprotectedStays } from '#tests/support/stays.ts';
import { booking, FakeChannel, listing } from './channel.ts';
import { addListing, bookings, connect, connectionRow, journalOf, map, runsOf, soldUnit } from './world.ts';

let world: TestWorld | undefined;
let channel: FakeChannel;
let clock: ReturnType<typeof testClock>;
let ctx: Ctx;

beforeEach(async () => {
  channel = new FakeChannel();
  clock = testClock('2026-03-01T12:00:00Z');
  if (!world) world = await testWorld({ clock });
  ctx = { ...(await world.org()), channels: channel.channels(), clock };
});
afterAll(() => world?.close());

const sync = (connectionId: string, trigger: 'schedule' | 'manual' = 'schedule') =>
  syncConnection(ctx, { connectionId, trigger });

describe('a sync of a connection', () => {
  it('imports listings and the bookings of all of them, past and to come, mapped or not', async () => {
    const { connectionId, unitId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1', { name: 'Loft' }), listing('L2')];
    channel.pageSize = 1;
    channel.tell(
      booking('HM1', 'L1', '2026-05-01', '2026-05-04'),
      booking('HM0', 'L1', '2025-09-01', '2025-09-04'),
      booking('HM2', 'L2', '2026-05-01', '2026-05-04'),
    );
    const synced = await sync(connectionId);
    const known = await bookings(ctx);
    expect([...known.keys()].sort()).toEqual(['HM0', 'HM1', 'HM2']);
    expect(known.get('HM1')).toMatchObject({
      status: 'confirmed',
      connectionId,
      channelStatus: 'accept',
      guestName: 'Ada Lovelace',
      guests: 2,
      adults: 2,
      totalMinor: 20_000,
      payoutMinor: 17_000,
      rooms: [{ unitId, checkIn: '2026-05-01', checkOut: '2026-05-04' }],
    });
    expect(known.get('HM2')?.rooms).toMatchObject([{ unitId: null, listingId: expect.any(String) }]);
    const [run] = await runsOf(ctx, connectionId);
    expect(run).toMatchObject({ id: synced?.runId, status: 'success', created: 3, kind: 'connection' });
    const row = await connectionRow(ctx, connectionId);
    expect(row.lastFullSyncAt).toEqual(clock.now());
    expect(row.nextSyncAt).toEqual(synced?.nextSyncAt);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('stores each answer before it is used, and counts the same answer on its row', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    await sync(connectionId);
    await sync(connectionId);
    const stored = await ctx.db
      .select()
      .from(inboundMessages)
      .where(eq(inboundMessages.sourceId, connectionId));
    expect(stored.map((one) => [one.sourceKind, one.timesSeen])).toEqual([
      ['poll', 2],
      ['poll', 2],
    ]);
    const [made] = await journalOf(ctx, 'reservation.created');
    expect(stored.map((one) => one.id)).toContain(made?.messageId);
  });

  it('shares one run an hour among polls that change nothing, and writes nothing', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    for (const minutes of [0, 15, 15, 15]) {
      clock.advance({ minutes });
      await sync(connectionId);
    }
    const found = await runsOf(ctx, connectionId);
    expect(found.map((run) => [run.created, run.polls, run.status])).toEqual([
      [1, 1, 'success'],
      [0, 3, 'success'],
    ]);
    expect(await journalOf(ctx, 'reservation.updated')).toEqual([]);
  });

  it('opens a conflict the moment a booking claims nights that are taken', async () => {
    const { connectionId, unitId } = await soldUnit(ctx, 'L1');
    await addListing(ctx, connectionId, 'L2', unitId);
    channel.listings = [listing('L1'), listing('L2')];
    channel.tell(
      booking('HM1', 'L1', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L2', '2026-05-03', '2026-05-06'),
    );
    await sync(connectionId);
    expect(await openConflicts(ctx)).toHaveLength(1);
    expect((await bookings(ctx)).size).toBe(2);
    channel.tell(booking('HM2', 'L2', '2026-05-04', '2026-05-06', { changedAt: clock.now() }));
    clock.advance({ minutes: 15 });
    await sync(connectionId);
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('keeps and alarms what cannot be read, and goes on with the rest', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(
      booking('HM1', 'L1', '2026-05-01', '2026-05-04'),
      booking('BAD', 'L1', '2026-05-09', '2026-05-09'),
    );
    await sync(connectionId);
    await sync(connectionId);
    const kept = await ctx.db.select().from(quarantine).where(eq(quarantine.orgId, ctx.org));
    expect(kept.map((one) => [one.externalId, one.reason])).toEqual([['BAD', 'no_nights']]);
    const [run] = await runsOf(ctx, connectionId);
    expect(run).toMatchObject({ status: 'partial', created: 1, errors: [{ code: 'booking_unreadable' }] });
    channel.tell(booking('BAD', 'L1', '2026-05-09', '2026-05-10'));
    await sync(connectionId);
    const [settled] = await ctx.db.select().from(quarantine).where(eq(quarantine.orgId, ctx.org));
    expect(settled?.settledAt).not.toBeNull();
  });

  it('marks a listing gone only by a whole list', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1'), listing('L2')];
    channel.pageSize = 1;
    await sync(connectionId);
    channel.listings = [listing('L1')];
    await sync(connectionId);
    const gone = await ctx.db.select().from(listings).where(eq(listings.connectionId, connectionId));
    expect(gone.map((one) => [one.externalId, one.goneAt !== null]).sort()).toEqual([
      ['L1', false],
      ['L2', true],
    ]);
  });
});

describe('what a channel no longer names', () => {
  it('is asked for by its code once a day, and freed only by the channel’s word', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(
      booking('HM1', 'L1', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L1', '2026-06-01', '2026-06-04'),
      booking('HM3', 'L1', '2026-07-01', '2026-07-04'),
    );
    await sync(connectionId);
    channel.bookings.delete('HM1');
    channel.onPage = (page) => ({
      ...page,
      items: page.items.filter((one) => one.externalId !== 'HM2'),
      total: null,
    });
    channel.tell(
      booking('HM2', 'L1', '2026-06-01', '2026-06-04', { status: 'cancelled', changedAt: clock.now() }),
    );
    clock.advance({ minutes: 15 });
    await sync(connectionId);
    expect((await bookings(ctx)).get('HM2')?.status).toBe('confirmed');
    clock.advance({ hours: 24 });
    await sync(connectionId);
    const known = await bookings(ctx);
    expect(known.get('HM1')).toMatchObject({ status: 'confirmed', hasUnknownStatus: true });
    expect(known.get('HM1')?.rooms[0]?.status).toBe('active');
    expect(known.get('HM2')?.status).toBe('cancelled');
    expect((await runsOf(ctx, connectionId)).at(-1)).toMatchObject({
      status: 'partial',
      errors: [{ code: 'booking_gone' }],
    });
  });
});

describe('a channel that fails in the middle', () => {
  async function twoPages() {
    const sold = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.pageSize = 1;
    channel.tell(
      booking('HM1', 'L1', '2026-05-01', '2026-05-04'),
      booking('HM2', 'L1', '2026-06-01', '2026-06-04'),
    );
    return sold.connectionId;
  }
  const failAt = (call: string, error: ChannelError) => {
    channel.before = (one) => {
      if (one === call) throw error;
    };
  };

  it('keeps the pages it gave, and tries again after a failure', async () => {
    const connectionId = await twoPages();
    failAt('reservations L1 1', new ChannelError('transient', 'The channel did not answer.'));
    const synced = await sync(connectionId);
    expect([...(await bookings(ctx)).keys()]).toEqual(['HM1']);
    expect(await runsOf(ctx, connectionId)).toMatchObject([
      { status: 'partial', created: 1, errors: [{ code: 'channel_transient' }] },
    ]);
    const row = await connectionRow(ctx, connectionId);
    expect(row).toMatchObject({ consecutiveFailures: 1, lastErrorCode: 'transient', lastFullSyncAt: null });
    expect(synced?.nextSyncAt?.since(clock.now()).total('seconds')).toBeLessThanOrEqual(60);
    channel.before = () => {};
    await sync(connectionId);
    expect((await bookings(ctx)).size).toBe(2);
    expect(await connectionRow(ctx, connectionId)).toMatchObject({
      consecutiveFailures: 0,
      lastErrorCode: null,
    });
  });

  it('waits as long as the channel says', async () => {
    const connectionId = await twoPages();
    failAt('listings 0', new ChannelError('limited', 'Too many requests.', { retryAfterSeconds: 1234 }));
    const synced = await sync(connectionId);
    expect(synced?.nextSyncAt?.since(clock.now()).total('seconds')).toBeGreaterThanOrEqual(1234);
    expect(await runsOf(ctx, connectionId)).toMatchObject([{ status: 'error' }]);
  });

  it('keeps what was applied where the token dies in mid-run, and waits for a person', async () => {
    const connectionId = await twoPages();
    failAt('reservations L1 1', new ChannelError('auth', 'The token was revoked.'));
    const synced = await sync(connectionId);
    expect(synced?.nextSyncAt).toBeNull();
    expect((await bookings(ctx)).get('HM1')?.rooms[0]?.status).toBe('active');
    expect(await connectionRow(ctx, connectionId)).toMatchObject({ status: 'expired', nextSyncAt: null });
    expect(await runsOf(ctx, connectionId)).toMatchObject([
      { status: 'partial', errors: [{ code: 'channel_auth' }] },
    ]);
    expect(await sync(connectionId)).toBeNull();
  });

  it('ends where the account is disconnected in mid-run, and takes no booking for gone', async () => {
    const connectionId = await twoPages();
    await sync(connectionId);
    clock.advance({ hours: 25 });
    channel.bookings.delete('HM1');
    const disconnectAt = (call: string) => {
      channel.before = async (one) => {
        if (one === call)
          await ctx.db
            .update(connections)
            .set({ status: 'disconnected' })
            .where(eq(connections.id, connectionId));
      };
    };
    disconnectAt('reservations L1 0');
    const synced = await sync(connectionId);
    expect(synced?.nextSyncAt).toBeNull();
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ status: 'confirmed', hasUnknownStatus: false });
    expect((await runsOf(ctx, connectionId)).at(-1)).toMatchObject({ errors: [{ code: 'channel_gone' }] });
    expect(await connectionRow(ctx, connectionId)).toMatchObject({ status: 'disconnected' });
  });

  it('that our own process ends leaves a run that the next sync ends, and nothing half done', async () => {
    const connectionId = await twoPages();
    channel.before = (call) => {
      if (call === 'reservations L1 1') throw new Error('the process ended');
    };
    await expect(sync(connectionId)).rejects.toThrow('the process ended');
    expect([...(await bookings(ctx)).keys()]).toEqual(['HM1']);
    channel.before = () => {};
    clock.advance({ minutes: 3 });
    await sync(connectionId);
    expect((await bookings(ctx)).size).toBe(2);
    expect(await runsOf(ctx, connectionId)).toMatchObject([
      { status: 'error', errors: [{ code: 'interrupted' }] },
      { status: 'success', created: 1 },
    ]);
  });

  it('stops at a page that comes twice, and says so', async () => {
    const connectionId = await twoPages();
    let first: Parameters<FakeChannel['onPage']>[0] | undefined;
    channel.onPage = (page) => {
      first ??= { ...page, next: '1' };
      return first;
    };
    await sync(connectionId);
    expect(await runsOf(ctx, connectionId)).toMatchObject([
      { status: 'partial', created: 1, errors: [{ code: 'page_repeated' }] },
    ]);
    expect(channel.calls.filter((call) => call.startsWith('reservations'))).toHaveLength(2);
  });

  it('goes on with other listings where a page is lost, and concludes nothing from what is missing', async () => {
    const connectionId = await twoPages();
    channel.listings = [listing('L1'), listing('L2')];
    channel.tell(booking('HM9', 'L2', '2026-08-01', '2026-08-03'));
    await sync(connectionId);
    clock.advance({ hours: 25 });
    channel.bookings.delete('HM1');
    failAt('reservations L1 0', new ChannelError('rejected', 'The cursor is not known.'));
    channel.tell(booking('HM10', 'L2', '2026-09-01', '2026-09-03'));
    channel.calls.length = 0;
    await sync(connectionId);
    expect((await bookings(ctx)).has('HM10')).toBe(true);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ status: 'confirmed', hasUnknownStatus: false });
    expect(channel.calls).not.toContain('reservation HM1');
    expect((await runsOf(ctx, connectionId)).at(-1)).toMatchObject({
      status: 'partial',
      errors: [{ code: 'list_rejected' }],
    });
  });

  it('says when the list is shorter than the channel says', async () => {
    const connectionId = await twoPages();
    channel.onPage = (page) => ({ ...page, next: null });
    await sync(connectionId);
    expect(await runsOf(ctx, connectionId)).toMatchObject([
      { status: 'partial', errors: [{ code: 'list_incomplete' }] },
    ]);
  });
});

describe('a sync that a person asks for', () => {
  it('is a run at once, and one sync answers all that wait', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    const one = await startSync(ctx, 'airbnb', undefined, {});
    const two = await startSync(ctx, 'airbnb', connectionId, {});
    const owed = await ctx.db.select().from(jobs).where(eq(jobs.key, connectionId));
    expect(owed).toHaveLength(1);
    await sync(connectionId, 'manual');
    const found = await runsOf(ctx, connectionId);
    expect(found.map((run) => [run.id, run.status, run.trigger, run.created])).toEqual([
      [one.runId, 'success', 'manual', 1],
      [two.runId, 'success', 'manual', 1],
    ]);
  });

  it('keeps its own run where nothing changed', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    await sync(connectionId);
    const { runId } = await startSync(ctx, 'airbnb', undefined, {});
    await sync(connectionId);
    expect((await runsOf(ctx, connectionId)).at(-1)).toMatchObject({ id: runId, status: 'success' });
  });

  it('is refused to a viewer, and ends as an error where the account was disconnected meanwhile', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    const viewer = { ...ctx, actor: { kind: 'user', id: 'usr_x', role: 'viewer' } } as const;
    await expect(startSync(viewer, 'airbnb', undefined, {})).rejects.toMatchObject({ code: 'forbidden' });
    await startSync(ctx, 'airbnb', undefined, {});
    await ctx.db.update(connections).set({ status: 'disconnected' }).where(eq(connections.id, connectionId));
    expect(await sync(connectionId)).toBeNull();
    expect(await runsOf(ctx, connectionId)).toMatchObject([
      { status: 'error', errors: [{ code: 'not_connected' }] },
    ]);
  });

  it('makes nothing twice beside another sync of the same account', async () => {
    const { connectionId } = await soldUnit(ctx, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    await Promise.all([sync(connectionId), sync(connectionId), sync(connectionId)]);
    expect((await bookings(ctx)).size).toBe(1);
    expect(await journalOf(ctx, 'reservation.created')).toHaveLength(1);
  });
});

describe('a booking without a mapping', () => {
  it('waits without a unit, and lands on it when it is told again after the mapping', async () => {
    const connectionId = await connect(ctx);
    const { unitId } = await makeUnit(ctx);
    const listingId = await addListing(ctx, connectionId, 'L1');
    channel.listings = [listing('L1')];
    channel.tell(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    await sync(connectionId);
    expect((await bookings(ctx)).get('HM1')?.rooms).toMatchObject([{ unitId: null }]);
    await map(ctx, connectionId, listingId, unitId);
    await sync(connectionId);
    expect((await bookings(ctx)).get('HM1')?.rooms).toMatchObject([{ unitId }]);
  });
});
