import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reservations } from '#db/schema/reservations.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import { disconnect } from '#lib/domain/connections/disconnect.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { saveMappings } from '#lib/domain/mappings/save-mappings.ts';
import type { MappingChange } from '#lib/domain/mappings/schemas.ts';
import { airbnbDescription, BOOKING_PRODID, calendarText } from '#tests/support/feed-host.ts';
import { takenNights } from '../calendars/nights.ts';
import {
  type CalendarWorld,
  calendarWorld,
  events,
  newUnit,
  nightsFrom,
  openConflicts,
} from '../calendars/world.ts';
import {
  actions,
  allStays,
  calendarRow,
  connect,
  countReservations,
  hear,
  importListings,
  listingOf,
  mappingRow,
  reconnect,
  save,
} from './world.ts';

const coded = (code: string, from: string, to: string) => ({
  uid: `${code}@airbnb.com`,
  from,
  to,
  description: airbnbDescription(code),
});
const nameless = (uid: string, from: string, to: string) => ({ uid, from, to });

describe('a listing that takes over from a calendar of its channel', () => {
  let world: CalendarWorld;
  beforeAll(async () => {
    world = await calendarWorld();
  });
  afterAll(() => world.close());

  /** A unit that follows an Airbnb calendar, and an account whose one listing is not mapped yet. */
  async function unitWithCalendar(events: Parameters<typeof calendarText>[0]) {
    const fed = await world.follow('airbnb');
    await fed.poll(calendarText(events));
    const connectionId = await connect(fed.ctx);
    const [listingId = ''] = await importListings(fed.ctx, connectionId, [listingOf('90001')]);
    return { ...fed, connectionId, listingId, source: { connectionId, listingId } };
  }

  const activate = (ctx: Ctx, listingId: string, unitId: string) =>
    save(ctx, [{ listingId, unitId, stage: 'active' }]);

  it('finds the same reservations: connected, disconnected and connected again, no new row and no conflict', async () => {
    const fed = await unitWithCalendar([
      coded('HMCODED001', '2027-02-05', '2027-02-07'),
      nameless('old', '2027-02-10', '2027-02-12'),
    ]);
    const { ctx, unitId, listingId, source, calendarId } = fed;
    const before = await allStays(ctx);
    expect(before).toHaveLength(2);
    const nights = await takenNights(ctx, unitId);

    // The first import tells of both before anybody has mapped the listing; the coded one is known, the other waits.
    await hear(ctx, source, { code: 'HMCODED001', from: '2027-02-05', to: '2027-02-07' });
    await hear(ctx, source, { code: 'HMNAMED002', from: '2027-02-10', to: '2027-02-12', guest: 'Ann' });
    const answer = await activate(ctx, listingId, unitId);
    expect(answer.effects).toMatchObject([
      {
        conflicts: [],
        pausesCalendars: [{ id: calendarId }],
        reservations: [
          { externalId: 'HMCODED001', kind: 'folds_in' },
          { externalId: 'HMNAMED002', kind: 'folds_in' },
        ],
      },
    ]);
    const same = async () => {
      expect((await allStays(ctx)).map((one) => [one.stayId, one.reservationId])).toEqual(
        before.map((one) => [one.stayId, one.reservationId]),
      );
      expect(await openConflicts(ctx)).toEqual([]);
      expect(await takenNights(ctx, unitId)).toEqual(nights);
    };
    await same();
    expect(await allStays(ctx)).toMatchObject([
      { externalId: 'HMCODED001' },
      { externalId: 'HMNAMED002', guestName: 'Ann', listingId },
    ]);
    expect(await calendarRow(ctx, calendarId)).toMatchObject({ isActive: false });

    const hearAll = async () => {
      await hear(ctx, source, { code: 'HMCODED001', from: '2027-02-05', to: '2027-02-07' });
      await hear(ctx, source, { code: 'HMNAMED002', from: '2027-02-10', to: '2027-02-12', guest: 'Ann' });
    };
    await hearAll();
    await same();

    await disconnect(ctx, 'airbnb', fed.connectionId);
    expect(await calendarRow(ctx, calendarId)).toMatchObject({ isActive: true, supersededBy: null });
    await same();
    await fed.poll(
      calendarText([
        coded('HMCODED001', '2027-02-05', '2027-02-07'),
        nameless('reissued', '2027-02-10', '2027-02-12'),
      ]),
    );
    await same();

    await reconnect(ctx, fed.connectionId);
    expect(await calendarRow(ctx, calendarId)).toMatchObject({ isActive: false });
    expect(await mappingRow(ctx, listingId)).toMatchObject({ isSyncOn: true, unitId });
    await hearAll();
    await same();
    expect(await countReservations(ctx)).toBe(2);
  });

  it('what the calendar brought while nobody was connected is known again by its own name', async () => {
    const fed = await unitWithCalendar([nameless('a', '2027-02-05', '2027-02-07')]);
    await activate(fed.ctx, fed.listingId, fed.unitId);
    await disconnect(fed.ctx, 'airbnb', fed.connectionId);
    await fed.poll(
      calendarText([nameless('a', '2027-02-05', '2027-02-07'), nameless('b', '2027-03-05', '2027-03-07')]),
    );
    const before = await allStays(fed.ctx);
    await reconnect(fed.ctx, fed.connectionId);
    await hear(fed.ctx, fed.source, { code: 'HMONE00001', from: '2027-02-05', to: '2027-02-07' });
    await hear(fed.ctx, fed.source, { code: 'HMTWO00002', from: '2027-03-05', to: '2027-03-07' });
    const after = await allStays(fed.ctx);
    expect(after.map((one) => one.stayId)).toEqual(before.map((one) => one.stayId));
    expect(after.map((one) => one.externalId)).toEqual(['HMONE00001', 'HMTWO00002']);
    expect(await openConflicts(fed.ctx)).toEqual([]);
  });

  it('a booking taken while connected is no new one when the calendar goes on and shows it without a code', async () => {
    const fed = await unitWithCalendar([nameless('a', '2027-02-05', '2027-02-07')]);
    await activate(fed.ctx, fed.listingId, fed.unitId);
    await hear(fed.ctx, fed.source, { code: 'HMONE00001', from: '2027-02-05', to: '2027-02-07' });
    await hear(fed.ctx, fed.source, { code: 'HMTWO00002', from: '2027-03-05', to: '2027-03-07' });
    const before = await allStays(fed.ctx);
    await save(fed.ctx, [{ listingId: fed.listingId, unitId: null }]);
    await fed.poll(
      calendarText([nameless('a', '2027-02-05', '2027-02-07'), nameless('b', '2027-03-05', '2027-03-07')]),
    );
    expect(await allStays(fed.ctx)).toEqual(before);
    expect(await openConflicts(fed.ctx)).toEqual([]);
  });

  it('keeps what people wrote on a booking that gets its name', async () => {
    const fed = await unitWithCalendar([nameless('a', '2027-02-05', '2027-02-07')]);
    await fed.ctx.db
      .update(reservations)
      .set({ note: 'late arrival' })
      .where(eq(reservations.orgId, fed.ctx.org));
    await hear(fed.ctx, fed.source, {
      code: 'HMONE00001',
      from: '2027-02-05',
      to: '2027-02-07',
      guest: 'Ann',
    });
    await activate(fed.ctx, fed.listingId, fed.unitId);
    expect(await allStays(fed.ctx)).toMatchObject([
      { externalId: 'HMONE00001', note: 'late arrival', guestName: 'Ann' },
    ]);
    expect(await actions(fed.ctx, 'reservation.folded')).toHaveLength(1);
  });

  it('other nights are another booking: both are kept, and clash', async () => {
    const fed = await unitWithCalendar([nameless('a', '2027-02-05', '2027-02-07')]);
    await hear(fed.ctx, fed.source, { code: 'HMONE00001', from: '2027-02-05', to: '2027-02-08' });
    const answer = await activate(fed.ctx, fed.listingId, fed.unitId);
    expect(await countReservations(fed.ctx)).toBe(2);
    expect(await openConflicts(fed.ctx)).toHaveLength(1);
    expect(answer.effects[0]?.conflicts).toMatchObject([
      { checkIn: '2027-02-05', checkOut: '2027-02-07', withChannel: 'airbnb' },
    ]);
  });

  it('a closure behind which its bookings stood claims nights no more; any other keeps closing', async () => {
    const fed = await world.follow('booking');
    const closed = (uid: string, from: string, to: string) => ({
      uid,
      from,
      to,
      summary: 'CLOSED - Not available',
    });
    await fed.poll(
      calendarText(
        [
          // Two touching bookings, written as one.
          closed('two', '2027-02-05', '2027-02-10'),
          closed('own', '2027-03-01', '2027-03-05'),
        ],
        BOOKING_PRODID,
      ),
    );
    const connectionId = await connect(fed.ctx, 'booking');
    const [listingId = ''] = await importListings(fed.ctx, connectionId, [listingOf('4711')]);
    const source = { connectionId, listingId, provider: 'booking' as const };
    await hear(fed.ctx, source, { code: '1001', from: '2027-02-05', to: '2027-02-07' });
    await hear(fed.ctx, source, { code: '1002', from: '2027-02-07', to: '2027-02-10' });
    await saveMappings(fed.ctx, 'booking', connectionId, {
      mappings: [{ listingId, unitId: fed.unitId, stage: 'active' }],
    });
    expect(await openConflicts(fed.ctx)).toEqual([]);
    expect(await events(fed.ctx, fed.calendarId)).toMatchObject([
      { uid: 'two', judgement: 'same_booking' },
      { uid: 'own', judgement: null },
    ]);
    // Known only to the closure so far: the same source, so no second sale.
    await hear(fed.ctx, source, { code: '1003', from: '2027-03-02', to: '2027-03-04' });
    expect(await openConflicts(fed.ctx)).toEqual([]);
    await hear(fed.ctx, source, {
      code: '1002',
      from: '2027-02-07',
      to: '2027-02-10',
      status: 'cancelled',
    });
    expect(await takenNights(fed.ctx, fed.unitId)).toEqual([
      ...nightsFrom('2027-02-05', '2027-02-07'),
      ...nightsFrom('2027-03-01', '2027-03-05'),
    ]);
  });

  it('a clash with what another channel shows is a conflict at once', async () => {
    const fed = await world.follow('booking');
    await fed.poll(
      calendarText(
        [{ uid: 'b', from: '2027-02-05', to: '2027-02-07', summary: 'CLOSED - Not available' }],
        BOOKING_PRODID,
      ),
    );
    const connectionId = await connect(fed.ctx);
    const [listingId = ''] = await importListings(fed.ctx, connectionId, [listingOf('90001')]);
    await activate(fed.ctx, listingId, fed.unitId);
    await hear(
      fed.ctx,
      { connectionId, listingId },
      { code: 'HMONE00001', from: '2027-02-05', to: '2027-02-07' },
    );
    expect(await openConflicts(fed.ctx)).toHaveLength(1);
    // Only calendars of the channel itself are taken over.
    expect(await calendarRow(fed.ctx, fed.calendarId)).toMatchObject({ isActive: true, supersededBy: null });
  });

  it('a person may let the calendar go on; a reconnect does not pause it again', async () => {
    const fed = await unitWithCalendar([nameless('a', '2027-02-05', '2027-02-07')]);
    await activate(fed.ctx, fed.listingId, fed.unitId);
    await updateCalendar(fed.ctx, fed.unitId, fed.calendarId, { isActive: true });
    expect(await calendarRow(fed.ctx, fed.calendarId)).toMatchObject({ isActive: true, supersededBy: null });
    expect(await mappingRow(fed.ctx, fed.listingId)).toMatchObject({ pausedCalendarIds: [] });
    await disconnect(fed.ctx, 'airbnb', fed.connectionId);
    await reconnect(fed.ctx, fed.connectionId);
    expect(await calendarRow(fed.ctx, fed.calendarId)).toMatchObject({ isActive: true });
  });

  it('a calendar that a person had paused stays paused when the mapping goes', async () => {
    const fed = await unitWithCalendar([nameless('a', '2027-02-05', '2027-02-07')]);
    await updateCalendar(fed.ctx, fed.unitId, fed.calendarId, { isActive: false });
    const answer = await activate(fed.ctx, fed.listingId, fed.unitId);
    expect(answer.effects).toMatchObject([{ pausesCalendars: [] }]);
    await save(fed.ctx, [{ listingId: fed.listingId, unitId: null }]);
    expect(await calendarRow(fed.ctx, fed.calendarId)).toMatchObject({ isActive: false, supersededBy: null });
  });

  it('a calendar of another listing of the account is left alone', async () => {
    const ctx = await world.org();
    const unitId = await newUnit(ctx);
    const fed = await world.follow('ical/90002', ctx, unitId);
    await fed.poll(calendarText([nameless('a', '2027-02-05', '2027-02-07')]));
    const connectionId = await connect(ctx);
    const [first = ''] = await importListings(ctx, connectionId, [listingOf('90001'), listingOf('90002')]);
    await activate(ctx, first, unitId);
    expect(await calendarRow(ctx, fed.calendarId)).toMatchObject({ isActive: true });
    // The unit is sold by another account too.
    const otherId = await connect(ctx);
    const [second = ''] = await importListings(ctx, otherId, [listingOf('90002')]);
    const of = (account: string, change: MappingChange) =>
      saveMappings(ctx, 'airbnb', account, { mappings: [change] });
    await of(otherId, { listingId: second, unitId, stage: 'active' });
    expect(await calendarRow(ctx, fed.calendarId)).toMatchObject({ isActive: false });
    // It keeps one listing that brings what the calendar would.
    const gone = await of(otherId, { listingId: second, unitId: null });
    expect(gone.effects).toMatchObject([{ resumesCalendars: [] }]);
    expect(await calendarRow(ctx, fed.calendarId)).toMatchObject({ isActive: false });
    await of(connectionId, { listingId: first, unitId: null });
    expect(await calendarRow(ctx, fed.calendarId)).toMatchObject({ isActive: true, supersededBy: null });
  });
});
