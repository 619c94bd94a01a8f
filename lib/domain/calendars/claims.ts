import { and, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { mappings } from '#db/schema/mappings.ts';
import { unitParts } from '#db/schema/properties.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import type { LockedUnit } from '../properties/lock-units.ts';
import type { Claim, JudgedEvent } from './clash-rules.ts';

/** A claim with where it stands and where it came from: what a calendar brought is no clash with that calendar. */
export type SourcedClaim = Claim & {
  readonly calendarId: string | null;
  /** The listing that was booked; of an event, the one that took over from its calendar: the two are one source. */
  readonly listingId: string | null;
  readonly unitId: string;
  /** The leaf units whose nights it takes. */
  readonly leaves: readonly string[];
  /** Whether another claim on its nights may be a second sale. */
  readonly isBooking: boolean;
};

/** An event of a unit's calendar that stands for itself: it is no stay, no copy, no tail. */
export type StandingEvent = JudgedEvent & SourcedClaim & { readonly calendarId: string };

/**
 * The stays on the locked units and the standing events of their calendars from `from` on. Calendars of a whole property
 * are left out: nobody knows which of its units they mean. Two round trips.
 */
export async function readClaims(
  ctx: Ctx,
  locked: readonly LockedUnit[],
  from: Night,
): Promise<{ claims: SourcedClaim[]; events: StandingEvent[] }> {
  const leavesOf = new Map(locked.map((unit) => [unit.id, unit.leaves]));
  const stayRows = await ctx.db
    .select({ stay: stays, calendarId: reservations.calendarId })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .where(
      and(
        eq(stays.orgId, ctx.org),
        inArray(stays.unitId, [...leavesOf.keys()]),
        eq(stays.status, 'active'),
        gt(stays.checkOut, from),
      ),
    );
  const eventRows = await readStandingEvents(ctx, [...leavesOf.keys()], from);
  const stayClaims = stayRows.flatMap(({ stay, calendarId }): SourcedClaim[] => {
    const { id, unitId, listingId, createdAt: since, checkIn, checkOut } = stay;
    if (unitId === null) return [];
    return [
      {
        id,
        calendarId,
        listingId,
        unitId,
        leaves: leavesOf.get(unitId) ?? [],
        isBooking: true,
        since,
        checkIn,
        checkOut,
      },
    ];
  });
  const events = eventRows.flatMap(({ event, unitId, listingId }): StandingEvent[] => {
    const { kind, firstSeenAt: since } = event;
    if (unitId === null || (kind !== 'reservation' && kind !== 'closure')) return [];
    const isBooking = kind === 'reservation' || event.mayBeBooking;
    return [{ ...event, kind, listingId, unitId, leaves: leavesOf.get(unitId) ?? [], isBooking, since }];
  });
  return { claims: [...stayClaims, ...events], events };
}

export function shareLeaf(
  a: { readonly leaves: readonly string[] },
  b: { readonly leaves: readonly string[] },
): boolean {
  return a.leaves.some((leaf) => b.leaves.includes(leaf));
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

function readStandingEvents(ctx: Ctx, unitIds: readonly string[], from: Night) {
  return ctx.db
    .select({ event: calendarEvents, unitId: externalCalendars.unitId, listingId: mappings.listingId })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .leftJoin(mappings, eq(mappings.id, externalCalendars.supersededBy))
    .where(
      and(
        eq(calendarEvents.orgId, ctx.org),
        inArray(externalCalendars.unitId, [...unitIds]),
        gt(calendarEvents.checkOut, from),
        isNull(calendarEvents.stayId),
        ne(calendarEvents.kind, 'window_tail'),
        ne(calendarEvents.kind, 'echo'),
        or(isNull(calendarEvents.judgement), eq(calendarEvents.judgement, 'distinct')),
      ),
    );
}
