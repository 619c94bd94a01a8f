import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarEvents } from '#db/schema/calendars.ts';
import { units } from '#db/schema/properties.ts';
import { updateCalendar } from '#lib/domain/calendars/update-calendar.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { createSubscriber } from '#lib/domain/feeds/create-subscriber.ts';
import { ensurePlainToken } from '#lib/domain/feeds/ensure-plain-token.ts';
import type { FeedPrivacy } from '#lib/domain/feeds/schemas.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { addUnit, apply, openConflicts, stay } from '#tests/support/stays.ts';
import { addBlock, bump, type FeedWorld, feedWorld, fetchText, readEvents, told } from './world.ts';

let world: FeedWorld;
beforeAll(async () => {
  world = await feedWorld();
});
afterAll(() => world.end());

async function feedOf(ctx: Ctx, id: string): Promise<string> {
  return fetchText((await ensurePlainToken(ctx, id)).url);
}

async function feedFor(
  ctx: Ctx,
  unitId: string,
  more: { privacy?: FeedPrivacy; calendarId?: string },
): Promise<string> {
  const { url } = await createSubscriber(ctx, unitId, {
    name: 'Somebody',
    privacy: more.privacy ?? 'busy',
    source: more.calendarId ? { calendarId: more.calendarId } : null,
  });
  return fetchText(url);
}

const guest = {
  guest: { name: 'Ann Example', email: 'ann@example.com', phone: '+33612345678' },
  total: { amount: 98_765_432, currency: 'EUR' },
  note: 'The key is with Xaver',
};

describe('a unit’s feed tells', () => {
  it('stays and blocks as half-open local dates', async () => {
    const { ctx, unitId } = await world.org();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    await addBlock(ctx, unitId, '2026-05-10', '2026-05-11');
    const text = await feedOf(ctx, unitId);
    expect(told(text)).toEqual(['Reserved 2026-05-01..2026-05-04', 'Blocked 2026-05-10..2026-05-11']);
    expect(text).toContain('DTSTART;VALUE=DATE:20260501\r\nDTEND;VALUE=DATE:20260504\r\n');
  });

  it('both of two stays that are in conflict', async () => {
    const { ctx, unitId } = await world.org();
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04'));
    await apply(ctx, stay('booking:77', unitId, '2026-05-02', '2026-05-06'));
    expect(await openConflicts(ctx)).toHaveLength(1);
    expect(told(await feedOf(ctx, unitId))).toEqual([
      'Reserved 2026-05-01..2026-05-04',
      'Reserved 2026-05-02..2026-05-06',
    ]);
  });

  it('nothing of a stay that waits for its unit, of another unit, or that is cancelled', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const next = await addUnit(ctx, propertyId);
    await apply(ctx, stay('airbnb:HM1', null, '2026-05-01', '2026-05-04'));
    await apply(ctx, stay('airbnb:HM2', next, '2026-05-01', '2026-05-04'));
    await apply(ctx, stay('airbnb:HM3', unitId, '2026-05-01', '2026-05-04'));
    await apply(
      ctx,
      stay('airbnb:HM3', unitId, '2026-05-01', '2026-05-04', { reservationStatus: 'cancelled' }),
    );
    expect(told(await feedOf(ctx, unitId))).toEqual([]);
  });

  it('the nights kept free around a stay as events of their own, which go with it', async () => {
    const { ctx, unitId } = await world.org();
    await ctx.db.update(units).set({ preparationNights: 2 }).where(eq(units.id, unitId));
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-10', '2026-05-12'));
    const text = await feedOf(ctx, unitId);
    expect(told(text)).toEqual([
      'Blocked 2026-05-08..2026-05-10',
      'Reserved 2026-05-10..2026-05-12',
      'Blocked 2026-05-12..2026-05-14',
    ]);
    expect(new Set(readEvents(text).map((event) => event.uid)).size).toBe(3);
    await apply(
      ctx,
      stay('airbnb:HM1', unitId, '2026-05-10', '2026-05-12', { reservationStatus: 'cancelled' }),
    );
    expect(told(await feedOf(ctx, unitId))).toEqual([]);
  });

  it('for a part that needs preparing: nights around a stay of the whole house, too', async () => {
    const { ctx, propertyId, unitId: attic } = await world.org();
    const house = await addUnit(ctx, propertyId, [attic, await addUnit(ctx, propertyId)]);
    await ctx.db.update(units).set({ preparationNights: 1 }).where(eq(units.id, attic));
    await apply(ctx, stay('airbnb:WHOLE', house, '2026-05-10', '2026-05-12'));
    expect(told(await feedOf(ctx, attic))).toEqual([
      'Blocked 2026-05-09..2026-05-10',
      'Reserved 2026-05-10..2026-05-12',
      'Blocked 2026-05-12..2026-05-13',
    ]);
    expect(told(await feedOf(ctx, house))).toEqual(['Reserved 2026-05-10..2026-05-12']);
  });

  it('what takes the whole it is a part of, and the whole what takes its parts, but not what takes a sibling', async () => {
    const { ctx, propertyId, unitId: attic } = await world.org();
    const garden = await addUnit(ctx, propertyId);
    const house = await addUnit(ctx, propertyId, [attic, garden]);
    await apply(ctx, stay('airbnb:WHOLE', house, '2026-05-01', '2026-05-02'));
    await apply(ctx, stay('airbnb:ATTIC', attic, '2026-05-03', '2026-05-04'));
    await addBlock(ctx, garden, '2026-05-05', '2026-05-06');
    const whole = 'Reserved 2026-05-01..2026-05-02';
    const inAttic = 'Reserved 2026-05-03..2026-05-04';
    const inGarden = 'Blocked 2026-05-05..2026-05-06';
    expect(told(await feedOf(ctx, attic))).toEqual([whole, inAttic]);
    expect(told(await feedOf(ctx, garden))).toEqual([whole, inGarden]);
    expect(told(await feedOf(ctx, house))).toEqual([whole, inAttic, inGarden]);
    const uids = await Promise.all(
      [attic, garden, house].map(async (id) => readEvents(await feedOf(ctx, id))[0]?.uid),
    );
    expect(new Set(uids).size).toBe(3);
    for (const [i, id] of [attic, garden, house].entries())
      expect(uids[i]).toContain(`.${id}@${world.instanceId}.latchkey`);
  });

  it.each([
    ['a closure', { kind: 'closure' }, true],
    ['a reservation of a calendar of several units', { kind: 'reservation' }, true],
    ['one that a person said is a booking of its own', { judgement: 'distinct' }, true],
    ['the far end of a booking window', { kind: 'window_tail' }, false],
    ['an event of ours that came back', { kind: 'echo', judgement: 'own_uid' }, false],
    ['a copy of what we told', { judgement: 'echo' }, false],
    ['one that a person said is the same booking', { judgement: 'same_booking' }, false],
    ['a request, while requests close', { tentative: true }, true],
  ] as const)('of the calendars it follows %s: %s', async (_, more, isTold) => {
    const { ctx, propertyId, unitId } = await world.org();
    await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-01', '2026-05-04', more);
    await bump(ctx, unitId);
    expect(told(await feedOf(ctx, unitId))).toEqual(isTold ? ['Not available 2026-05-01..2026-05-04'] : []);
  });

  it('no request of a calendar whose requests close nothing, from the moment that is said', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const { calendarId } = await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-04', {
      tentative: true,
    });
    expect(told(await feedOf(ctx, unitId))).toHaveLength(1);
    await updateCalendar(ctx, unitId, calendarId, { tentativeCloses: false });
    expect(told(await feedOf(ctx, unitId))).toEqual([]);
  });
});

describe('who a guest is', () => {
  it.each([
    ['busy', 'Reserved'],
    ['first_name', 'Reserved - Ann'],
    ['code', 'Reserved - HMABCDEFGH'],
  ] as const)('at level %s is told as %j and no further', async (privacy, summary) => {
    const { ctx, unitId } = await world.org();
    await apply(ctx, stay('airbnb:HMABCDEFGH', unitId, '2026-05-01', '2026-05-04', guest));
    await addBlock(ctx, unitId, '2026-06-01', '2026-06-02');
    const text = await feedFor(ctx, unitId, { privacy });
    expect(readEvents(text).map((event) => event.summary)).toEqual([summary, 'Blocked']);
    const unfolded = text.replaceAll('\r\n ', '');
    for (const secret of ['Example', '@example', '612345678', '987654', 'door', 'Xaver', 'Plumber', 'EUR'])
      expect(unfolded).not.toContain(secret);
    if (privacy !== 'first_name') expect(unfolded).not.toContain('Ann');
    if (privacy !== 'code') expect(unfolded).not.toContain('HMABCDEFGH');
  });

  it('cannot break out of its line', async () => {
    const { ctx, unitId } = await world.org();
    const name = 'Ann\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil';
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04', { guest: { name } }));
    const text = await feedFor(ctx, unitId, { privacy: 'first_name' });
    expect(readEvents(text)).toHaveLength(1);
    expect(text).not.toMatch(/^UID:evil/m);
  });
});

describe('a subscriber with a counterpart', () => {
  it('never gets its own bookings or closures back, and everybody else’s', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const airbnb = await makeClosure(ctx, { propertyId, unitId }, '2026-06-01', '2026-06-03');
    const booking = await makeClosure(ctx, { propertyId, unitId }, '2026-07-01', '2026-07-03');
    await apply(
      ctx,
      stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04', { calendarId: airbnb.calendarId }),
    );
    await apply(ctx, stay('ical:x', unitId, '2026-05-10', '2026-05-14', { calendarId: booking.calendarId }));
    await apply(ctx, stay('direct:d', unitId, '2026-05-20', '2026-05-24'));
    expect(told(await feedFor(ctx, unitId, { calendarId: airbnb.calendarId }))).toEqual([
      'Reserved 2026-05-10..2026-05-14',
      'Reserved 2026-05-20..2026-05-24',
      'Not available 2026-07-01..2026-07-03',
    ]);
    expect(told(await feedFor(ctx, unitId, { calendarId: booking.calendarId }))).toEqual([
      'Reserved 2026-05-01..2026-05-04',
      'Reserved 2026-05-20..2026-05-24',
      'Not available 2026-06-01..2026-06-03',
    ]);
    expect(told(await feedOf(ctx, unitId))).toHaveLength(5);
  });

  it('gets no booking back that two calendars tell, if it is one of the two', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const first = await makeClosure(ctx, { propertyId, unitId }, '2026-06-01', '2026-06-03');
    const [made] = await apply(
      ctx,
      stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04', { calendarId: first.calendarId }),
    );
    const second = await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-04', {
      kind: 'reservation',
      stayId: made?.stayId ?? null,
    });
    await bump(ctx, unitId);
    expect(told(await feedFor(ctx, unitId, { calendarId: second.calendarId }))).toEqual([
      'Not available 2026-06-01..2026-06-03',
    ]);
  });
});

describe('what another Latchkey told us leaves under the name it came with', () => {
  const theirs = 'sty_9.unt_9@there.latchkey';

  it('as a closure', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-04', { uid: theirs });
    await makeClosure(ctx, { propertyId, unitId }, '2026-06-01', '2026-06-04', { uid: 'x@airbnb.com' });
    const [first, second] = readEvents(await feedOf(ctx, unitId));
    expect(first?.uid).toBe(theirs);
    expect(second?.uid).toMatch(new RegExp(`^evt_\\w+\\.${unitId}@${world.instanceId}\\.latchkey$`));
  });

  it('as a stay', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const [made] = await apply(ctx, stay('ical:x', unitId, '2026-05-01', '2026-05-04'));
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-04', {
      kind: 'reservation',
      stayId: made?.stayId ?? null,
      uid: theirs,
    });
    expect(readEvents(await feedOf(ctx, unitId)).map((event) => event.uid)).toEqual([theirs]);
  });

  it('once, where two calendars brought it, and twice where they differ about its nights', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    for (const from of ['2026-05-01', '2026-05-01', '2026-05-02'])
      await makeClosure(ctx, { propertyId, unitId }, from, '2026-05-04', { uid: theirs });
    const events = readEvents(await feedOf(ctx, unitId));
    expect(events.map((event) => event.from)).toEqual(['2026-05-01', '2026-05-02']);
    expect(new Set(events.map((event) => event.uid)).size).toBe(2);
  });
});

describe('the feed of a property of several units', () => {
  it('is for people: every stay once with its unit, no preparation, and it says what it is', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const second = await addUnit(ctx, propertyId);
    await ctx.db
      .update(units)
      .set({ name: 'Attic, south', preparationNights: 1 })
      .where(eq(units.id, unitId));
    await ctx.db.update(units).set({ name: 'Garden' }).where(eq(units.id, second));
    await apply(ctx, stay('airbnb:HM1', unitId, '2026-05-01', '2026-05-04', guest));
    await apply(ctx, stay('airbnb:HM2', second, '2026-05-01', '2026-05-04'));
    await addBlock(ctx, second, '2026-05-07', '2026-05-08');
    const text = await feedOf(ctx, propertyId);
    expect(told(text).sort()).toEqual([
      'Attic, south: Reserved 2026-05-01..2026-05-04',
      'Garden: Blocked 2026-05-07..2026-05-08',
      'Garden: Reserved 2026-05-01..2026-05-04',
    ]);
    expect(text.replaceAll('\r\n ', '')).toMatch(/X-WR-CALDESC:For people\\, not for channels/);
    expect(text).toContain('X-WR-CALNAME:Loft (all units)');
  });

  it('moves with each of its units', async () => {
    const { ctx, propertyId, unitId } = await world.org();
    const second = await addUnit(ctx, propertyId);
    for (let i = 0; i < 5; i++) await bump(ctx, unitId);
    expect(told(await feedOf(ctx, propertyId))).toEqual([]);
    await apply(ctx, stay('airbnb:HM1', second, '2026-05-01', '2026-05-04'));
    expect(told(await feedOf(ctx, propertyId))).toHaveLength(1);
  });
});

it('another organization’s calendar, events and stays are in no feed of ours', async () => {
  const mine = await world.org();
  const other = await world.org();
  await apply(other.ctx, stay('airbnb:HM1', other.unitId, '2026-05-01', '2026-05-04'));
  const { calendarId } = await makeClosure(other.ctx, other, '2026-06-01', '2026-06-04');
  await mine.ctx.db.insert(calendarEvents).values({
    id: newId('event'),
    orgId: mine.ctx.org,
    calendarId,
    uid: 'stray',
    checkIn: night('2026-07-01'),
    checkOut: night('2026-07-02'),
    kind: 'closure',
    mayBeBooking: true,
    firstSeenAt: world.clock.now(),
    lastSeenAt: world.clock.now(),
  });
  expect(told(await feedOf(mine.ctx, mine.unitId))).toEqual([]);
  expect(told(await feedOf(other.ctx, other.unitId))).toHaveLength(2);
});
