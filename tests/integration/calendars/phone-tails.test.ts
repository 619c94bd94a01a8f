import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reservations } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import { listReservations } from '#lib/domain/reservations/queries.ts';
import { type CalendarWorld, calendarWorld } from './world.ts';

let world: CalendarWorld;
beforeAll(async () => {
  world = await calendarWorld();
});
afterAll(() => world.close());

/** As Airbnb writes it: a link with the code, and the last four digits. */
const feed = (stamp: string) => ({
  body: [
    'BEGIN:VCALENDAR',
    'PRODID:-//Airbnb Inc//Hosting Calendar 1.0//EN',
    'VERSION:2.0',
    'BEGIN:VEVENT',
    'DTEND;VALUE=DATE:20261204',
    'DTSTART;VALUE=DATE:20261201',
    'UID:1418fb94e984-abc@airbnb.com',
    `DTSTAMP:${stamp}`,
    'DESCRIPTION:Reservation URL: https://www.airbnb.com/hosting/reservations/de',
    ' tails/HMABCDE123\\nPhone Number (Last 4 Digits): 4321',
    'SUMMARY:Reserved',
    'END:VEVENT',
    'BEGIN:VEVENT',
    'DTEND;VALUE=DATE:20270104',
    `DTSTART;VALUE=DATE:2027010${stamp.slice(7, 8)}`,
    'UID:other@airbnb.com',
    'SUMMARY:Airbnb (Not available)',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n'),
});

it('the digits that a calendar tells are kept, and given to bookings that came before they were', async () => {
  const { ctx, poll } = await world.follow('airbnb');
  await poll(feed('20261121T120000Z'));
  const tailOf = async () => {
    const [row] = await ctx.db.select().from(reservations).where(eq(reservations.orgId, ctx.org));
    return row?.phoneTail;
  };
  expect(await tailOf()).toBe('4321');
  expect((await listReservations(ctx, { q: '4321', limit: 5 })).items).toHaveLength(1);

  // As it stood before: the next answer that differs in anything fills it, without a line in the booking's history.
  await ctx.db.update(reservations).set({ phoneTail: null }).where(eq(reservations.orgId, ctx.org));
  const rowsBefore = await ctx.db.$count(journal, eq(journal.subjectKind, 'reservation'));
  await poll(feed('20261122T120000Z'));
  expect(await tailOf()).toBe('4321');
  expect(await ctx.db.$count(journal, eq(journal.subjectKind, 'reservation'))).toBe(rowsBefore);
});
