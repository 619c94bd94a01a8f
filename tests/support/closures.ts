import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import type { Ctx } from '#lib/domain/ctx.ts';
import { newId } from '#lib/kernel/ids.ts';
import { night } from '#lib/kernel/nights.ts';

/** An external calendar (of the unit, or of the whole property where that is null) with one closure in it. */
export async function makeClosure(
  ctx: Ctx,
  on: { propertyId: string; unitId: string | null },
  checkIn: string,
  checkOut: string,
  more: Partial<typeof calendarEvents.$inferInsert> = {},
): Promise<{ calendarId: string; eventId: string }> {
  const [calendarId, eventId, now] = [newId('calendar'), newId('event'), ctx.clock.now()];
  await ctx.db.insert(externalCalendars).values({
    id: calendarId,
    orgId: ctx.org,
    ...on,
    name: 'Airbnb',
    urlSealed: 'sealed',
    urlHash: calendarId,
    urlHost: 'example.org',
    createdAt: now,
    updatedAt: now,
  });
  await ctx.db.insert(calendarEvents).values({
    id: eventId,
    orgId: ctx.org,
    calendarId,
    uid: eventId,
    checkIn: night(checkIn),
    checkOut: night(checkOut),
    kind: 'closure',
    mayBeBooking: true,
    summary: 'Not available',
    firstSeenAt: now,
    lastSeenAt: now,
    ...more,
  });
  return { calendarId, eventId };
}
