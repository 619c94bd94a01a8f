import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  airbnbDescription,
  BOOKING_PRODID,
  calendarText,
  type WrittenEvent,
} from '#tests/support/feed-host.ts';
import { takenNights } from './nights.ts';
import {
  activeStays,
  type CalendarWorld,
  calendarWorld,
  events,
  nightsFrom,
  openConflicts,
} from './world.ts';

/** Consecutive polls of one feed. Each test is named by its case. */
describe('sequences of polls', () => {
  let world: CalendarWorld;
  beforeAll(async () => {
    world = await calendarWorld();
  });
  afterAll(() => world.close());

  const one: WrittenEvent = {
    uid: 'one@airbnb.com',
    from: '2027-06-20',
    to: '2027-06-24',
    description: airbnbDescription('HMONEAAAA1'),
  };
  const two: WrittenEvent = {
    uid: 'two@airbnb.com',
    from: '2027-07-01',
    to: '2027-07-05',
    description: airbnbDescription('HMTWOBBBB2'),
  };
  const empty = calendarText([]);

  it('two-under-way: of answers that come in any order the one asked for last stands', async () => {
    const feed = await world.follow();
    /** Begins a sync whose answer comes when it is let go. */
    const ask = async (body: string) => {
      const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      world.host.set(feed.path, async () => {
        asked.resolve();
        await answer.promise;
        return { body };
      });
      world.clock.advance({ seconds: 10 });
      const synced = feed.sync();
      await asked.promise;
      return async () => {
        world.clock.advance({ seconds: 10 });
        answer.resolve();
        await synced;
      };
    };
    const [a, b, c] = [
      await ask(calendarText([one])),
      await ask(calendarText([one, two])),
      await ask(calendarText([two])),
    ];
    await b();
    await a(); // older than what stands: it says nothing, and takes nobody's place
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
    await c(); // asked for before the others came, and still the newest
    expect((await events(feed.ctx, feed.calendarId)).map((row) => row.missedPolls)).toEqual([1, 0]);
  });

  it('empty-then-full: dates stay closed all the time and nothing is cancelled', async () => {
    const feed = await world.follow();
    await feed.poll(calendarText([one]));
    const run = await feed.poll(empty);
    expect(run).toMatchObject({ status: 'partial', cancelled: 0, errors: [{ code: 'answer_empty' }] });
    expect(await takenNights(feed.ctx, feed.unitId)).toEqual(nightsFrom('2027-06-20', '2027-06-24'));
    await feed.poll(calendarText([one]));
    const [stay, ...others] = await activeStays(feed.ctx, feed.unitId);
    expect(others).toEqual([]);
    expect(stay).toMatchObject({ channel: 'airbnb', externalId: 'HMONEAAAA1' });
    expect((await events(feed.ctx, feed.calendarId))[0]).toMatchObject({
      missedPolls: 0,
      firstMissedAt: null,
    });
  });

  it('empty-for-good: a reservation is freed after a day of empty answers and not before', async () => {
    const feed = await world.follow();
    await feed.poll(calendarText([one]));
    for (let hour = 0; hour < 24; hour++) await feed.poll(empty, 60);
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(1);
    const run = await feed.poll(empty, 60);
    expect(run.cancelled).toBe(1);
    expect(await activeStays(feed.ctx, feed.unitId)).toEqual([]);
    expect(await takenNights(feed.ctx, feed.unitId)).toEqual([]);
  });

  it('empty-for-good: a closure is freed after three like answers over 30 minutes', async () => {
    const feed = await world.follow();
    await feed.poll(
      calendarText(
        [{ uid: 'c@booking.com', from: '2027-06-20', to: '2027-06-24', summary: 'CLOSED - Not available' }],
        BOOKING_PRODID,
      ),
    );
    await feed.poll(empty);
    await feed.poll(empty);
    expect(await takenNights(feed.ctx, feed.unitId)).toHaveLength(4);
    await feed.poll(empty);
    expect(await takenNights(feed.ctx, feed.unitId)).toEqual([]);
  });

  it('html-between: closed throughout, one error shown', async () => {
    const feed = await world.follow();
    await feed.poll(calendarText([one]));
    const run = await feed.poll({
      body: '<!doctype html><title>Sign in</title>',
      headers: { 'content-type': 'text/html' },
    });
    expect(run).toMatchObject({ status: 'error', errors: [{ code: 'html' }] });
    expect(await takenNights(feed.ctx, feed.unitId)).toHaveLength(4);
    expect(await feed.poll(calendarText([one]))).toMatchObject({
      status: 'success',
      created: 0,
      updated: 0,
      cancelled: 0,
    });
  });

  it('truncated-between: a cut download frees nothing', async () => {
    const feed = await world.follow();
    const whole = calendarText([one, two]);
    await feed.poll(whole);
    for (let n = 0; n < 5; n++) {
      const run = await feed.poll(whole.slice(0, whole.indexOf('UID:two')));
      expect(run.status).toBe('error');
    }
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
  });

  it('uid-rotates: one block, no cancellation and no new event', async () => {
    const feed = await world.follow();
    const closed = (uid: string) =>
      calendarText(
        [{ uid, from: '2027-06-20', to: '2027-06-24', summary: 'CLOSED - Not available' }],
        BOOKING_PRODID,
      );
    await feed.poll(closed('a@booking.com'));
    const [before] = await events(feed.ctx, feed.calendarId);
    expect(await feed.poll(closed('b@booking.com'))).toMatchObject({ created: 0, updated: 0, cancelled: 0 });
    const after = await events(feed.ctx, feed.calendarId);
    expect(after).toHaveLength(1);
    expect(after[0]?.id).toBe(before?.id);
  });

  it('uid-rotates-start-moves: one stay with its first arrival; past nights are no change', async () => {
    const own = await calendarWorld();
    own.clock.set('2026-09-15T12:00:00Z');
    const feed = await own.follow();
    await feed.poll(
      calendarText(
        [{ uid: 'd15', from: '2026-09-15', to: '2026-09-20', summary: 'CLOSED - Not available' }],
        BOOKING_PRODID,
      ),
    );
    for (const day of [16, 17, 18, 19]) {
      own.clock.set(`2026-09-${day}T12:00:00Z`);
      const run = await feed.poll(
        calendarText(
          [{ uid: `d${day}`, from: `2026-09-${day}`, to: '2026-09-20', summary: 'CLOSED - Not available' }],
          BOOKING_PRODID,
        ),
      );
      expect(run).toMatchObject({ created: 0, updated: 0, cancelled: 0 });
    }
    expect(await events(feed.ctx, feed.calendarId)).toMatchObject([
      { checkIn: '2026-09-15', checkOut: '2026-09-20' },
    ]);
    await own.close();
  });

  it('rolling-window: one moving tail that closes nothing and is no new booking a day', async () => {
    const own = await calendarWorld();
    const feed = await own.follow();
    for (let day = 0; day < 5; day++) {
      const from = `2027-11-${22 + day}`;
      await feed.poll(
        calendarText([
          one,
          { uid: `w${day}@airbnb.com`, from, to: `2028-05-${10 + day}`, summary: 'Airbnb (Not available)' },
        ]),
        24 * 60,
      );
      const rows = await events(feed.ctx, feed.calendarId);
      expect(rows.map((row) => row.kind)).toEqual(['reservation', 'window_tail']);
    }
    expect(await takenNights(feed.ctx, feed.unitId, '2026-11-01', '2028-12-01')).toHaveLength(4);
    await own.close();
  });

  it('dates-change: the stay moves and its old nights are free', async () => {
    const feed = await world.follow();
    await feed.poll(calendarText([one]));
    const [before] = await activeStays(feed.ctx, feed.unitId);
    expect(await feed.poll(calendarText([{ ...one, from: '2027-06-23', to: '2027-06-27' }]))).toMatchObject({
      updated: 1,
      created: 0,
      cancelled: 0,
    });
    const after = await activeStays(feed.ctx, feed.unitId);
    expect(after).toMatchObject([{ id: before?.id, checkIn: '2027-06-23', checkOut: '2027-06-27' }]);
    expect(await takenNights(feed.ctx, feed.unitId)).toEqual(nightsFrom('2027-06-23', '2027-06-27'));
  });

  it('swap-two-guests: both move in one transaction and no conflict appears', async () => {
    const feed = await world.follow();
    const next = { ...two, from: '2027-06-24', to: '2027-06-28' };
    await feed.poll(calendarText([one, next]));
    await feed.poll(
      calendarText([
        { ...one, from: next.from, to: next.to },
        { ...next, from: one.from, to: one.to },
      ]),
    );
    expect(await activeStays(feed.ctx, feed.unitId)).toMatchObject([
      { externalId: 'HMTWOBBBB2', checkIn: '2027-06-20' },
      { externalId: 'HMONEAAAA1', checkIn: '2027-06-24' },
    ]);
    expect(await openConflicts(feed.ctx)).toEqual([]);
  });

  it('cancel-status: an event called off by name is freed at once', async () => {
    const feed = await world.follow();
    await feed.poll(calendarText([one, two]));
    const run = await feed.poll(calendarText([{ ...one, extra: ['STATUS:CANCELLED'] }, two]));
    expect(run.cancelled).toBe(1);
    expect(await activeStays(feed.ctx, feed.unitId)).toMatchObject([{ externalId: 'HMTWOBBBB2' }]);
  });

  it('three-events-per-stay: the nights of the stay are closed, and the departure night at most by its own event', async () => {
    const feed = await world.follow();
    const prodid = '-//smoobu.com//smoobu//EN';
    await feed.poll(
      calendarText(
        [
          { uid: 'in', from: '2027-09-01', to: '2027-09-02', summary: 'Check-in Ann' },
          { uid: 'stay', from: '2027-09-01', to: '2027-09-05', summary: 'Ann' },
          { uid: 'out', from: '2027-09-05', to: '2027-09-06', summary: 'Check-out Ann' },
        ],
        prodid,
      ),
    );
    const taken = await takenNights(feed.ctx, feed.unitId);
    expect(taken).toEqual(expect.arrayContaining(nightsFrom('2027-09-01', '2027-09-05')));
    expect(taken.filter((night) => night > '2027-09-05')).toEqual([]);
    expect(await openConflicts(feed.ctx)).toEqual([]);
  });

  it('localised: closed in any language', async () => {
    const feed = await world.follow();
    await feed.poll(
      calendarText(
        [
          { uid: '1', from: '2027-03-01', to: '2027-03-03', summary: 'Réservée - Ann' },
          { uid: '2', from: '2027-03-05', to: '2027-03-07', summary: 'Indisponible' },
          { uid: '3', from: '2027-03-09', to: '2027-03-11', summary: 'Занято' },
        ],
        '-//HomeAway.com, Inc.//EN',
      ),
    );
    expect(await takenNights(feed.ctx, feed.unitId)).toHaveLength(6);
  });

  it('order-and-stamp-only: no change, no new version, one shared run row', async () => {
    const feed = await world.follow();
    await feed.poll(calendarText([one, two]));
    const version = async () =>
      (
        await feed.ctx.db.execute<{ v: string }>(
          `select calendar_version v from units where id = '${feed.unitId}'`,
        )
      )[0]?.v;
    const before = await version();
    const restamped = calendarText([two, one])
      .replaceAll('20261120T120000Z', '20261121T101500Z')
      .replaceAll('\r\n', '\n');
    expect(await feed.poll(restamped)).toMatchObject({
      status: 'success',
      created: 0,
      updated: 0,
      cancelled: 0,
    });
    expect(await version()).toBe(before);
  });

  it('prodid-param: an older Airbnb header is Airbnb all the same', async () => {
    const feed = await world.follow();
    const text = calendarText([one])
      .replace('PRODID:', 'PRODID;X-RICAL-TZSOURCE=TZINFO:')
      .replace('Calendar 1.0', 'Calendar 0.8.8');
    await feed.poll(text);
    expect(await activeStays(feed.ctx, feed.unitId)).toMatchObject([
      { channel: 'airbnb', externalId: 'HMONEAAAA1' },
    ]);
  });

  it('60 % of the future events gone at once: kept until three like answers over 30 minutes', async () => {
    const feed = await world.follow();
    const five = [1, 2, 3, 4, 5].map((n) => ({
      ...one,
      uid: `u${n}`,
      from: `2027-0${n}-10`,
      to: `2027-0${n}-12`,
      description: airbnbDescription(`HMNUMBER0${n}`),
    }));
    await feed.poll(calendarText(five));
    const shrunken = calendarText(five.slice(0, 2));
    expect(await feed.poll(shrunken)).toMatchObject({
      status: 'partial',
      cancelled: 0,
      errors: [{ code: 'answer_shrunken' }],
    });
    await feed.poll(shrunken);
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(5);
    expect((await feed.poll(shrunken)).cancelled).toBe(3);
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
  });

  it('one of several gone: a closure at once, a reservation with the second poll, also where the answer says "as before"', async () => {
    const feed = await world.follow();
    const block = { uid: 'b', from: '2027-08-01', to: '2027-08-03', summary: 'Airbnb (Not available)' };
    await feed.poll(calendarText([one, two, block]));
    const rest = { body: calendarText([two]), headers: { etag: '"rest"' } };
    expect((await feed.poll(calendarText([one, two]))).cancelled).toBe(1);
    expect((await feed.poll(rest)).cancelled).toBe(0);
    expect((await feed.poll(rest)).cancelled).toBe(1);
    expect(await activeStays(feed.ctx, feed.unitId)).toMatchObject([{ externalId: 'HMTWOBBBB2' }]);
  });

  it('a stay that is over leaves its feed without a cancellation', async () => {
    const own = await calendarWorld();
    const feed = await own.follow();
    await feed.poll(calendarText([{ ...one, from: '2026-11-20', to: '2026-11-23' }, two]));
    own.clock.set('2026-11-23T12:00:00Z');
    await feed.poll(calendarText([two]));
    await feed.poll(calendarText([two]));
    expect(await activeStays(feed.ctx, feed.unitId)).toHaveLength(2);
    await own.close();
  });
});
