import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOccupancy } from '#lib/domain/analytics/occupancy.ts';
import { readNightReports } from '#lib/domain/analytics/read-all.ts';
import { createBlock } from '#lib/domain/blocks/create.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { archiveUnit } from '#lib/domain/properties/archive-unit.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { night } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { addUnit, apply, makeUnit, stay } from '#tests/support/stays.ts';
import { calendarOf, inZone, setReservation, sinceWhen, span } from './world.ts';

let w: TestWorld;
const clock = testClock('2026-03-01T12:00:00Z');
beforeAll(async () => {
  w = await testWorld({ clock });
});
afterAll(() => w.close());

const february = span('2026-02-01', '2026-03-01');
const both = { base: 'sellable', money: 'total' } as const;
const eur = (amount: number) => ({ total: { amount, currency: 'EUR' } });

async function flat(
  since = '2025-01-01T00:00:00Z',
): Promise<{ ctx: Ctx; propertyId: string; unitId: string }> {
  const ctx = await w.org();
  const made = await makeUnit(ctx);
  await sinceWhen(ctx, made.unitId, since);
  return { ctx, ...made };
}

describe('the nights of a time', () => {
  it('are those of units that are slept in: a house that is sold whole is its rooms', async () => {
    const { ctx, propertyId, unitId } = await flat();
    const room = await addUnit(ctx, propertyId);
    await sinceWhen(ctx, room, '2025-01-01T00:00:00Z');
    const house = await addUnit(ctx, propertyId, [unitId, room]);
    await apply(ctx, stay('airbnb:W1', house, '2026-02-10', '2026-02-13', eur(9000)));
    await apply(ctx, stay('booking:R1', room, '2026-02-20', '2026-02-22', eur(2000)));
    const { occupancy, revenue, mix } = await readNightReports(ctx, { ...february, ...both });
    expect(occupancy.total).toMatchObject({ nights: 56, sold: 8, free: 48 });
    expect(occupancy.units.map(({ unitId: id, sold }) => [id, sold]).sort()).toEqual(
      [
        [unitId, 3],
        [room, 5],
      ].sort(),
    );
    expect(revenue.currencies).toMatchObject([
      { currency: 'EUR', total: 11_000, nights: 8, adr: 1375, revpar: 196 },
    ]);
    expect(mix.channels.map(({ channel, nights }) => [channel, nights])).toEqual([
      ['airbnb', 6],
      ['booking', 2],
    ]);
    const [alone, whole] = await Promise.all([
      readNightReports(ctx, { ...february, ...both, unit: room }),
      readNightReports(ctx, { ...february, ...both, unit: house }),
    ]);
    expect(alone.occupancy.total).toMatchObject({ nights: 28, sold: 5 });
    expect(alone.revenue.currencies[0]?.total).toBe(4500 + 2000);
    expect(whole.occupancy.total).toMatchObject({ nights: 56, sold: 8 });
  });

  it('of a unit begin with its first booking or the day it was added, and end when it is archived', async () => {
    const { ctx, propertyId, unitId } = await flat('2026-02-15T12:00:00Z');
    expect((await readOccupancy(ctx, { ...february, base: 'sellable' })).total.nights).toBe(14);
    await apply(ctx, stay('airbnb:OLD', unitId, '2026-02-08', '2026-02-09'));
    const grown = await readOccupancy(ctx, { ...february, base: 'sellable' });
    expect(grown).toMatchObject({ total: { nights: 21, sold: 1 }, partTime: { began: 1, ended: 0 } });
    await addUnit(ctx, propertyId); // a property keeps one
    clock.set('2026-02-25T12:00:00Z');
    await archiveUnit(ctx, unitId);
    clock.set('2026-03-01T12:00:00Z');
    const left = await readOccupancy(ctx, { ...february, base: 'sellable', unit: unitId });
    expect(left).toMatchObject({ total: { nights: 17, sold: 1 }, partTime: { began: 1, ended: 1 } });
  });

  it('that a person blocked are left out or count as not sold, as is asked for', async () => {
    const { ctx, unitId } = await flat();
    clock.set('2026-02-01T12:00:00Z');
    await createBlock(ctx, { unitId, from: night('2026-02-10'), to: night('2026-02-24') });
    clock.set('2026-03-01T12:00:00Z');
    await apply(ctx, stay('airbnb:B1', unitId, '2026-02-02', '2026-02-09'));
    const sellable = await readOccupancy(ctx, { ...february, base: 'sellable' });
    expect(sellable.total).toMatchObject({ nights: 14, sold: 7, blocked: 14, share: 0.5 });
    const all = await readOccupancy(ctx, { ...february, base: 'all' });
    expect(all.total).toMatchObject({ nights: 28, sold: 7, blocked: 14, share: 0.25 });
  });

  it('stand beside the same weekdays a year before, where the unit was there', async () => {
    const { ctx, unitId } = await flat();
    await apply(ctx, stay('airbnb:Y1', unitId, '2025-02-03', '2025-02-10', eur(700)));
    await apply(ctx, stay('airbnb:Y2', unitId, '2026-02-02', '2026-02-05', eur(600)));
    const asked = { ...span('2026-02-02', '2026-02-09'), ...both, grain: 'week', compare: 'year' } as const;
    const then = await readNightReports(ctx, asked);
    expect(then.occupancy).toMatchObject({
      total: { sold: 3 },
      before: { sold: 7, share: 1 },
      points: [{ before: 1 }],
    });
    expect(then.revenue.currencies).toMatchObject([{ total: 600, before: 700 }]);
    const young = await flat('2026-01-15T00:00:00Z');
    expect((await readNightReports(young.ctx, asked)).occupancy.before).toBeNull();
  });

  it('of a stay whose unit nobody knows are counted nowhere, and said', async () => {
    const { ctx } = await flat();
    await apply(ctx, stay('booking:LOST', null, '2026-02-10', '2026-02-12', eur(100)));
    const { occupancy, revenue } = await readNightReports(ctx, { ...february, ...both });
    expect(occupancy).toMatchObject({ total: { sold: 0 }, waiting: 1 });
    expect(revenue).toMatchObject({ currencies: [], bookings: { all: 0 }, waiting: 1 });
  });
});

describe('bookings', () => {
  it('without a price are named, and cancelled ones bring nothing and are counted apart', async () => {
    const { ctx, unitId } = await flat();
    await apply(ctx, stay('airbnb:P1', unitId, '2026-02-02', '2026-02-04', eur(300)));
    await apply(ctx, stay('ical:P2', unitId, '2026-02-05', '2026-02-07'));
    await apply(ctx, stay('airbnb:P3', unitId, '2026-02-10', '2026-02-14', eur(900)));
    await apply(
      ctx,
      stay('airbnb:P3', unitId, '2026-02-10', '2026-02-14', { ...eur(900), reservationStatus: 'cancelled' }),
    );
    const { revenue, mix } = await readNightReports(ctx, { ...february, ...both });
    expect(revenue).toMatchObject({
      bookings: { all: 2, priced: 1 },
      currencies: [{ total: 300, nights: 2 }],
    });
    expect(revenue.unpriced).toMatchObject({ bookings: 1, nights: 2, properties: [] });
    expect(mix).toMatchObject({ bookings: 2, cancelled: 1, cancellationRate: 1 / 3, nights: 4 });
  });

  it.each([
    ['Pacific/Kiritimati', 4],
    ['Europe/Paris', 5],
    ['Pacific/Pago_Pago', 5],
  ])('in %s were booked %s days ahead, by the calendar of the property', async (zone, days) => {
    const { ctx, propertyId, unitId } = await flat();
    await inZone(ctx, propertyId, zone);
    // At noon UTC it is the next day in Kiritimati already.
    await apply(ctx, stay('airbnb:Z', unitId, '2026-02-10', '2026-02-12'));
    await setReservation(ctx, 'Z', { bookedAt: Temporal.Instant.from('2026-02-05T12:00:00Z') });
    const { lead } = await readNightReports(ctx, { ...february, ...both });
    expect(lead).toMatchObject({
      bookings: 1,
      unknown: 0,
      lead: { count: 1, median: days },
      stay: { median: 2 },
    });
  });

  it('of a calendar were booked when they appeared there, but not those that were there at first', async () => {
    const { ctx, propertyId, unitId } = await flat();
    const calendarId = await calendarOf(ctx, { propertyId, unitId }, '2026-01-10T00:00:00Z');
    await apply(ctx, stay('ical:C1', unitId, '2026-02-10', '2026-02-12'));
    await apply(ctx, stay('ical:C2', unitId, '2026-02-20', '2026-02-22'));
    const at = (text: string) => ({ calendarId, createdAt: Temporal.Instant.from(text) });
    await setReservation(ctx, 'C1', at('2026-01-10T00:00:05Z'));
    await setReservation(ctx, 'C2', at('2026-02-10T09:00:00Z'));
    const { lead } = await readNightReports(ctx, { ...february, ...both });
    expect(lead).toMatchObject({ bookings: 2, unknown: 1, lead: { count: 1, median: 10 } });
  });
});

describe('a report', () => {
  it('holds nothing of another organization, and its ids are unknown there', async () => {
    const { ctx, propertyId, unitId } = await flat();
    await apply(ctx, stay('airbnb:T1', unitId, '2026-02-10', '2026-02-14', eur(900)));
    const other = (await flat()).ctx;
    const { occupancy, revenue, mix, lead } = await readNightReports(other, {
      ...february,
      ...both,
      compare: 'year',
    });
    expect([
      occupancy.total.sold,
      occupancy.units.length,
      revenue.bookings.all,
      mix.nights,
      lead.bookings,
    ]).toEqual([0, 1, 0, 0, 0]);
    for (const scope of [{ property: propertyId }, { unit: unitId }])
      await expect(readOccupancy(other, { ...february, ...scope, base: 'all' })).rejects.toMatchObject({
        code: 'not_found',
      });
  });

  it('is open to who may only look', async () => {
    const { ctx } = await flat();
    const viewer = w.as(ctx, 'viewer');
    expect((await readOccupancy(viewer, { ...february, base: 'all' })).total.nights).toBe(28);
  });

  it('of an organization without a unit is empty', async () => {
    const { occupancy, revenue, mix } = await readNightReports(await w.org(), {
      ...february,
      ...both,
      compare: 'year',
    });
    expect(occupancy).toMatchObject({ total: { nights: 0, share: null }, before: null, units: [] });
    expect([revenue.currencies, mix.channels]).toEqual([[], []]);
  });
});
