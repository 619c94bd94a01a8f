import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalCalendars, inboundMessages } from '#db/schema/calendars.ts';
import { reservations } from '#db/schema/reservations.ts';
import { jobs, journal } from '#db/schema/work.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { deleteCalendar } from '#lib/domain/calendars/delete-calendar.ts';
import { previewCalendar } from '#lib/domain/calendars/preview.ts';
import { getCalendar, listAllCalendars, listCalendars } from '#lib/domain/calendars/queries.ts';
import { syncMany } from '#lib/domain/calendars/sync-many.ts';
import { syncNow } from '#lib/domain/calendars/sync-now.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { createUnit } from '#lib/domain/properties/create-unit.ts';
import { getUnit } from '#lib/domain/properties/queries.ts';
import { getRun, listRuns } from '#lib/domain/runs/queries.ts';
import { env } from '#lib/env.ts';
import { REGISTRY } from '#lib/jobs/registry.ts';
import { tick } from '#lib/jobs/tick.ts';
import { addNights, todayIn } from '#lib/kernel/nights.ts';
import { setTestEnv } from '#tests/support/env.ts';
import { airbnbDescription, BOOKING_PRODID, calendarText } from '#tests/support/feed-host.ts';
import { takenNights } from './nights.ts';
import { activeStays, type CalendarWorld, calendarWorld, events, newUnit, nightsFrom } from './world.ts';

const airbnb = calendarText([
  { uid: 'a@airbnb.com', from: '2027-02-05', to: '2027-02-07', description: airbnbDescription('HMKEEPME01') },
  { uid: 'b@airbnb.com', from: '2027-03-05', to: '2027-03-07', description: airbnbDescription('HMENDME001') },
  { uid: 'c@airbnb.com', from: '2027-04-05', to: '2027-04-07', summary: 'Airbnb (Not available)' },
]);

let world: CalendarWorld;
beforeAll(async () => {
  world = await calendarWorld();
});
afterAll(() => world.close());

describe('a followed calendar', () => {
  it('owes its first sync in the transaction that adds it, and its link is never readable again', async () => {
    const feed = await world.follow('secret');
    const [job] = await feed.ctx.db.select().from(jobs).where(eq(jobs.key, feed.calendarId));
    expect(job).toMatchObject({ kind: 'calendar.sync', state: 'pending', orgId: feed.ctx.org });
    const answers = JSON.stringify([
      await getCalendar(feed.ctx, feed.unitId, feed.calendarId),
      await listCalendars(feed.ctx, feed.unitId),
      await feed.ctx.db.select().from(journal).where(eq(journal.orgId, feed.ctx.org)),
      await feed.ctx.db.select().from(externalCalendars).where(eq(externalCalendars.id, feed.calendarId)),
    ]);
    expect(answers).not.toContain(feed.path);
  });

  it('is reached by the id of its property too, and by nobody else', async () => {
    const feed = await world.follow('ids');
    const { propertyId } = await getCalendar(feed.ctx, feed.unitId, feed.calendarId);
    expect((await listCalendars(feed.ctx, propertyId)).items).toHaveLength(1);
    const other = await world.org();
    await expect(getCalendar(other, feed.unitId, feed.calendarId)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(syncNow(other, feed.unitId, feed.calendarId)).rejects.toMatchObject({ code: 'not_found' });
    await expect(deleteCalendar(other, feed.unitId, feed.calendarId, [])).rejects.toMatchObject({
      code: 'not_found',
    });
    const second = await newUnit(feed.ctx, 'Second');
    await expect(getCalendar(feed.ctx, second, feed.calendarId)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is configured by admins, asked by managers, seen by viewers', async () => {
    const feed = await world.follow('roles');
    world.host.set(feed.path, airbnb);
    const [admin, manager, viewer] = (['admin', 'manager', 'viewer'] as const).map((role) =>
      world.as(feed.ctx, role),
    );
    if (!admin || !manager || !viewer) throw new Error('three roles');
    const forbidden = { code: 'forbidden' };
    await expect(updateCalendar(manager, feed.unitId, feed.calendarId, { name: 'x' })).rejects.toMatchObject(
      forbidden,
    );
    await expect(
      previewCalendar(manager, feed.unitId, `${world.host.origin}${feed.path}`),
    ).rejects.toMatchObject(forbidden);
    await expect(syncMany(manager, null)).rejects.toMatchObject(forbidden);
    await expect(syncNow(viewer, feed.unitId, feed.calendarId)).rejects.toMatchObject(forbidden);
    expect((await listCalendars(viewer, feed.unitId)).items).toHaveLength(1);
    expect(await syncNow(manager, feed.unitId, feed.calendarId)).toMatchObject({ status: 'success' });
    expect(
      await updateCalendar(admin, feed.unitId, feed.calendarId, { name: 'Renamed', color: '#112233' }),
    ).toMatchObject({ name: 'Renamed', color: '#112233' });
  });

  it('keeps its nights while it is paused, owes no work then, and is asked at once when it goes on', async () => {
    const feed = await world.follow('pause');
    await feed.poll(airbnb);
    const before = await takenNights(feed.ctx, feed.unitId);
    await updateCalendar(feed.ctx, feed.unitId, feed.calendarId, { isActive: false });
    expect(await takenNights(feed.ctx, feed.unitId)).toEqual(before);
    expect(await feed.ctx.db.select().from(jobs).where(eq(jobs.key, feed.calendarId))).toEqual([]);
    await updateCalendar(feed.ctx, feed.unitId, feed.calendarId, { isActive: true });
    expect(await feed.ctx.db.select().from(jobs).where(eq(jobs.key, feed.calendarId))).toMatchObject([
      { state: 'pending' },
    ]);
  });

  it('that gets another link is read anew; what the old one said stays until the new answers let it go', async () => {
    const feed = await world.follow('relink');
    await feed.poll(airbnb);
    world.host.set(
      '/relinked.ics',
      calendarText([
        {
          uid: 'z@airbnb.com',
          from: '2027-06-05',
          to: '2027-06-07',
          description: airbnbDescription('HMANOTHER1'),
        },
      ]),
    );
    await updateCalendar(feed.ctx, feed.unitId, feed.calendarId, {
      icalUrl: `${world.host.origin}/relinked.ics`,
    });
    world.clock.advance({ minutes: 1 });
    await feed.sync();
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(3);
  });

  it('that is deleted takes its closures along and leaves its reservations, marked, except those named', async () => {
    const feed = await world.follow('delete');
    await feed.poll(airbnb);
    const listed = (await getCalendar(feed.ctx, feed.unitId, feed.calendarId)).reservations;
    expect(listed.map((one) => one.code)).toEqual(['HMKEEPME01', 'HMENDME001']);
    const ended = listed.find((one) => one.code === 'HMENDME001');
    await deleteCalendar(feed.ctx, feed.unitId, feed.calendarId, [ended?.id ?? '']);
    expect(await takenNights(feed.ctx, feed.unitId)).toEqual(nightsFrom('2027-02-05', '2027-02-07'));
    const rows = await feed.ctx.db.select().from(reservations).where(eq(reservations.orgId, feed.ctx.org));
    expect(rows.find((row) => row.externalId === 'HMKEEPME01')).toMatchObject({
      followed: 'no_longer_followed',
      calendarId: null,
      status: 'confirmed',
    });
    expect(rows.find((row) => row.externalId === 'HMENDME001')).toMatchObject({ status: 'cancelled' });
    expect(await feed.ctx.db.select().from(jobs).where(eq(jobs.key, feed.calendarId))).toEqual([]);
  });

  it('cannot be deleted along with a reservation that is not its own', async () => {
    const [feed, other] = [await world.follow('mine'), await world.follow('theirs')];
    await feed.poll(airbnb);
    await other.poll(airbnb);
    const [foreign] = (await getCalendar(other.ctx, other.unitId, other.calendarId)).reservations;
    await expect(
      deleteCalendar(feed.ctx, feed.unitId, feed.calendarId, [foreign?.id ?? '']),
    ).rejects.toMatchObject({ code: 'invalid_input' });
    expect((await getCalendar(feed.ctx, feed.unitId, feed.calendarId)).reservations).toHaveLength(2);
  });

  it('that is added again takes its reservations up: same rows, no conflict', async () => {
    const vrbo = calendarText(
      [{ uid: 'x', from: '2027-02-05', to: '2027-02-07', summary: 'Reserved - Ann' }],
      '-//HomeAway.com, Inc.//EN',
    );
    for (const text of [airbnb, vrbo]) {
      const feed = await world.follow('again');
      await feed.poll(text);
      const before = (await activeStays(feed.ctx, feed.unitId)).map((stay) => stay.id);
      await deleteCalendar(feed.ctx, feed.unitId, feed.calendarId, []);
      const back = await world.follow('again', feed.ctx, feed.unitId);
      await back.poll(text);
      expect((await activeStays(feed.ctx, feed.unitId)).map((stay) => stay.id)).toEqual(before);
      expect((await getCalendar(back.ctx, back.unitId, back.calendarId)).reservations).toHaveLength(
        before.length,
      );
    }
  });

  it('costs one request and no row where it says nothing new', async () => {
    const feed = await world.follow('quiet');
    await feed.poll({ body: airbnb, headers: { etag: '"v1"' } });
    const count = async () => ({
      messages: (
        await feed.ctx.db.select().from(inboundMessages).where(eq(inboundMessages.sourceId, feed.calendarId))
      ).length,
      journal: (await feed.ctx.db.select().from(journal).where(eq(journal.orgId, feed.ctx.org))).length,
    });
    const before = await count();
    const asked = world.host.requests.length;
    await feed.poll({ body: airbnb, headers: { etag: '"v1"' } });
    expect(world.host.requests.length - asked).toBe(1);
    expect(world.host.requests.at(-1)?.headers['if-none-match']).toBe('"v1"');
    expect(await count()).toEqual(before);
    const [message] = await feed.ctx.db
      .select()
      .from(inboundMessages)
      .where(eq(inboundMessages.sourceId, feed.calendarId));
    expect(message).toMatchObject({ timesSeen: 2, verdict: 'applied' });
  });

  it('of a property with several units closes each of them', async () => {
    const ctx = await world.org();
    const property = await createProperty(ctx, {
      name: 'Guesthouse',
      timezone: 'Europe/Paris',
      currency: 'EUR',
    });
    const second = await createUnit(ctx, property.id, { name: 'Room 2' });
    world.host.set(
      '/house.ics',
      calendarText(
        [{ uid: 'h', from: '2027-02-05', to: '2027-02-07', summary: 'CLOSED - Not available' }],
        BOOKING_PRODID,
      ),
    );
    const calendar = await createCalendar(ctx, property.id, {
      name: 'House',
      icalUrl: `${world.host.origin}/house.ics`,
    });
    expect(calendar.unitId).toBeNull();
    await syncNow(ctx, property.id, calendar.id);
    for (const unitId of [property.units[0]?.id ?? '', second.id]) {
      expect(await takenNights(ctx, unitId)).toEqual(nightsFrom('2027-02-05', '2027-02-07'));
    }
    await deleteCalendar(ctx, property.id, calendar.id, []);
    expect(await takenNights(ctx, second.id)).toEqual([]);
  });

  it('whose booking another calendar has on another unit closes the nights here and moves nothing', async () => {
    const feed = await world.follow('first');
    const unit = await newUnit(feed.ctx, 'Other');
    const twin = await world.follow('twin', feed.ctx, unit);
    await feed.poll(airbnb);
    const run = await twin.poll(airbnb);
    expect(run).toMatchObject({ status: 'partial', errors: [{ code: 'booked_elsewhere' }] });
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
    expect(await takenNights(feed.ctx, unit)).toHaveLength(6);
    // The first lets go of them, and says so twice: then they are this one's.
    const rest = calendarText([
      { uid: 'c@airbnb.com', from: '2027-04-05', to: '2027-04-07', summary: 'Airbnb (Not available)' },
    ]);
    for (let poll = 0; poll < 4; poll++) await feed.poll(rest, 20);
    await twin.poll(airbnb);
    expect(await activeStays(feed.ctx, feed.unitId)).toEqual([]);
    expect(await activeStays(feed.ctx, unit)).toHaveLength(2);
  });

  it('moves the version with whatever it closes, and with what of it is over: a reader who holds it is told so', async () => {
    const feed = await world.follow('first');
    const unit = await newUnit(feed.ctx, 'Other');
    const twin = await world.follow('twin', feed.ctx, unit);
    const booking = calendarText([
      {
        uid: 'a@airbnb.com',
        from: '2027-02-05',
        to: '2027-02-07',
        description: airbnbDescription('HMTWICE002'),
      },
    ]);
    const version = async () => (await getUnit(feed.ctx, unit)).calendarVersion;
    await feed.poll(booking);
    const before = await version();
    await twin.poll(booking);
    const closed = await version();
    expect(closed).toBeGreaterThan(before);
    const today = todayIn('Europe/Paris', world.clock.now());
    const tonight = {
      uid: 't@airbnb.com',
      from: today,
      to: addNights(today, 1),
      summary: 'Airbnb (Not available)',
    };
    const later = {
      uid: 'c@airbnb.com',
      from: '2027-04-05',
      to: '2027-04-07',
      summary: 'Airbnb (Not available)',
    };
    await feed.poll(calendarText([tonight, later]));
    const shown = (await getUnit(feed.ctx, feed.unitId)).calendarVersion;
    await feed.poll(calendarText([later]), 25 * 60);
    expect((await getUnit(feed.ctx, feed.unitId)).calendarVersion).toBeGreaterThan(shown);
  });
});

describe('a preview', () => {
  it('shows what a link would bring and saves nothing', async () => {
    const ctx = await world.org();
    const unitId = await newUnit(ctx);
    world.host.set('/preview.ics', airbnb);
    const preview = await previewCalendar(ctx, unitId, `${world.host.origin}/preview.ics`);
    expect(preview).toMatchObject({ platform: 'airbnb', alreadyFollowedBy: null, warnings: [] });
    expect(preview.events.map((event) => [event.kind, event.from, event.to])).toEqual([
      ['reservation', '2027-02-05', '2027-02-07'],
      ['reservation', '2027-03-05', '2027-03-07'],
      ['closure', '2027-04-05', '2027-04-07'],
    ]);
    expect((await listCalendars(ctx, unitId)).items).toEqual([]);
    await createCalendar(ctx, unitId, { name: 'Airbnb', icalUrl: `${world.host.origin}/preview.ics` });
    expect(await previewCalendar(ctx, unitId, `${world.host.origin}/preview.ics`)).toMatchObject({
      alreadyFollowedBy: 'Airbnb',
    });
  });

  it.each([
    ['HTML', { body: '<html></html>' }, 'html'],
    ['404', { status: 404 }, 'http_status'],
  ])('says why it cannot: %s', async (_, answer, reason) => {
    const ctx = await world.org();
    world.host.set('/bad-preview.ics', answer);
    await expect(
      previewCalendar(ctx, await newUnit(ctx), `${world.host.origin}/bad-preview.ics`),
    ).rejects.toMatchObject({ code: 'invalid_input', details: { reason } });
  });
});

describe('a sync of several', () => {
  it('runs over the active ones, adds them up, and is joined by whoever asks meanwhile', async () => {
    const feed = await world.follow('several');
    const broken = await world.follow('broken', feed.ctx, feed.unitId);
    const paused = await world.follow('paused', feed.ctx, feed.unitId);
    await updateCalendar(feed.ctx, feed.unitId, paused.calendarId, { isActive: false });
    world.host.set(feed.path, airbnb);
    world.host.set(broken.path, { status: 500 });
    const { runId, calendars } = await syncMany(feed.ctx, null);
    expect(calendars).toBe(2);
    expect((await syncMany(feed.ctx, null)).runId).toBe(runId);
    setTestEnv(world.url);
    await tick({ ...world.deps, env: env(), pool: world.pool }, { registry: REGISTRY });
    expect(await getRun(feed.ctx, runId)).toMatchObject({ kind: 'calendars', status: 'partial', created: 3 });
    expect((await listRuns(feed.ctx, { limit: 50, parentId: runId })).items).toHaveLength(2);
    expect((await listAllCalendars(feed.ctx)).items.map((one) => one.lastSyncStatus).sort()).toEqual([
      'error',
      'pending',
      'success',
    ]);
    expect(await events(feed.ctx, feed.calendarId)).toHaveLength(3);
  });

  it('with nothing to ask is over at once', async () => {
    const ctx = await world.org();
    const { runId, calendars } = await syncMany(ctx, null);
    expect(calendars).toBe(0);
    expect(await getRun(ctx, runId)).toMatchObject({ status: 'success' });
  });
});
