import { and, desc, eq, exists, inArray, lt, or, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { properties, units } from '#db/schema/properties.ts';
import { conflicts, holds, reservations, stays } from '#db/schema/reservations.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { isOurs } from './rules.ts';
import type { Conflict, ConflictQuery, Side } from './schemas.ts';

/** Conflicts, the newest first, each with both sides as they stand now. Three round trips whatever the page. */
export async function listConflicts(
  ctx: Ctx,
  asked: ConflictQuery & { limit: number; cursor?: string | undefined },
): Promise<{ items: Conflict[]; nextCursor: string | null }> {
  const rows = await selectRows(ctx)
    .where(
      and(
        eq(conflicts.orgId, ctx.org),
        eq(conflicts.status, asked.status),
        asked.unit ? or(eq(units.id, asked.unit), eq(properties.id, asked.unit)) : undefined,
        asked.cursor ? lt(conflicts.id, asked.cursor) : undefined,
      ),
    )
    .orderBy(desc(conflicts.id))
    .limit(asked.limit + 1);
  const shown = rows.slice(0, asked.limit);
  return {
    items: await describe(ctx, shown),
    nextCursor: rows.length > asked.limit ? (shown.at(-1)?.conflict.id ?? null) : null,
  };
}

/** How many wait for a person. */
export function countOpenConflicts(ctx: Ctx): Promise<number> {
  return ctx.db.$count(conflicts, and(eq(conflicts.orgId, ctx.org), eq(conflicts.status, 'open')));
}

/** @throws AppError not_found */
export async function getConflict(ctx: Ctx, id: string): Promise<Conflict> {
  const rows = await selectRows(ctx).where(and(eq(conflicts.orgId, ctx.org), eq(conflicts.id, id)));
  const [conflict] = await describe(ctx, rows);
  if (!conflict) throw notFound('conflict');
  return conflict;
}

type Row = {
  conflict: typeof conflicts.$inferSelect;
  unit: { id: string; name: string; propertyId: string; propertyName: string };
};

function selectRows(ctx: Ctx) {
  return ctx.db
    .select({
      conflict: conflicts,
      unit: { id: units.id, name: units.name, propertyId: units.propertyId, propertyName: properties.name },
    })
    .from(conflicts)
    .innerJoin(units, eq(units.id, conflicts.unitId))
    .innerJoin(properties, eq(properties.id, units.propertyId));
}

async function describe(ctx: Ctx, rows: readonly Row[]): Promise<Conflict[]> {
  const ids = [...new Set(rows.flatMap(({ conflict }) => [conflict.claimA, conflict.claimB]))];
  const found = await Promise.all([
    readStaySides(
      ctx,
      ids.filter((id) => id.startsWith('sty_')),
    ),
    readEventSides(
      ctx,
      ids.filter((id) => id.startsWith('evt_')),
    ),
  ]);
  const sides = new Map(found.flat().map((side) => [side.id, side]));
  return rows.map(({ conflict, unit }) => ({
    id: conflict.id,
    kind: conflict.kind,
    status: conflict.status,
    unit,
    ...conflict.nights,
    sides: [conflict.claimA, conflict.claimB].map((id) => sides.get(id) ?? lost(id)),
    openedAt: conflict.openedAt.toString(),
    resolvedAt: conflict.resolvedAt?.toString() ?? null,
    resolution: conflict.resolution,
    note: conflict.note,
  }));
}

async function readStaySides(ctx: Ctx, ids: readonly string[]): Promise<Side[]> {
  if (ids.length === 0) return [];
  const held = ctx.db.select({ one: sql`1` }).from(holds).where(eq(holds.stayId, stays.id));
  const rows = await ctx.db
    .select({
      stay: stays,
      reservation: reservations,
      unit: { id: units.id, name: units.name },
      calendar: { id: externalCalendars.id, name: externalCalendars.name, color: externalCalendars.color },
      isHeld: sql<boolean>`${exists(held)}`,
    })
    .from(stays)
    .innerJoin(reservations, eq(reservations.id, stays.reservationId))
    .leftJoin(units, eq(units.id, stays.unitId))
    .leftJoin(externalCalendars, eq(externalCalendars.id, reservations.calendarId))
    .where(and(eq(stays.orgId, ctx.org), inArray(stays.id, [...ids])));
  return rows.map(({ stay, reservation, unit, calendar, isHeld }) => ({
    id: stay.id,
    kind: 'stay',
    isStanding: stay.status === 'active',
    checkIn: stay.checkIn,
    checkOut: stay.checkOut,
    channel: reservation.channel,
    guestName: reservation.guestName,
    summary: null,
    reservationId: reservation.id,
    externalId: reservation.externalId,
    unit,
    calendar,
    firstSeenAt: stay.createdAt.toString(),
    isHeld,
    isCancellable: isOurs(reservation),
  }));
}

async function readEventSides(ctx: Ctx, ids: readonly string[]): Promise<Side[]> {
  if (ids.length === 0) return [];
  const rows = await ctx.db
    .select({
      event: calendarEvents,
      unit: { id: units.id, name: units.name },
      calendar: { id: externalCalendars.id, name: externalCalendars.name, color: externalCalendars.color },
      dialect: externalCalendars.dialect,
    })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .leftJoin(units, eq(units.id, externalCalendars.unitId))
    .where(and(eq(calendarEvents.orgId, ctx.org), inArray(calendarEvents.id, [...ids])));
  return rows.map(({ event, unit, calendar, dialect }) => ({
    ...lost(event.id),
    isStanding: event.stayId === null && (event.judgement === null || event.judgement === 'distinct'),
    checkIn: event.checkIn,
    checkOut: event.checkOut,
    channel: dialect,
    summary: event.summary,
    externalId: event.code,
    unit,
    calendar,
    firstSeenAt: event.firstSeenAt.toString(),
  }));
}

/** A claim that is no more: its calendar dropped it. */
function lost(id: string): Side {
  return {
    id,
    kind: id.startsWith('sty_') ? 'stay' : 'event',
    isStanding: false,
    checkIn: null,
    checkOut: null,
    channel: null,
    guestName: null,
    summary: null,
    reservationId: null,
    externalId: null,
    unit: null,
    calendar: null,
    firstSeenAt: null,
    isHeld: false,
    isCancellable: false,
  };
}
