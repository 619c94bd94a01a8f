import { and, asc, eq } from 'drizzle-orm';
import { calendarEvents } from '#db/schema/calendars.ts';
import { conflicts, reservations, stays } from '#db/schema/reservations.ts';
import { createCalendar } from '#lib/domain/calendars/create-calendar.ts';
import { syncNow } from '#lib/domain/calendars/sync-now.ts';
import type { Ctx, Deps } from '#lib/domain/ctx.ts';
import { createProperty } from '#lib/domain/properties/create-property.ts';
import { testClock } from '#lib/kernel/clock.ts';
import { night, nightsOf } from '#lib/kernel/nights.ts';
import { type TestWorld, testWorld } from '#tests/support/ctx.ts';
import { feedHost } from '#tests/support/feed-host.ts';

export type CalendarWorld = Awaited<ReturnType<typeof calendarWorld>>;

/** A world whose clock stands at noon of 21 November 2026 and whose calendars stand on a real web server. */
export async function calendarWorld(deps: Partial<Deps> = {}) {
  const clock = testClock('2026-11-21T12:00:00Z');
  const host = await feedHost();
  const world: TestWorld = await testWorld({
    clock,
    deps: { outbound: { allow: [host.host], ownHosts: [] }, appUrl: 'https://latchkey.example', ...deps },
  });
  let made = 0;

  return {
    ...world,
    clock,
    host,
    close: async () => {
      await world.close();
      await host.close();
    },
    /** A unit of a new organization that follows one calendar; `poll` sets what it answers and syncs after 15 minutes. */
    follow: async (prefix = 'feed', ctx?: Ctx, unitId?: string) => {
      const owner = ctx ?? (await world.org());
      const unit = unitId ?? (await newUnit(owner));
      made += 1;
      const path = `/${prefix}-${made}.ics`;
      host.set(path, { status: 503 });
      const calendar = await createCalendar(owner, unit, { name: prefix, icalUrl: `${host.origin}${path}` });
      return {
        ctx: owner,
        unitId: unit,
        calendarId: calendar.id,
        path,
        sync: () => syncNow(owner, unit, calendar.id),
        poll: async (answer: Parameters<typeof host.set>[1], minutes = 15) => {
          host.set(path, answer);
          clock.advance({ minutes });
          return syncNow(owner, unit, calendar.id);
        },
      };
    },
  };
}

/** A new property in Paris and its one unit. */
export async function newUnit(ctx: Ctx, name = 'Sea view'): Promise<string> {
  const property = await createProperty(ctx, { name, timezone: 'Europe/Paris', currency: 'EUR' });
  return property.units[0]?.id ?? '';
}

export function nightsFrom(from: string, to: string): string[] {
  return [...nightsOf({ checkIn: night(from), checkOut: night(to) })];
}

export function activeStays(ctx: Ctx, unitId: string) {
  return ctx.db
    .select({
      id: stays.id,
      checkIn: stays.checkIn,
      checkOut: stays.checkOut,
      channel: reservations.channel,
      externalId: reservations.externalId,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(and(eq(stays.orgId, ctx.org), eq(stays.unitId, unitId), eq(stays.status, 'active')))
    .orderBy(asc(stays.checkIn));
}

export function openConflicts(ctx: Ctx) {
  return ctx.db
    .select()
    .from(conflicts)
    .where(and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open')));
}

export function events(ctx: Ctx, calendarId: string) {
  return ctx.db
    .select()
    .from(calendarEvents)
    .where(eq(calendarEvents.calendarId, calendarId))
    .orderBy(asc(calendarEvents.checkIn));
}
