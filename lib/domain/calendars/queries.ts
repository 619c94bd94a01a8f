import { and, asc, count, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { properties, units } from '#db/schema/properties.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import type { CalendarDetail, ExternalCalendar } from './schemas.ts';
import type { CalendarRow } from './types.ts';

/** The calendars of a unit, or of a property and all its units. @throws AppError not_found */
export async function listCalendars(
  ctx: Ctx,
  subjectId: string,
): Promise<{ items: ExternalCalendar[]; nextCursor: null }> {
  const subject = await getCalendarSubject(ctx, subjectId);
  const isOfSubject = subjectId.startsWith('prp_')
    ? eq(externalCalendars.propertyId, subject.property.id)
    : or(
        inArray(
          externalCalendars.unitId,
          subject.units.map((unit) => unit.id),
        ),
        and(eq(externalCalendars.propertyId, subject.property.id), isNull(externalCalendars.unitId)),
      );
  const rows = await ctx.db
    .select()
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, ctx.org), isOfSubject))
    .orderBy(asc(externalCalendars.id));
  return { items: await withCounts(ctx, rows), nextCursor: null };
}

/** Every calendar of the organization with its state: what an admin's status view shows. Two round trips. */
export async function listAllCalendars(ctx: Ctx): Promise<{
  items: (ExternalCalendar & { propertyName: string; unitName: string | null })[];
  nextCursor: null;
}> {
  const rows = await ctx.db
    .select({ calendar: externalCalendars, propertyName: properties.name, unitName: units.name })
    .from(externalCalendars)
    .innerJoin(properties, eq(properties.id, externalCalendars.propertyId))
    .leftJoin(units, eq(units.id, externalCalendars.unitId))
    .where(eq(externalCalendars.orgId, ctx.org))
    .orderBy(asc(properties.name), asc(externalCalendars.id));
  const shaped = await withCounts(
    ctx,
    rows.map((row) => row.calendar),
  );
  const names = new Map(rows.map((row) => [row.calendar.id, row]));
  return {
    items: shaped.map((calendar) => ({
      ...calendar,
      propertyName: names.get(calendar.id)?.propertyName ?? '',
      unitName: names.get(calendar.id)?.unitName ?? null,
    })),
    nextCursor: null,
  };
}

/** One calendar with the reservations it brought. @throws AppError not_found, also where it is not of this subject */
export async function getCalendar(ctx: Ctx, subjectId: string, calendarId: string): Promise<CalendarDetail> {
  const row = await findCalendarOf(ctx, subjectId, calendarId);
  const [shaped] = await withCounts(ctx, [row]);
  if (!shaped) throw notFound('calendar');
  return { ...shaped, reservations: await readFollowed(ctx, row) };
}

/** The row of a calendar, proven to belong to the unit or property of the path. @throws AppError not_found */
export async function findCalendarOf(ctx: Ctx, subjectId: string, calendarId: string): Promise<CalendarRow> {
  const subject = await getCalendarSubject(ctx, subjectId);
  const [row] = await ctx.db
    .select()
    .from(externalCalendars)
    .where(
      and(
        eq(externalCalendars.orgId, ctx.org),
        eq(externalCalendars.id, calendarId),
        eq(externalCalendars.propertyId, subject.property.id),
      ),
    );
  if (!row) throw notFound('calendar');
  if (subjectId.startsWith('unt_') && row.unitId !== null && row.unitId !== subjectId)
    throw notFound('calendar');
  return row;
}

async function readFollowed(ctx: Ctx, calendar: CalendarRow): Promise<CalendarDetail['reservations']> {
  const [property] = await ctx.db
    .select({ timezone: properties.timezone })
    .from(properties)
    .where(eq(properties.id, calendar.propertyId));
  const today = todayIn(property?.timezone ?? 'UTC', ctx.clock.now());
  const rows = await ctx.db
    .select({
      id: reservations.id,
      unitId: stays.unitId,
      checkIn: stays.checkIn,
      checkOut: stays.checkOut,
      guest: reservations.guestName,
      externalId: reservations.externalId,
    })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(
      and(
        eq(reservations.orgId, ctx.org),
        eq(reservations.calendarId, calendar.id),
        eq(stays.status, 'active'),
        gt(stays.checkOut, today),
      ),
    )
    .orderBy(asc(stays.checkIn));
  return rows.map(({ externalId, ...row }) => ({
    ...row,
    code: externalId.includes('/') ? null : externalId,
  }));
}

async function withCounts(ctx: Ctx, rows: readonly CalendarRow[]): Promise<ExternalCalendar[]> {
  if (rows.length === 0) return [];
  const counts = await ctx.db
    .select({
      calendarId: calendarEvents.calendarId,
      events: count(),
      waiting: sql<number>`count(*) filter (where ${calendarEvents.missedPolls} > 0)`.mapWith(Number),
    })
    .from(calendarEvents)
    .where(
      and(
        eq(calendarEvents.orgId, ctx.org),
        inArray(
          calendarEvents.calendarId,
          rows.map((row) => row.id),
        ),
      ),
    )
    .groupBy(calendarEvents.calendarId);
  const byId = new Map(counts.map((row) => [row.calendarId, row]));
  return rows.map((row) => toCalendar(row, byId.get(row.id) ?? { events: 0, waiting: 0 }));
}

function toCalendar(row: CalendarRow, counts: { events: number; waiting: number }): ExternalCalendar {
  return {
    id: row.id,
    propertyId: row.propertyId,
    unitId: row.unitId,
    name: row.name,
    host: row.urlHost,
    platform: row.dialect,
    color: row.color,
    description: row.description,
    isActive: row.isActive,
    supersededBy: row.supersededBy,
    intervalMinutes: row.intervalMinutes,
    tentativeCloses: row.tentativeCloses,
    lastSyncAt: row.lastSyncAt?.toString() ?? null,
    lastSuccessAt: row.lastSuccessAt?.toString() ?? null,
    lastSyncStatus: row.lastSyncStatus,
    lastSyncErrorCode: row.lastSyncErrorCode,
    lastSyncError: row.lastSyncError,
    consecutiveFailures: row.consecutiveFailures,
    nextSyncAt: row.isActive ? (row.nextSyncAt?.toString() ?? null) : null,
    waiting: counts.waiting,
    events: counts.events,
    warnings: row.lastSummary?.warnings ?? [],
  };
}
