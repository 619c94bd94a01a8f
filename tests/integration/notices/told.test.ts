import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { noticeMessages, notices } from '#db/schema/notices.ts';
import { organizations } from '#db/schema/organizations.ts';
import { conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { jobs } from '#db/schema/work.ts';
import { closeConflicts } from '#lib/domain/conflicts/close-conflicts.ts';
import { inTx } from '#lib/domain/ctx.ts';
import { setNoticeChoice } from '#lib/domain/notices/choices.ts';
import { scanNotices } from '#lib/domain/notices/scan.ts';
import { bellRang, expectQstash, standIn } from '#lib/domain/runs/bells.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import { headerOf, textOf } from '#tests/support/smtp-host.ts';
import { makeUnit } from '#tests/support/stays.ts';
import { type NoticeWorld, newConflict, newMember, newOrg, noticeWorld, scanAndSend, work } from './world.ts';

let here: NoticeWorld;
beforeAll(async () => {
  here = await noticeWorld();
});
afterAll(() => here.close());
beforeEach(async () => {
  await here.world.db.delete(organizations);
  await here.world.db.delete(jobs);
  here.smtp.mails.length = 0;
  here.smtp.refuseWith = null;
  here.telegram.sent.length = 0;
  here.telegram.waitSeconds = null;
});

const recipients = () => here.smtp.mails.flatMap(({ to }) => to).sort();
const messages = () => here.world.db.select().from(noticeMessages);

describe('a cause', () => {
  it('is told once, to everybody who can do something about it, and to nobody of another organization', async () => {
    const ctx = await newOrg(here.world);
    const [owner, manager] = [
      await newMember(ctx, 'owner'),
      await newMember(ctx, 'manager', { chatId: '77' }),
    ];
    await newMember(ctx, 'viewer');
    await newMember(await newOrg(here.world), 'owner');
    await newConflict(ctx);
    for (let i = 0; i < 3; i++) await scanAndSend(here.world);
    expect(recipients()).toEqual([owner.email, manager.email].sort());
    expect(here.telegram.sent.map(({ chatId }) => chatId)).toEqual(['77']);
    const [mail] = here.smtp.mails;
    expect(headerOf(mail ?? { from: '', to: [], raw: '' }, 'subject')).toBe(
      'Two bookings on the same nights: Loft, May 1, 2026 – May 4, 2026',
    );
    expect(mail?.from).toBe('latchkey@example.org');
    expect(textOf(mail ?? { from: '', to: [], raw: '' })).toContain('http://latchkey.test/inbox');
  });

  it('is told by one of two scans at once', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConflict(ctx);
    await Promise.all([1, 2, 3, 4].map(() => scanNotices(here.world)));
    await work(here.world);
    expect(here.smtp.mails).toHaveLength(1);
  });

  it('in another state is another message', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    const id = await newConflict(ctx);
    await scanAndSend(here.world);
    await here.world.db
      .update(conflicts)
      .set({ kind: 'possible_double_booking' })
      .where(eq(conflicts.id, id));
    here.clock.advance({ minutes: 1 });
    await scanAndSend(here.world);
    expect(here.smtp.mails).toHaveLength(2);
  });

  it('that only flickers is told once; one that is back after half an hour is told again', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    const id = await newConflict(ctx);
    const set = async (status: 'open' | 'resolved', minutes: number) => {
      here.clock.advance({ minutes });
      await here.world.db.update(conflicts).set({ status }).where(eq(conflicts.id, id));
      await scanAndSend(here.world);
      return here.smtp.mails.length;
    };
    await scanAndSend(here.world);
    expect(await set('resolved', 1)).toBe(1);
    expect(await set('open', 5)).toBe(1);
    expect(await set('resolved', 5)).toBe(1);
    expect(await set('open', 31)).toBe(2);
  });

  it('that is gone before its message was sent is not told', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    const id = await newConflict(ctx);
    await scanNotices(here.world);
    await inTx(ctx, (tx) => closeConflicts(tx, [id], 'gone'));
    await scanNotices(here.world);
    await work(here.world);
    expect(here.smtp.mails).toEqual([]);
    expect(await messages()).toMatchObject([{ status: 'failed', lastError: 'the cause is gone' }]);
  });

  it('tells nobody who switched it off, and whoever switched it on', async () => {
    const ctx = await newOrg(here.world);
    const [owner, viewer] = [await newMember(ctx, 'owner', { chatId: '5' }), await newMember(ctx, 'viewer')];
    await setNoticeChoice(owner.ctx, { kind: 'conflict', medium: 'mail', isOn: false });
    await setNoticeChoice(viewer.ctx, { kind: 'conflict', medium: 'mail', isOn: true });
    await newConflict(ctx);
    await scanAndSend(here.world);
    expect(recipients()).toEqual([viewer.email]);
    expect(here.telegram.sent).toHaveLength(1);
  });

  it('is told in the language of who reads it', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner', { locale: 'ru' });
    await newConflict(ctx);
    await scanAndSend(here.world);
    const [mail] = here.smtp.mails;
    expect(mail && headerOf(mail, 'subject')).toMatch(/^Две брони на одни и те же ночи: Loft, 1 мая/);
  });
});

describe('each kind', () => {
  /** A booking of a named guest from a channel. */
  async function newBooking(
    ctx: Awaited<ReturnType<typeof newOrg>>,
    unitId: string | null,
    more: Partial<typeof reservations.$inferInsert> = {},
  ) {
    const [id, now] = [newId('reservation'), ctx.clock.now()];
    const times = { createdAt: now, updatedAt: now };
    const guest = { guestName: 'Zelda Quux', guestEmail: 'zelda@quux.example', guestPhone: '+1555123' };
    await ctx.db.insert(reservations).values({
      id,
      orgId: ctx.org,
      channel: 'airbnb',
      externalId: id,
      status: 'confirmed',
      ...guest,
      ...times,
      ...more,
    });
    const nights = { checkIn: night('2026-06-01'), checkOut: night('2026-06-03') };
    await ctx.db.insert(stays).values({
      id: newId('stay'),
      orgId: ctx.org,
      reservationId: id,
      unitId,
      status: 'active',
      ...nights,
      ...times,
    });
  }
  async function newConnection(
    ctx: Awaited<ReturnType<typeof newOrg>>,
    more: Partial<typeof connections.$inferInsert>,
  ) {
    const now = ctx.clock.now();
    await ctx.db.insert(connections).values({
      id: newId('connection'),
      orgId: ctx.org,
      provider: 'airbnb',
      accountId: newId('request'),
      accountName: 'Olga’s account',
      status: 'connected',
      connectedAt: now.subtract({ hours: 24 * 350 }),
      lastSuccessAt: now,
      createdAt: now,
      updatedAt: now,
      ...more,
    });
  }
  async function newCalendar(
    ctx: Awaited<ReturnType<typeof newOrg>>,
    more: Partial<typeof externalCalendars.$inferInsert>,
  ) {
    const { propertyId, unitId } = await makeUnit(ctx);
    const now = ctx.clock.now();
    const about = { name: 'Vrbo', urlSealed: 'x', urlHash: newId('request'), urlHost: 'vrbo.example' };
    await ctx.db.insert(externalCalendars).values({
      id: newId('calendar'),
      orgId: ctx.org,
      propertyId,
      unitId,
      ...about,
      lastSyncAt: now,
      createdAt: now,
      updatedAt: now,
      ...more,
    });
  }
  type Org = Awaited<ReturnType<typeof newOrg>>;
  const days = (org: Org, many: number) => org.clock.now().add({ hours: 24 * many });

  it.each<[string, RegExp, (ctx: Org) => Promise<void>]>([
    [
      'a booking without a unit',
      /^A booking from Airbnb waits for a unit: Jun 1, 2026/,
      (ctx) => newBooking(ctx, null),
    ],
    [
      'a status nobody knows',
      /^A booking from Airbnb has a status we do not know/,
      async (ctx) =>
        newBooking(ctx, (await makeUnit(ctx)).unitId, { hasUnknownStatus: true, channelStatus: 'odd' }),
    ],
    [
      'a hold that the channel leaves unanswered',
      /^Airbnb has not confirmed a booking for hours: Loft/,
      async (ctx) =>
        newBooking(ctx, (await makeUnit(ctx)).unitId, { gateAskedAt: days(ctx, -1), status: 'pending' }),
    ],
    [
      'a connection to renew',
      /^Airbnb must be connected again/,
      (ctx) => newConnection(ctx, { status: 'expired' }),
    ],
    [
      'a connection in error',
      /^The connection to Airbnb does not work/,
      (ctx) => newConnection(ctx, { status: 'error' }),
    ],
    [
      'a permission that runs out',
      /^Our permission at Airbnb ends on Mar 4, 2026/,
      (ctx) => newConnection(ctx, { tokenExpiresAt: days(ctx, 3) }),
    ],
    [
      'syncs that fail',
      /^Airbnb keeps failing to sync/,
      (ctx) => newConnection(ctx, { consecutiveFailures: 3, lastErrorCode: 'timeout' }),
    ],
    [
      'a silent connection',
      /^Airbnb has been silent/,
      (ctx) => newConnection(ctx, { lastSuccessAt: days(ctx, -1) }),
    ],
    [
      'a calendar that fails',
      /^The calendar Vrbo keeps failing/,
      (ctx) => newCalendar(ctx, { lastSyncStatus: 'error', consecutiveFailures: 3 }),
    ],
    [
      'a calendar that is silent',
      /^The calendar Vrbo has been silent/,
      (ctx) => newCalendar(ctx, { lastSyncStatus: 'success', lastSuccessAt: days(ctx, -1) }),
    ],
    [
      'a silent bell',
      /^QStash is silent/,
      async (ctx) => {
        await expectQstash(ctx);
        await standIn(ctx, 'silent');
      },
    ],
  ])('is told, and holds no guest: %s', async (_, subject, make) => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await make(ctx);
    await scanAndSend(here.world);
    await scanAndSend(here.world);
    await bellRang(here.world, 'qstash');
    expect(here.smtp.mails.map((mail) => headerOf(mail, 'subject'))).toEqual([
      expect.stringMatching(subject),
    ]);
    const all = `${here.smtp.mails.map(textOf).join()}${JSON.stringify(await here.world.db.select().from(notices))}`;
    expect(all).not.toMatch(/zelda|quux|555123/i);
  });

  it.each<[string, (ctx: Org) => Promise<void>]>([
    ['a paused connection', (ctx) => newConnection(ctx, { status: 'paused', lastSuccessAt: days(ctx, -9) })],
    [
      'a permission that renews itself',
      (ctx) => newConnection(ctx, { tokenExpiresAt: days(ctx, 1), refreshTokenSealed: 'x' }),
    ],
    [
      'a permission of a day, in the morning',
      (ctx) => newConnection(ctx, { tokenExpiresAt: days(ctx, 1), connectedAt: ctx.clock.now() }),
    ],
    ['one failure', (ctx) => newConnection(ctx, { consecutiveFailures: 1 })],
    [
      'a new booking that nobody asked to hear of',
      async (ctx) => newBooking(ctx, (await makeUnit(ctx)).unitId),
    ],
  ])('is quiet about %s', async (_, make) => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await make(ctx);
    await scanAndSend(here.world);
    expect(here.smtp.mails).toEqual([]);
  });

  it('is one message while syncs fail, whatever they fail of', async () => {
    const ctx = await newOrg(here.world);
    await newMember(ctx, 'owner');
    await newConnection(ctx, { consecutiveFailures: 3, lastErrorCode: 'timeout' });
    for (const lastErrorCode of ['timeout', 'http_status', 'timeout', 'connect']) {
      await here.world.db.update(connections).set({ lastErrorCode });
      here.clock.advance({ minutes: 15 });
      await here.world.db.update(connections).set({ lastSuccessAt: here.clock.now() });
      await scanAndSend(here.world);
    }
    expect(here.smtp.mails).toHaveLength(1);
  });

  it('tells of new bookings from when somebody asks for it, and not of those that a first import brings', async () => {
    const ctx = await newOrg(here.world);
    const owner = await newMember(ctx, 'owner');
    const { unitId } = await makeUnit(ctx);
    await newBooking(ctx, unitId, { bookedAt: ctx.clock.now() });
    here.clock.advance({ minutes: 5 });
    await setNoticeChoice(owner.ctx, { kind: 'booking_new', medium: 'mail', isOn: true });
    here.clock.advance({ minutes: 5 });
    await newBooking(ctx, unitId, { bookedAt: days(ctx, -90) });
    await newBooking(ctx, unitId, { bookedAt: ctx.clock.now(), externalId: 'HMNEW' });
    await scanAndSend(here.world);
    await scanAndSend(here.world);
    expect(here.smtp.mails.map((mail) => headerOf(mail, 'subject'))).toEqual([
      'New booking from Airbnb: Loft, Jun 1, 2026 – Jun 3, 2026',
    ]);
    here.clock.advance({ hours: 25 });
    await scanAndSend(here.world);
    expect(await here.world.db.select().from(notices)).toMatchObject([{ closedAt: here.clock.now() }]);
  });
});
