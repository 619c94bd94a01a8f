import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readToday, STRIP_NIGHTS, type Today, type TodayUnit } from '#lib/domain/availability/today.ts';
import type { Day, Guest } from '#lib/domain/availability/today-rules.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { archiveProperty } from '#lib/domain/properties/archive-property.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import { makeClosure } from '#tests/support/closures.ts';
import { countQueries } from '#tests/support/count-queries.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';

// 14:00 in Paris on 1 May.
let world: TestWorld;
beforeAll(async () => {
  world = await testWorld({ clock: testClock('2026-05-01T12:00:00Z') });
});
afterAll(() => world.close());

const LETTER = { free: '.', held: 'h', blocked: 'b', closed: 'c', conflict: 'X', preparation: 'p' } as const;
const drawn = (unit: TodayUnit | undefined) =>
  (unit?.strip ?? []).map(({ state, nights }) => LETTER[state].repeat(nights)).join('');
const who = (guests: readonly Guest[]) => guests.map((guest) => guest.name ?? guest.source);
const told = (day: Day | undefined) =>
  (day?.moves ?? []).map(({ leaving, arriving }) => ({ leaving: who(leaving), arriving: who(arriving) }));
const only = (today: Today) => today.properties[0];

function named(name: string, unitId: string, checkIn: string, checkOut: string) {
  return stay(`airbnb:${name}`, unitId, checkIn, checkOut, { guest: { name } });
}

async function place(zone: string): Promise<{ ctx: Ctx; propertyId: string; unitId: string }> {
  const ctx = await world.org();
  const property = await createProperty(ctx, { name: 'Far', timezone: zone, currency: 'EUR' });
  return { ctx, propertyId: property.id, unitId: property.units[0]?.id ?? '' };
}

describe('today and tomorrow', () => {
  it('tell a turnover as one move, and who stays apart from who comes and goes', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    const second = await addUnit(ctx, propertyId);
    await apply(
      ctx,
      named('Left', unitId, '2026-04-28', '2026-05-01'),
      named('Came', unitId, '2026-05-01', '2026-05-04'),
      named('Stays', second, '2026-04-30', '2026-05-02'),
    );
    const property = only(await readToday(ctx));
    expect(told(property?.today)).toEqual([{ leaving: ['Left'], arriving: ['Came'] }]);
    expect(who(property?.today.staying ?? [])).toEqual(['Stays']);
    expect(told(property?.tomorrow)).toEqual([{ leaving: ['Stays'], arriving: [] }]);
    expect(who(property?.tomorrow.staying ?? [])).toEqual(['Came']);
  });

  it('do not tell who was cancelled, who belongs to another, nor what is archived', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    await apply(ctx, named('Gone', unitId, '2026-05-01', '2026-05-03'));
    await apply(
      ctx,
      stay('airbnb:Gone', unitId, '2026-05-01', '2026-05-03', { reservationStatus: 'cancelled' }),
    );
    expect(told(only(await readToday(ctx))?.today)).toEqual([]);
    expect((await readToday(await world.org())).properties).toEqual([]);
    await archiveProperty(ctx, propertyId);
    expect((await readToday(ctx)).properties).toEqual([]);
  });

  it.each([
    // At this instant it is 2 May on Kiritimati, and 1 May at 1 a.m. in Pago Pago.
    ['Pacific/Kiritimati', '2026-05-02'],
    ['Pacific/Pago_Pago', '2026-05-01'],
    ['Europe/Paris', '2026-05-01'],
  ])('go by the clock of the property in %s', async (zone, date) => {
    const { ctx, unitId } = await place(zone);
    await apply(
      ctx,
      named('First', unitId, '2026-04-29', '2026-05-01'),
      named('Second', unitId, '2026-05-01', '2026-05-02'),
      named('Third', unitId, '2026-05-02', '2026-05-03'),
    );
    const property = only(await readToday(ctx));
    expect(property?.today.night).toBe(date);
    expect(told(property?.today)).toEqual([
      date === '2026-05-01'
        ? { leaving: ['First'], arriving: ['Second'] }
        : { leaving: ['Second'], arriving: ['Third'] },
    ]);
  });

  it('tell nights that a calendar closed as a guest there may be, but neither its seasons nor a copy', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-03');
    await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-01', '2026-06-02');
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-03', { judgement: 'same_booking' });
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-01', '2026-05-03', { mayBeBooking: false });
    const property = only(await readToday(ctx));
    expect(told(property?.today)).toEqual([{ leaving: [], arriving: ['Airbnb'] }]);
    expect(property?.today.moves[0]?.arriving[0]).toMatchObject({ kind: 'closure', reservationId: null });
  });

  it('tell which units are kept free to prepare, and until when, also where nobody comes or goes', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    const second = await addUnit(ctx, propertyId);
    await updateUnit(ctx, unitId, { preparationNights: 2 });
    await apply(
      ctx,
      named('Left', unitId, '2026-04-28', '2026-05-01'),
      named('Elsewhere', second, '2026-04-28', '2026-05-01'),
    );
    const property = only(await readToday(ctx));
    const kept = [{ unitId, checkIn: '2026-05-01', checkOut: '2026-05-03' }];
    expect(property?.today.preparing).toEqual(kept);
    expect(property?.tomorrow).toMatchObject({ moves: [], preparing: kept });
  });

  it('tell how many come, but not of which room where a party has several', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    const second = await addUnit(ctx, propertyId);
    const room = (unit: string, roomRef: string) =>
      stay('airbnb:Two', unit, '2026-05-01', '2026-05-03', { roomRef, guests: 5 });
    await apply(
      ctx,
      stay('airbnb:One', unitId, '2026-05-02', '2026-05-04', { guests: 2 }),
      room(second, '1'),
      room(unitId, '2'),
    );
    const property = only(await readToday(ctx));
    const parties = (day?: Day) => day?.moves.flatMap(({ arriving }) => arriving.map((one) => one.party));
    expect(parties(property?.today)).toEqual([null, null]);
    expect(parties(property?.tomorrow)).toEqual([2]);
  });

  it('tell a closure of the whole property once, without a unit', async () => {
    const ctx = await world.org();
    const { propertyId } = await makeUnit(ctx);
    await addUnit(ctx, propertyId);
    await makeClosure(ctx, { propertyId, unitId: null }, '2026-05-01', '2026-05-03');
    const moves = only(await readToday(ctx))?.today.moves ?? [];
    expect(moves.map((one) => one.unitId)).toEqual([null]);
  });
});

describe('the strip of a unit', () => {
  it('tells fourteen nights from today: held, closed, blocked, to prepare, in conflict, free', async () => {
    const ctx = await world.org();
    const { propertyId, unitId } = await makeUnit(ctx);
    await updateUnit(ctx, unitId, { preparationNights: 1 });
    await apply(
      ctx,
      named('A', unitId, '2026-04-29', '2026-05-02'),
      named('B', unitId, '2026-05-04', '2026-05-06'),
    );
    await apply(ctx, named('C', unitId, '2026-05-05', '2026-05-07'));
    await makeClosure(ctx, { propertyId, unitId }, '2026-05-09', '2026-05-11');
    await createBlock(ctx, { unitId, from: night('2026-05-12'), to: night('2026-05-13'), reason: 'Painter' });
    const today = await readToday(ctx);
    const unit = only(today)?.units[0];
    expect(drawn(unit)).toBe('hpphXhp.cc.b..');
    expect(drawn(unit)).toHaveLength(STRIP_NIGHTS);
    expect(today.from).toBe('2026-05-01');
    expect(unit?.openConflicts).toBe(1);
    // Nights to prepare bear the name they are for; two claims bear none.
    expect(unit?.strip.filter((one) => one.state !== 'free').map((one) => one.label)).toEqual([
      'A',
      'A',
      'B',
      'B',
      null,
      'C',
      'C',
      'Airbnb',
      'Painter',
    ]);
  });

  it('starts at the earliest today of all properties, so that one row of dates fits every strip', async () => {
    const { ctx } = await place('Pacific/Kiritimati');
    await createProperty(ctx, { name: 'Near', timezone: 'Europe/Paris', currency: 'EUR' });
    const today = await readToday(ctx);
    expect(today.from).toBe('2026-05-01');
    expect(today.properties.map((property) => property.today.night)).toEqual(['2026-05-02', '2026-05-01']);
  });
});

describe('the next arrival', () => {
  const next = async (ctx: Ctx) => only(await readToday(ctx))?.units[0]?.next?.name;

  it.each([
    ['today', '2026-05-01', '2026-05-03'],
    ['the last night that the strip reads', '2026-05-16', '2026-05-18'],
    ['the first that it does not', '2026-05-17', '2026-05-18'],
    ['a year away', '2027-05-01', '2027-05-03'],
  ])('is found: %s', async (_, checkIn, checkOut) => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    await apply(
      ctx,
      named('In', unitId, '2026-04-28', '2026-05-01'),
      named('Next', unitId, checkIn, checkOut),
    );
    await apply(ctx, named('Later', unitId, '2027-06-01', '2027-06-03'));
    expect(await next(ctx)).toBe('Next');
  });

  it('is nobody where nobody comes', async () => {
    const ctx = await world.org();
    const { unitId } = await makeUnit(ctx);
    await apply(ctx, named('In', unitId, '2026-04-28', '2026-05-03'));
    expect(await next(ctx)).toBeUndefined();
  });
});

it('costs eight queries, with one unit as with twelve', async () => {
  const ctx = await world.org();
  const { propertyId, unitId } = await makeUnit(ctx);
  await apply(ctx, named('A', unitId, '2026-05-01', '2026-05-02'));
  const one = await countQueries(world.pool, ctx, readToday);
  for (let unit = 0; unit < 11; unit++) await addUnit(ctx, propertyId);
  const twelve = await countQueries(world.pool, ctx, readToday);
  expect([one.count, twelve.count]).toEqual([8, 8]);
  expect(only(twelve.answer)?.units).toHaveLength(12);
});
