import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { syncNow } from '#lib/domain/calendars/sync-now.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import { disconnect } from '#lib/domain/connections/disconnect.ts';
import { calendarText } from '#tests/support/feed-host.ts';
import { type CalendarWorld, calendarWorld, openConflicts } from '../calendars/world.ts';
import {
  allStays,
  calendarRow,
  connect,
  hear,
  importListings,
  listingOf,
  mappingRow,
  save,
} from './world.ts';

/*
 * A calendar's poll, the channel's own word, and people with the mapping, all at the same moment. Whatever came first,
 * the guest is known once, holds the nights, and nobody waits for ever.
 */
describe('at the same moment', () => {
  let world: CalendarWorld;
  beforeAll(async () => {
    world = await calendarWorld();
  });
  afterAll(() => world.close());

  const FEED = calendarText([
    { uid: 'known', from: '2027-02-05', to: '2027-02-07' },
    { uid: 'fresh', from: '2027-03-05', to: '2027-03-07' },
  ]);

  async function estate() {
    const fed = await world.follow('airbnb');
    await fed.poll(calendarText([{ uid: 'known', from: '2027-02-05', to: '2027-02-07' }]));
    const connectionId = await connect(fed.ctx);
    const [listingId = ''] = await importListings(fed.ctx, connectionId, [listingOf('90001')]);
    world.host.set(fed.path, FEED);
    world.clock.advance({ minutes: 15 });
    return { ...fed, connectionId, listingId, source: { connectionId, listingId } };
  }

  it('a poll of the calendar, both bookings by name, and the activation: two guests, no conflict', async () => {
    for (let round = 0; round < 8; round++) {
      const { ctx, unitId, calendarId, listingId, source } = await estate();
      const steps = [
        () => syncNow(ctx, unitId, calendarId),
        () => hear(ctx, source, { code: 'HMKNOWN001', from: '2027-02-05', to: '2027-02-07' }),
        () => hear(ctx, source, { code: 'HMFRESH002', from: '2027-03-05', to: '2027-03-07' }),
        () => save(ctx, [{ listingId, unitId, stage: 'active' }]),
      ];
      const turned = [...steps.slice(round % 4), ...steps.slice(0, round % 4)];
      await Promise.all(turned.map((step) => step()));
      // The next word of each source finds what is there.
      await syncNow(ctx, unitId, calendarId);
      await hear(ctx, source, { code: 'HMFRESH002', from: '2027-03-05', to: '2027-03-07' });
      expect(await allStays(ctx)).toMatchObject([
        { externalId: 'HMKNOWN001', unitId, status: 'active' },
        { externalId: 'HMFRESH002', unitId, status: 'active' },
      ]);
      expect(await openConflicts(ctx)).toEqual([]);
      expect(await calendarRow(ctx, calendarId)).toMatchObject({ isActive: false });
    }
  });

  it('a disconnect and a save: the calendar is asked where, and only where, nothing else brings bookings', async () => {
    for (let round = 0; round < 6; round++) {
      const { ctx, unitId, calendarId, listingId, connectionId } = await estate();
      const change = { listingId, unitId, stage: 'active' } as const;
      if (round % 2 === 0) await save(ctx, [change]);
      await Promise.allSettled([disconnect(ctx, 'airbnb', connectionId), save(ctx, [change])]);
      expect(await calendarRow(ctx, calendarId)).toMatchObject({ isActive: true, supersededBy: null });
    }
  });

  it('a person lets the calendar go on while the mapping is taken away: it goes on', async () => {
    for (let round = 0; round < 6; round++) {
      const { ctx, unitId, calendarId, listingId } = await estate();
      await save(ctx, [{ listingId, unitId, stage: 'active' }]);
      await Promise.all([
        updateCalendar(ctx, unitId, calendarId, { isActive: true }),
        save(ctx, [{ listingId, unitId: null }]),
      ]);
      expect(await calendarRow(ctx, calendarId)).toMatchObject({ isActive: true, supersededBy: null });
      expect(await mappingRow(ctx, listingId)).toBeNull();
    }
  });

  it('a person lets the calendar go on while the listing is activated: the later word stands, never half of each', async () => {
    for (let round = 0; round < 8; round++) {
      const { ctx, unitId, calendarId, listingId } = await estate();
      const steps = [
        () => updateCalendar(ctx, unitId, calendarId, { isActive: true }),
        () => save(ctx, [{ listingId, unitId, stage: 'active' }]),
      ];
      await Promise.all((round % 2 ? steps.reverse() : steps).map((step) => step()));
      const { isActive, supersededBy } = await calendarRow(ctx, calendarId);
      expect(isActive).toBe(supersededBy === null);
    }
  });
});
