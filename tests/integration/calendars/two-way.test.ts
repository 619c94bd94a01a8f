import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { getFeed } from '#lib/domain/feeds/get-feed.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { night } from '#lib/kernel/nights.ts';
import { airbnbDescription, BOOKING_PRODID, calendarText } from '#tests/support/feed-host.ts';
import { takenNights } from './nights.ts';
import {
  activeStays,
  type CalendarWorld,
  calendarWorld,
  events,
  newUnit,
  nightsFrom,
  openConflicts,
} from './world.ts';

type Link = { readonly unitId: string; readonly token: string };

/** A subscriber of the unit, with the calendar as its counterpart where one is given. */
async function subscribe(ctx: Ctx, unitId: string, calendarId: string | null): Promise<Link> {
  const subscriber = await createSubscriber(ctx, unitId, {
    name: 'them',
    privacy: 'busy',
    source: calendarId ? { calendarId } : null,
  });
  return { unitId, token: new URL(subscriber.url).searchParams.get('token') ?? '' };
}

async function fetchFeed(world: CalendarWorld, link: Link): Promise<string> {
  const feed = await getFeed(world.deps, {
    id: link.unitId,
    token: link.token,
    holds: { etags: [], modifiedSince: null },
    wantsBody: true,
    caller: { ip: '192.0.2.1', userAgent: 'test' },
  });
  if (feed?.state !== 'document') throw new Error('the link has a feed');
  return feed.document.text;
}

const closed = (uid: string, from: string, to: string) =>
  calendarText([{ uid, from, to, summary: 'CLOSED - Not available' }], BOOKING_PRODID);

describe('two sources of one unit', () => {
  let world: CalendarWorld;
  beforeAll(async () => {
    world = await calendarWorld();
  });
  afterAll(() => world.close());

  const airbnb = (from: string, to: string) =>
    calendarText([{ uid: 'a@airbnb.com', from, to, description: airbnbDescription('HMTWICE001') }]);

  it('that sell the same two nights between two polls: one conflict, both kept', async () => {
    const first = await world.follow('airbnb');
    const second = await world.follow('booking', first.ctx, first.unitId);
    await subscribe(first.ctx, first.unitId, second.calendarId);
    await first.poll(airbnb('2027-02-05', '2027-02-07'));
    await second.poll(closed('b@booking.com', '2027-02-05', '2027-02-07'));
    const open = await openConflicts(first.ctx);
    expect(open).toMatchObject([
      { kind: 'double_booking', nights: { checkIn: '2027-02-05', checkOut: '2027-02-07' } },
    ]);
    for (let round = 0; round < 3; round++) {
      await first.poll(airbnb('2027-02-05', '2027-02-07'));
      await second.poll(closed(`b${round}@booking.com`, '2027-02-05', '2027-02-07'));
    }
    expect(await openConflicts(first.ctx)).toMatchObject([{ id: open[0]?.id }]);
    expect(await activeStays(first.ctx, first.unitId)).toHaveLength(1);
    expect(await events(first.ctx, second.calendarId)).toHaveLength(1);
  });

  it('the second of which has fetched our feed: an echo, no conflict, and gone with what it repeats', async () => {
    const first = await world.follow('airbnb');
    const second = await world.follow('booking', first.ctx, first.unitId);
    const link = await subscribe(first.ctx, first.unitId, second.calendarId);
    await first.poll(airbnb('2027-02-05', '2027-02-07'));
    expect(await fetchFeed(world, link)).toContain('20270205');
    await second.poll(closed('b@booking.com', '2027-02-05', '2027-02-07'));
    expect(await openConflicts(first.ctx)).toEqual([]);
    expect(await events(first.ctx, second.calendarId)).toMatchObject([{ judgement: 'echo' }]);
    expect(await takenNights(first.ctx, first.unitId)).toEqual(nightsFrom('2027-02-05', '2027-02-07'));
    // The booking is called off: the copy must not keep its nights shut, though its source still shows it.
    await first.poll(
      calendarText([
        { uid: 'a@airbnb.com', from: '2027-02-05', to: '2027-02-07', extra: ['STATUS:CANCELLED'] },
      ]),
    );
    expect(await takenNights(first.ctx, first.unitId)).toEqual([]);
  });

  it('that nobody linked through us: a possible double booking', async () => {
    const first = await world.follow('airbnb');
    const second = await world.follow('booking', first.ctx, first.unitId);
    await first.poll(airbnb('2027-02-05', '2027-02-07'));
    await second.poll(closed('b@booking.com', '2027-02-05', '2027-02-07'));
    expect(await openConflicts(first.ctx)).toMatchObject([{ kind: 'possible_double_booking' }]);
  });

  it('with certain bookings on the same nights: a conflict whoever fetched what', async () => {
    const first = await world.follow('airbnb');
    const second = await world.follow('airbnb', first.ctx, first.unitId);
    const link = await subscribe(first.ctx, first.unitId, second.calendarId);
    await first.poll(airbnb('2027-02-05', '2027-02-07'));
    await fetchFeed(world, link);
    await second.poll(
      calendarText([
        {
          uid: 'other@airbnb.com',
          from: '2027-02-05',
          to: '2027-02-07',
          description: airbnbDescription('HMOTHER001'),
        },
      ]),
    );
    expect(await openConflicts(first.ctx)).toMatchObject([{ kind: 'double_booking' }]);
    expect(await activeStays(first.ctx, first.unitId)).toHaveLength(2);
  });

  it('with a departure and an arrival on one day: none', async () => {
    const first = await world.follow('airbnb');
    const second = await world.follow('booking', first.ctx, first.unitId);
    await first.poll(airbnb('2027-02-05', '2027-02-07'));
    await second.poll(closed('b@booking.com', '2027-02-07', '2027-02-09'));
    expect(await openConflicts(first.ctx)).toEqual([]);
  });

  it('one of which moves away: the conflict is over by itself', async () => {
    const first = await world.follow('airbnb');
    const second = await world.follow('booking', first.ctx, first.unitId);
    await first.poll(airbnb('2027-02-05', '2027-02-07'));
    await second.poll(closed('b@booking.com', '2027-02-05', '2027-02-07'));
    expect(await openConflicts(first.ctx)).toHaveLength(1);
    await first.poll(airbnb('2027-03-05', '2027-03-07'));
    expect(await openConflicts(first.ctx)).toEqual([]);
  });

  it('a closure of the owner is no second sale: Airbnb writes bookings otherwise', async () => {
    const first = await world.follow('booking');
    const second = await world.follow('airbnb', first.ctx, first.unitId);
    await createReservation(first.ctx, {
      unitId: first.unitId,
      checkIn: night('2027-02-05'),
      checkOut: night('2027-02-07'),
      guest: { name: 'Ann' },
    });
    await second.poll(
      calendarText([
        { uid: 'x@airbnb.com', from: '2027-02-04', to: '2027-02-09', summary: 'Airbnb (Not available)' },
      ]),
    );
    expect(await openConflicts(first.ctx)).toEqual([]);
    expect(await takenNights(first.ctx, first.unitId)).toEqual(nightsFrom('2027-02-04', '2027-02-09'));
  });
});

describe('calendars that follow each other', () => {
  it('two units, five rounds: each shows the nights of the other, nothing else appears', async () => {
    const world = await calendarWorld();
    const ctx = await world.org();
    const [sea, garden] = [await newUnit(ctx), await newUnit(ctx, 'Garden')];
    const links = { sea: await subscribe(ctx, sea, null), garden: await subscribe(ctx, garden, null) };
    const ofGarden = await world.follow('garden', ctx, sea);
    const ofSea = await world.follow('sea', ctx, garden);
    await createReservation(ctx, {
      unitId: sea,
      checkIn: night('2027-04-01'),
      checkOut: night('2027-04-05'),
      guest: { name: 'Ann' },
    });
    await createReservation(ctx, {
      unitId: garden,
      checkIn: night('2027-05-01'),
      checkOut: night('2027-05-05'),
      guest: { name: 'Bob' },
    });
    for (let round = 0; round < 5; round++) {
      await ofGarden.poll(await fetchFeed(world, links.garden));
      await ofSea.poll(await fetchFeed(world, links.sea));
      const both = [...nightsFrom('2027-04-01', '2027-04-05'), ...nightsFrom('2027-05-01', '2027-05-05')];
      if (round > 0) {
        expect(await takenNights(ctx, sea)).toEqual(both);
        expect(await takenNights(ctx, garden)).toEqual(both);
      }
      expect(await openConflicts(ctx)).toEqual([]);
      expect((await events(ctx, ofGarden.calendarId)).filter((row) => row.kind !== 'echo')).toHaveLength(1);
      expect((await events(ctx, ofSea.calendarId)).filter((row) => row.kind !== 'echo')).toHaveLength(1);
    }
    await world.close();
  });

  it('two installations, five rounds, with and without counterparts: the same, and a cancellation frees both', async () => {
    for (const hasCounterparts of [true, false]) {
      const [here, there] = [await calendarWorld(), await calendarWorld()];
      const sides = await Promise.all(
        [here, there].map(async (world) => {
          const ctx = await world.org();
          const unitId = await newUnit(ctx);
          const other = await world.follow('other', ctx, unitId);
          return {
            world,
            ctx,
            unitId,
            other,
            link: await subscribe(ctx, unitId, hasCounterparts ? other.calendarId : null),
          };
        }),
      );
      const [a, b] = sides;
      if (!a || !b) throw new Error('two sides');
      const exchange = async () => {
        await a.other.poll(await fetchFeed(there, b.link));
        await b.other.poll(await fetchFeed(here, a.link));
      };
      await createReservation(a.ctx, {
        unitId: a.unitId,
        checkIn: night('2027-04-01'),
        checkOut: night('2027-04-05'),
        guest: { name: 'Ann' },
      });
      await createReservation(b.ctx, {
        unitId: b.unitId,
        checkIn: night('2027-05-01'),
        checkOut: night('2027-05-05'),
        guest: { name: 'Bob' },
      });
      for (let round = 0; round < 5; round++) await exchange();
      const both = [...nightsFrom('2027-04-01', '2027-04-05'), ...nightsFrom('2027-05-01', '2027-05-05')];
      for (const side of sides) {
        expect(await takenNights(side.ctx, side.unitId)).toEqual(both);
        expect(await openConflicts(side.ctx)).toEqual([]);
        expect(
          (await events(side.ctx, side.other.calendarId)).filter((row) => row.kind !== 'echo'),
        ).toHaveLength(1);
        expect(await activeStays(side.ctx, side.unitId)).toHaveLength(1);
      }
      await Promise.all([here.close(), there.close()]);
    }
  }, 60_000);
});
