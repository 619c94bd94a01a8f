import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import { units } from '#db/schema/properties.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { addNights, type Night, todayIn } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { guestOf, guestsIn, preparingIn } from './guests.ts';
import { claimsOn } from './queries.ts';
import { nightStates } from './rules.ts';
import { type Day, dayOf, type Guest, type Segment, segmentsOf, windowAround } from './today-rules.ts';
import { byProperty, readWindow, type Window } from './window.ts';

export const STRIP_NIGHTS = 14;

export type LabelledSegment = Segment & { readonly label: string | null; readonly channel: string | null };
export type TodayUnit = {
  readonly id: string;
  readonly name: string;
  readonly parts: readonly string[];
  readonly strip: readonly LabelledSegment[];
  /** Who comes next to this very unit, today included. */
  readonly next: Guest | null;
  readonly openConflicts: number;
};
export type TodayProperty = {
  readonly id: string;
  readonly name: string;
  readonly timezone: string;
  /** HH:MM, local. */
  readonly checkInTime: string;
  readonly checkOutTime: string;
  readonly today: Day;
  readonly tomorrow: Day;
  readonly units: readonly TodayUnit[];
};
export type Today = {
  /** The first night of every strip: the earliest today among the properties. */
  readonly from: Night;
  /** How many a strip has. */
  readonly nights: number;
  readonly properties: readonly TodayProperty[];
};

/**
 * Who comes, goes and stays today and tomorrow by each property's own clock, and the next fourteen nights of every unit.
 * Eight queries in two round trips of waiting, whatever the number of units. Archived units and properties are left out.
 */
export async function readToday(ctx: Ctx): Promise<Today> {
  const now = ctx.clock.now();
  const around = windowAround(todayIn('UTC', now), STRIP_NIGHTS);
  const [window, later] = await Promise.all([readWindow(ctx, around), readNextArrivals(ctx, around.to)]);
  const todays = window.units.map(({ property }) => todayIn(property.timezone, now));
  const from = todays.reduce((a, b) => (a < b ? a : b), todays[0] ?? todayIn('UTC', now));
  const guests = guestsIn(window);
  const preparingOf = preparingIn(window);
  return {
    from,
    nights: STRIP_NIGHTS,
    properties: [...byProperty(window).values()].flatMap((own) => {
      const property = own.units[0]?.property;
      if (!property) return [];
      const unitIds = own.units.map((row) => row.unit.id);
      const people = guests.of(property.id, unitIds);
      const preparing = preparingOf(unitIds);
      const today = todayIn(property.timezone, now);
      return {
        id: property.id,
        name: property.name,
        timezone: property.timezone,
        checkInTime: property.checkInTime,
        checkOutTime: property.checkOutTime,
        today: dayOf(today, people, unitIds, preparing),
        tomorrow: dayOf(addNights(today, 1), people, unitIds, preparing),
        units: own.units.map(({ unit }) => ({
          id: unit.id,
          name: unit.name,
          parts: own.parts.filter((part) => part.compositeId === unit.id).map((part) => part.partId),
          strip: stripOf(own, unit.id, from),
          next:
            people.find((one) => one.kind === 'stay' && one.unitId === unit.id && one.checkIn >= today) ??
            later.get(unit.id) ??
            null,
          openConflicts: own.conflicts.filter((one) => one.unitId === unit.id).length,
        })),
      };
    }),
  };
}

function stripOf(window: Window, unitId: string, from: Night): LabelledSegment[] {
  const states = nightStates({ ...claimsOn(window, unitId, []), from, to: addNights(from, STRIP_NIGHTS) });
  return segmentsOf(states).map((segment) => {
    const stay = window.stays.find((row) => row.stay.id === segment.by);
    const block = window.blocks.find((row) => row.id === segment.by);
    const closure = window.closures.find((row) => row.event.id === segment.by);
    const found = window.foundClosures.find((row) => row.id === segment.by);
    const label =
      stay?.reservation.guestName ?? block?.reason ?? closure?.calendar.name ?? found?.account ?? null;
    return { ...segment, label, channel: stay?.reservation.channel ?? null };
  });
}

/**
 * The first arrival on each unit from a night on: what the window is too short to show. One look into the index of each
 * unit's stays, however many are to come.
 */
async function readNextArrivals(ctx: Ctx, from: Night): Promise<Map<string, Guest>> {
  const first = ctx.db
    .select({
      id: stays.id,
      unitId: stays.unitId,
      checkIn: stays.checkIn,
      checkOut: stays.checkOut,
      reservationId: stays.reservationId,
    })
    .from(stays)
    .where(and(eq(stays.unitId, units.id), eq(stays.status, 'active'), gte(stays.checkIn, from)))
    .orderBy(asc(stays.checkIn), asc(stays.id))
    .limit(1)
    .as('first');
  const rows = await ctx.db
    .select({
      stay: { id: first.id, unitId: first.unitId, checkIn: first.checkIn, checkOut: first.checkOut },
      reservation: {
        id: reservations.id,
        guestName: reservations.guestName,
        channel: reservations.channel,
        status: reservations.status,
        guests: reservations.guests,
        adults: reservations.adults,
        children: reservations.children,
      },
    })
    .from(units)
    .crossJoinLateral(first)
    .innerJoin(reservations, eq(reservations.id, first.reservationId))
    .where(and(eq(units.orgId, ctx.org), isNull(units.archivedAt)));
  return new Map(rows.map(({ stay, reservation }) => [stay.unitId ?? '', guestOf(stay, reservation)]));
}
