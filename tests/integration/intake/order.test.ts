import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connections } from '#db/schema/connections.ts';
import { mappings } from '#db/schema/mappings.ts';
import { holds } from '#db/schema/reservations.ts';
import { disconnect } from '#lib/domain/connections/disconnect.ts';
import { type Ctx, inTx } from '#lib/domain/ctx.ts';
import { applyReservations } from '#lib/domain/intake/apply-reservations.ts';
import type { ChannelReservation } from '#lib/providers/sales-contract.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, openConflicts, stay, unprotectedStays } from '#tests/support/stays.ts';
import { booking } from './channel.ts';
import { addListing, bookings, connect, journalOf, soldUnit } from './world.ts';

let world: TestWorld;
let ctx: Ctx;
let sold: Awaited<ReturnType<typeof soldUnit>>;

beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  ctx = await world.org();
  sold = await soldUnit(ctx, 'L1');
});

const at = (minute: number) => Temporal.Instant.from('2026-02-01T10:00:00Z').add({ minutes: minute });
const tell = (org: Ctx, connectionId: string, ...items: ChannelReservation[]) =>
  inTx(org, (tx) =>
    applyReservations(
      tx,
      { id: connectionId, provider: 'airbnb' },
      { items, unreadable: [] },
      { reason: 'test' },
    ),
  );
const told = (...items: ChannelReservation[]) => tell(ctx, sold.connectionId, ...items);
const room = async (code = 'HM1') => (await bookings(ctx)).get(code)?.rooms[0];

/** The life of one booking as the channel dates it. */
const LIFE: ChannelReservation[] = [
  booking('HM1', 'L1', '2026-05-01', '2026-05-04', { status: 'pending', changedAt: at(0) }),
  booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) }),
  booking('HM1', 'L1', '2026-05-02', '2026-05-06', { changedAt: at(2) }),
  booking('HM1', 'L1', '2026-05-03', '2026-05-05', { changedAt: at(3), guests: 4 }),
  booking('HM1', 'L1', '2026-05-03', '2026-05-05', { status: 'cancelled', changedAt: at(4) }),
];

async function endState(org: Ctx) {
  return [...(await bookings(org)).values()].map(({ externalId, status, guests, rooms }) => ({
    externalId,
    status,
    guests,
    rooms: rooms.map((one) => [one.roomRef, one.status, one.checkIn, one.checkOut]),
  }));
}

describe('the words on a booking', () => {
  it('are not silenced by one that a clock dated ahead of time', async () => {
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(10_000_000) }));
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-05', { changedAt: world.deps.clock.now() }));
    expect(await room()).toMatchObject({ checkOut: '2026-05-05' });
  });

  it('end the same in every order, doubled, in batches or one by one, and whatever the last word is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: LIFE.length })
          .chain((length) =>
            fc.tuple(
              fc.constant(length),
              fc.shuffledSubarray([...Array(length).keys()], { minLength: length, maxLength: length }),
              fc.array(fc.nat(length - 1), { maxLength: 4 }),
              fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
            ),
          ),
        async ([length, order, again, cuts]) => {
          const org = await world.org();
          const { connectionId } = await soldUnit(org, 'L1');
          const words = [...order, ...again].flatMap((index) => LIFE[index] ?? []);
          let batch: ChannelReservation[] = [];
          for (const [index, word] of words.entries()) {
            batch.push(word);
            if (!cuts[index % cuts.length] && index < words.length - 1) continue;
            await tell(org, connectionId, ...batch);
            batch = [];
          }
          const last = LIFE[length - 1];
          expect(await endState(org)).toMatchObject([
            {
              status: last?.status,
              guests: last?.guests,
              rooms: [
                ['1', last?.status === 'cancelled' ? 'cancelled' : 'active', last?.checkIn, last?.checkOut],
              ],
            },
          ]);
          const held = await org.db.select().from(holds).where(eq(holds.orgId, org.org));
          expect(held).toHaveLength(last?.status === 'cancelled' ? 0 : 1);
          expect(await unprotectedStays(org)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('that every permutation of new, changed and cancelled ends as cancelled, with its nights free', async () => {
    const [, made, changed, , cancelled] = LIFE;
    if (!made || !changed || !cancelled) throw new Error('a life has these');
    for (const order of [
      [made, changed, cancelled],
      [made, cancelled, changed],
      [changed, made, cancelled],
      [changed, cancelled, made],
      [cancelled, made, changed],
      [cancelled, changed, made],
    ]) {
      const org = await world.org();
      const { connectionId } = await soldUnit(org, 'L1');
      for (const word of order) await tell(org, connectionId, word);
      expect(await endState(org)).toMatchObject([
        { status: 'cancelled', rooms: [['1', 'cancelled', '2026-05-03', '2026-05-05']] },
      ]);
    }
  });

  it('change nothing where they say the same, also with a newer date: no journal row', async () => {
    const once = booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) });
    await told(once);
    await told(once, { ...once, changedAt: at(9) });
    expect(await journalOf(ctx, 'reservation.updated')).toEqual([]);
    await told(booking('HM1', 'L1', '2026-06-01', '2026-06-04', { changedAt: at(8) }));
    expect(await room()).toMatchObject({ checkIn: '2026-05-01' });
  });

  it('are compared where the channel dates none of them', async () => {
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: null }));
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-05', { changedAt: null }));
    expect(await room()).toMatchObject({ checkOut: '2026-05-05' });
  });
});

describe('a status', () => {
  it.each([
    ['pending', 'pending', true],
    ['confirmed', 'confirmed', true],
    ['unknown', 'pending', true],
    ['cancelled', 'cancelled', false],
  ] as const)('%s is kept as %s; its nights are held: %s', async (status, kept, isHeld) => {
    await told(
      booking('HM1', 'L1', '2026-05-01', '2026-05-04', { status, channelStatus: `their ${status}` }),
    );
    expect((await bookings(ctx)).get('HM1')).toMatchObject({
      status: kept,
      channelStatus: `their ${status}`,
      hasUnknownStatus: status === 'unknown',
    });
    const held = await ctx.db.select().from(holds).where(eq(holds.orgId, ctx.org));
    expect(held).toHaveLength(isHeld ? 1 : 0);
  });

  it('inquiry takes no night: unknown it is not kept, known it ends', async () => {
    const inquiry = booking('HM1', 'L1', '2026-05-01', '2026-05-04', { status: 'inquiry', changedAt: at(5) });
    await told(inquiry);
    expect((await bookings(ctx)).size).toBe(0);
    await told(LIFE[0] ?? inquiry, inquiry);
    expect((await bookings(ctx)).size).toBe(1);
    await told(inquiry);
    expect((await bookings(ctx)).get('HM1')?.status).toBe('cancelled');
  });
});

describe('the unit of a booking', () => {
  it('that a person chose stays when the channel says the same again, or changes its dates', async () => {
    const other = await addUnit(ctx, sold.propertyId);
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) }));
    await apply(ctx, stay('airbnb:HM1', other, '2026-05-01', '2026-05-04'));
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) }));
    expect(await room()).toMatchObject({ unitId: other });
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-05', { changedAt: at(2) }));
    expect(await room()).toMatchObject({ unitId: other, checkOut: '2026-05-05' });
  });

  it('follows the listing that the channel moves it to, as soon as that is mapped', async () => {
    const other = await addUnit(ctx, sold.propertyId);
    await addListing(ctx, sold.connectionId, 'L2', other);
    await addListing(ctx, sold.connectionId, 'L3');
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) }));
    await told(booking('HM1', 'L3', '2026-05-01', '2026-05-04', { changedAt: at(2) }));
    expect(await room()).toMatchObject({ unitId: sold.unitId, listingId: sold.listingId });
    await told(booking('HM1', 'L2', '2026-05-01', '2026-05-04', { changedAt: at(3) }));
    expect(await room()).toMatchObject({ unitId: other });
  });

  it('is none for a draft or a mapping that is off, and the booking waits', async () => {
    await addListing(ctx, sold.connectionId, 'L2', sold.unitId, { stage: 'draft' });
    await addListing(ctx, sold.connectionId, 'L3', sold.unitId, { isSyncOn: false });
    await told(
      booking('HM2', 'L2', '2026-05-01', '2026-05-04'),
      booking('HM3', 'L3', '2026-05-01', '2026-05-04'),
    );
    expect([(await room('HM2'))?.unitId, (await room('HM3'))?.unitId]).toEqual([null, null]);
    expect(await openConflicts(ctx)).toEqual([]);
  });
});

describe('two accounts that both have the listing', () => {
  it('tell of one booking, without taking turns', async () => {
    const second = await connect(ctx);
    await addListing(ctx, second, 'L1', sold.unitId);
    const once = booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) });
    await Promise.all([told(once), tell(ctx, second, once)]);
    for (let poll = 0; poll < 3; poll++) {
      await told(once);
      await tell(ctx, second, once);
    }
    expect((await bookings(ctx)).size).toBe(1);
    expect(await journalOf(ctx, 'reservation.created')).toHaveLength(1);
    expect(await journalOf(ctx, 'reservation.updated')).toEqual([]);
    await tell(ctx, second, booking('HM1', 'L1', '2026-05-01', '2026-05-06', { changedAt: at(2) }));
    expect(await room()).toMatchObject({ checkOut: '2026-05-06', unitId: sold.unitId });
  });

  it('give a booking the unit that one of them is mapped to', async () => {
    const second = await connect(ctx);
    await addListing(ctx, second, 'L1');
    const once = booking('HM1', 'L1', '2026-05-01', '2026-05-04', { changedAt: at(1) });
    await tell(ctx, second, once);
    expect(await room()).toMatchObject({ unitId: null });
    await told(once);
    expect(await room()).toMatchObject({ unitId: sold.unitId });
  });
});

describe('a calendar beside a connection', () => {
  const byCalendar = (checkIn: string, checkOut: string, more: object = {}) =>
    apply(ctx, stay('airbnb:HM1', sold.unitId, checkIn, checkOut, { calendarId: 'cal_1', ...more }));

  it('tells of one that the connection has not told of yet, which then is the same booking', async () => {
    await byCalendar('2026-05-01', '2026-05-04');
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    expect((await bookings(ctx)).size).toBe(1);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({
      connectionId: sold.connectionId,
      calendarId: 'cal_1',
    });
    expect(await openConflicts(ctx)).toEqual([]);
  });

  it('never overrides dates or end of one that the connection follows, but gives a unit to one that waits', async () => {
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    await byCalendar('2026-06-01', '2026-06-04');
    await byCalendar('2026-05-01', '2026-05-04', { reservationStatus: 'cancelled' });
    expect(await room()).toMatchObject({ status: 'active', checkIn: '2026-05-01' });
    await addListing(ctx, sold.connectionId, 'L9');
    await told(booking('HM9', 'L9', '2026-07-01', '2026-07-04'));
    await apply(ctx, stay('airbnb:HM9', sold.unitId, '2026-07-02', '2026-07-04', { calendarId: 'cal_1' }));
    expect(await room('HM9')).toMatchObject({ unitId: sold.unitId, checkIn: '2026-07-01' });
  });

  it('then disconnected and connected again, leaves the same booking on the same nights', async () => {
    await byCalendar('2026-05-01', '2026-05-04');
    const once = booking('HM1', 'L1', '2026-05-01', '2026-05-04');
    await told(once);
    const before = await room();
    await disconnect(ctx, 'airbnb', sold.connectionId);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({
      status: 'confirmed',
      followed: 'no_longer_followed',
    });
    await byCalendar('2026-05-01', '2026-05-04');
    await ctx.db
      .update(connections)
      .set({ status: 'connected' })
      .where(eq(connections.id, sold.connectionId));
    await ctx.db.update(mappings).set({ isSyncOn: true }).where(eq(mappings.connectionId, sold.connectionId));
    await told(once);
    expect(await room()).toMatchObject({ id: before?.id, unitId: sold.unitId, sequence: 0 });
    expect((await bookings(ctx)).size).toBe(1);
    expect((await bookings(ctx)).get('HM1')).toMatchObject({ followed: 'followed' });
    expect(await openConflicts(ctx)).toEqual([]);
    expect(await unprotectedStays(ctx)).toEqual([]);
  });

  it('is believed again once the account is disconnected', async () => {
    await told(booking('HM1', 'L1', '2026-05-01', '2026-05-04'));
    await ctx.db
      .update(connections)
      .set({ status: 'disconnected' })
      .where(eq(connections.id, sold.connectionId));
    await byCalendar('2026-06-01', '2026-06-04');
    expect(await room()).toMatchObject({ checkIn: '2026-06-01' });
  });
});
