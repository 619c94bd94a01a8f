import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBlock } from '#lib/domain/blocks/create.ts';
import { deleteBlock } from '#lib/domain/blocks/delete.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { getFeed } from '#lib/domain/feeds/get-feed.ts';
import { createReservation } from '#lib/domain/reservations/create.ts';
import { updateReservation } from '#lib/domain/reservations/update.ts';
import { addNights, night, todayIn } from '#lib/kernel/nights.ts';
import {
  airbnbDescription,
  BOOKING_PRODID,
  calendarText,
  type WrittenEvent,
} from '#tests/support/feed-host.ts';
import { addUnit, makeUnit } from '#tests/support/stays.ts';
import { takenNights } from './nights.ts';
import { type CalendarWorld, calendarWorld, events, nightsFrom, openConflicts } from './world.ts';

/** Found by the simulation: what a source repeats, when, and what hides behind it. */
let world: CalendarWorld;
beforeAll(async () => {
  world = await calendarWorld();
});
afterAll(() => world.close());

const closed = (...nights: [from: string, to: string, uid?: string][]) =>
  calendarText(
    nights.map(
      ([from, to, uid]): WrittenEvent => ({
        uid: uid ?? `${from}@b`,
        from,
        to,
        summary: 'CLOSED - Not available',
      }),
    ),
    BOOKING_PRODID,
  );
const sold = (from: string, to: string) =>
  calendarText([{ uid: `${from}@a`, from, to, description: airbnbDescription('HMWHOLE001') }]);

/** A calendar of the unit whose platform follows our feed. */
async function twoWay(ctx: Ctx, unitId: string, prefix = 'booking') {
  const feed = await world.follow(prefix, ctx, unitId);
  const { url } = await createSubscriber(ctx, unitId, {
    name: prefix,
    privacy: 'busy',
    source: { calendarId: feed.calendarId },
  });
  const token = new URL(url).searchParams.get('token') ?? '';
  const holds = { etags: [], modifiedSince: null };
  const caller = { ip: '192.0.2.1', userAgent: 'test' };
  return {
    ...feed,
    fetchOurs: async () => {
      world.clock.advance({ minutes: 1 });
      await getFeed(world.deps, { id: unitId, token, holds, wantsBody: true, caller });
    },
  };
}

async function flat() {
  const ctx = await world.org();
  const { unitId } = await makeUnit(ctx);
  const block = async (from: string, to: string) => {
    const { id } = await createBlock(ctx, { unitId, from: night(from), to: night(to) });
    return () => deleteBlock(ctx, id);
  };
  return { ctx, unitId, block, channel: await twoWay(ctx, unitId) };
}

describe('a copy whose original is gone', () => {
  it('closes nothing, also where it went before the copy was first seen', async () => {
    const { ctx, unitId, block, channel } = await flat();
    const unblock = await block('2027-02-05', '2027-02-07');
    await channel.fetchOurs();
    await unblock();
    await channel.poll(closed(['2027-02-05', '2027-02-07']));
    expect(await takenNights(ctx, unitId)).toEqual([]);
    expect(await events(ctx, channel.calendarId)).toMatchObject([{ judgement: 'echo' }]);
  });

  it('is a booking of its own once its source was told so and shows it all the same', async () => {
    const { ctx, unitId, block, channel } = await flat();
    const unblock = await block('2027-02-05', '2027-02-07');
    await channel.fetchOurs();
    await channel.poll(closed(['2027-02-05', '2027-02-07']));
    await unblock();
    await channel.poll(closed(['2027-02-05', '2027-02-07']));
    expect(await takenNights(ctx, unitId)).toEqual([]); // it has not fetched: nothing is known
    await channel.fetchOurs();
    await channel.poll(closed(['2027-02-05', '2027-02-07']), 20); // the same answer, and not skipped
    expect(await takenNights(ctx, unitId)).toEqual(nightsFrom('2027-02-05', '2027-02-07'));
    await channel.poll(closed(['2027-02-05', '2027-02-07']));
    expect(await takenNights(ctx, unitId)).toEqual(nightsFrom('2027-02-05', '2027-02-07'));
  });

  it('is none of its own for the nights that have passed', async () => {
    const { ctx, unitId, block, channel } = await flat();
    const today = todayIn('Europe/Paris', world.clock.now());
    const unblock = await block(today, addNights(today, 1));
    await block(addNights(today, 1), addNights(today, 9));
    await channel.fetchOurs();
    await channel.poll(closed([today, addNights(today, 9)]));
    await unblock();
    world.clock.advance({ hours: 48 });
    await channel.fetchOurs();
    await channel.poll(closed([addNights(today, 2), addNights(today, 9)]), 60);
    expect(await events(ctx, channel.calendarId)).toMatchObject([{ judgement: 'echo', checkIn: today }]);
    expect(await takenNights(ctx, unitId)).toEqual(nightsFrom(addNights(today, 1), addNights(today, 9)));
  });

  it('and stays one where somebody else has taken its nights meanwhile', async () => {
    const { ctx, unitId, block, channel } = await flat();
    const unblock = await block('2027-02-05', '2027-02-07');
    await channel.fetchOurs();
    await channel.poll(closed(['2027-02-05', '2027-02-07']));
    await unblock();
    await createReservation(ctx, {
      unitId,
      checkIn: night('2027-02-05'),
      checkOut: night('2027-02-07'),
      guest: { name: 'Ann' },
    });
    await channel.fetchOurs();
    await channel.poll(closed(['2027-02-05', '2027-02-07']), 60);
    expect(await openConflicts(ctx)).toEqual([]);
    expect(await events(ctx, channel.calendarId)).toMatchObject([{ judgement: 'echo' }]);
  });
});

describe('an event is no echo of what its source learned', () => {
  it('after the answer that shows it had left', async () => {
    const { ctx, unitId, channel } = await flat();
    world.host.set(channel.path, async () => {
      await createReservation(ctx, {
        unitId,
        checkIn: night('2027-02-05'),
        checkOut: night('2027-02-07'),
        guest: { name: 'Ann' },
      });
      await channel.fetchOurs();
      return { body: closed(['2027-02-05', '2027-02-07']) };
    });
    await channel.sync();
    expect(await openConflicts(ctx)).toMatchObject([{ kind: 'double_booking' }]);
  });

  it('it is one where the stay grew after its source had fetched it', async () => {
    const { ctx, unitId, channel } = await flat();
    const stay = await createReservation(ctx, {
      unitId,
      checkIn: night('2027-02-05'),
      checkOut: night('2027-02-07'),
      guest: { name: 'Ann' },
    });
    await channel.fetchOurs();
    await updateReservation(ctx, stay.id, { checkOut: night('2027-02-08') });
    await channel.poll(closed(['2027-02-05', '2027-02-07']));
    expect(await openConflicts(ctx)).toEqual([]);
    expect(await events(ctx, channel.calendarId)).toMatchObject([{ judgement: 'echo' }]);
  });
});

describe('two closures of two channels', () => {
  it('do not clash on nights that the one only repeats, whatever of its own it joined to them', async () => {
    const { ctx, unitId, block, channel } = await flat();
    const other = await twoWay(ctx, unitId, 'other');
    await block('2027-02-05', '2027-02-07');
    await channel.fetchOurs();
    await channel.poll(closed(['2027-02-05', '2027-02-09']));
    await other.poll(closed(['2027-02-05', '2027-02-07']));
    expect(await openConflicts(ctx)).toEqual([]);
    await other.poll(closed(['2027-02-05', '2027-02-08']));
    expect(await openConflicts(ctx)).toHaveLength(1);
  });

  it('do not where the one closes a season', async () => {
    const { ctx, unitId, channel } = await flat();
    const other = await twoWay(ctx, unitId, 'other');
    await channel.poll(closed(['2027-02-01', '2027-05-01']));
    await other.poll(closed(['2027-02-05', '2027-02-07']));
    expect(await openConflicts(ctx)).toEqual([]);
  });
});

describe('a house and its rooms', () => {
  async function house() {
    const ctx = await world.org();
    const { propertyId, unitId: room } = await makeUnit(ctx);
    return { ctx, room, whole: await addUnit(ctx, propertyId, [room, await addUnit(ctx, propertyId)]) };
  }

  it('a closure of the one comes back through the other as an echo, and goes with it', async () => {
    const { ctx, room, whole } = await house();
    const [ofRoom, ofWhole] = [await twoWay(ctx, room), await twoWay(ctx, whole)];
    await ofWhole.poll(closed(['2027-02-05', '2027-02-07'], ['2027-05-01', '2027-05-02']));
    await ofRoom.fetchOurs();
    await ofRoom.poll(closed(['2027-02-05', '2027-02-07'], ['2027-05-01', '2027-05-02']));
    expect(await events(ctx, ofRoom.calendarId)).toMatchObject([
      { judgement: 'echo' },
      { judgement: 'echo' },
    ]);
    await ofWhole.poll(closed(['2027-05-01', '2027-05-02']));
    expect(await takenNights(ctx, whole)).toEqual(['2027-05-01']);
    expect(await takenNights(ctx, room)).toEqual(['2027-05-01']);
  });

  it('a guest of the house and a closure of a room clash, whichever is told last', async () => {
    for (const isGuestLast of [true, false]) {
      const { ctx, room, whole } = await house();
      const ofRoom = await world.follow('booking', ctx, room);
      const ofWhole = await world.follow('airbnb', ctx, whole);
      const closeRoom = () => ofRoom.poll(closed(['2027-02-05', '2027-02-07']));
      if (!isGuestLast) await ofWhole.poll(sold('2027-02-06', '2027-02-09'));
      await closeRoom();
      if (isGuestLast) await ofWhole.poll(sold('2027-02-06', '2027-02-09'));
      const open = await openConflicts(ctx);
      expect(open).toMatchObject([
        { unitId: room, nights: { checkIn: '2027-02-06', checkOut: '2027-02-07' } },
      ]);
      await ofWhole.poll(sold('2027-02-06', '2027-02-10'));
      await closeRoom();
      expect((await openConflicts(ctx)).map((row) => row.id)).toEqual(open.map((row) => row.id));
      await ofWhole.poll(sold('2027-03-06', '2027-03-09'));
      expect(await openConflicts(ctx)).toEqual([]);
    }
  });
});
