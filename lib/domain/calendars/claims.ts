import { and, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { unitParts, units } from '#db/schema/properties.ts';
import { blocks, reservations, stays } from '#db/schema/reservations.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import type { Claim, JudgedEvent } from './clash-rules.ts';

/** A claim with where it came from: what a calendar brought is no clash with that calendar. */
export type SourcedClaim = Claim & {
  readonly what: 'stay' | 'event' | 'block';
  readonly calendarId: string | null;
  /** Whether another claim on its nights may be a second sale. */
  readonly isBooking: boolean;
};

/** An event of an external calendar that stands for itself: it is no stay, no copy, no tail. */
export type StandingEvent = JudgedEvent & {
  readonly id: string;
  readonly calendarId: string;
  readonly sinceVersion: number;
};

/** Whatever takes nights of the unit, of a whole it is part of, or of its parts, from `from` on. Four round trips. */
export async function readClaims(
  ctx: Ctx,
  unitId: string,
  from: Night,
): Promise<{ claims: SourcedClaim[]; events: StandingEvent[] }> {
  const related = await readRelatedUnits(ctx, unitId);
  const stayRows = await ctx.db
    .select({ stay: stays, calendarId: reservations.calendarId, preparation: units.preparationNights })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .innerJoin(units, eq(units.id, stays.unitId))
    .where(
      and(
        eq(stays.orgId, ctx.org),
        inArray(stays.unitId, related),
        eq(stays.status, 'active'),
        gt(stays.checkOut, from),
      ),
    );
  const blockRows = await ctx.db
    .select()
    .from(blocks)
    .where(and(eq(blocks.orgId, ctx.org), inArray(blocks.unitId, related), gt(blocks.checkOut, from)));
  const events = await readStandingEvents(ctx, unitId, from);

  const claims: SourcedClaim[] = [];
  for (const { stay, calendarId, preparation } of stayRows) {
    const claim = {
      id: stay.id,
      what: 'stay' as const,
      calendarId,
      sinceVersion: stay.sinceVersion,
      since: stay.createdAt,
    };
    claims.push({ ...claim, isBooking: true, checkIn: stay.checkIn, checkOut: stay.checkOut });
    if (preparation === 0) continue;
    // Our feed closes these nights too, so a copy of them comes back the same way.
    claims.push({
      ...claim,
      isBooking: false,
      checkIn: addNights(stay.checkIn, -preparation),
      checkOut: stay.checkIn,
    });
    claims.push({
      ...claim,
      isBooking: false,
      checkIn: stay.checkOut,
      checkOut: addNights(stay.checkOut, preparation),
    });
  }
  for (const block of blockRows) {
    claims.push({
      id: block.id,
      what: 'block',
      calendarId: null,
      isBooking: false,
      sinceVersion: null,
      since: block.createdAt,
      checkIn: block.checkIn,
      checkOut: block.checkOut,
    });
  }
  for (const event of events) {
    claims.push({
      ...event,
      what: 'event',
      isBooking: event.kind === 'reservation' || event.mayBeBooking,
      since: event.firstSeenAt,
    });
  }
  return { claims, events };
}

/** The unit, the wholes it is part of and its parts. */
export async function readRelatedUnits(ctx: Ctx, unitId: string): Promise<string[]> {
  const rows = await ctx.db
    .select()
    .from(unitParts)
    .where(
      and(eq(unitParts.orgId, ctx.org), or(eq(unitParts.compositeId, unitId), eq(unitParts.partId, unitId))),
    );
  return [...new Set([unitId, ...rows.flatMap((row) => [row.compositeId, row.partId])])];
}

async function readStandingEvents(ctx: Ctx, unitId: string, from: Night): Promise<StandingEvent[]> {
  const rows = await ctx.db
    .select({ event: calendarEvents })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .where(
      and(
        eq(calendarEvents.orgId, ctx.org),
        eq(externalCalendars.unitId, unitId),
        gt(calendarEvents.checkOut, from),
        isNull(calendarEvents.stayId),
        ne(calendarEvents.kind, 'window_tail'),
        ne(calendarEvents.kind, 'echo'),
        or(isNull(calendarEvents.judgement), eq(calendarEvents.judgement, 'distinct')),
      ),
    );
  return rows.flatMap(({ event }) =>
    event.kind === 'reservation' || event.kind === 'closure'
      ? [
          {
            id: event.id,
            calendarId: event.calendarId,
            kind: event.kind,
            code: event.code,
            mayBeBooking: event.mayBeBooking,
            firstSeenAt: event.firstSeenAt,
            sinceVersion: event.sinceVersion,
            checkIn: event.checkIn,
            checkOut: event.checkOut,
          },
        ]
      : [],
  );
}
