import { and, asc, eq, inArray, notExists, type SQL, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { holds, stays } from '#db/schema/reservations.ts';
import { closesNights } from '../availability/closures.ts';
import type { Ctx } from '../ctx.ts';
import type { LockedUnit } from '../properties/lock-units.ts';
import type { Claim } from './rules.ts';

/** The active stays on the units that hold nothing, the oldest first: the order in which they may take what is free. */
export function readUnheldStays(tx: Ctx, locked: readonly LockedUnit[]): Promise<Claim[]> {
  const held = tx.db.select({ one: sql`1` }).from(holds).where(eq(holds.stayId, stays.id));
  return readStayClaims(tx, locked, notExists(held));
}

/** The active stays on the units that share a night with one of `with`, and perhaps a few that only stand between. */
export async function readStaysAround(
  tx: Ctx,
  locked: readonly LockedUnit[],
  around: readonly Claim[],
): Promise<Claim[]> {
  const from = around.map((claim) => claim.nights.checkIn).sort()[0];
  const to = around
    .map((claim) => claim.nights.checkOut)
    .sort()
    .at(-1);
  if (!from || !to) return [];
  return readStayClaims(tx, locked, sql`${stays.checkIn} < ${to} and ${stays.checkOut} > ${from}`);
}

/** Which of these ids still claim nights on the units: active stays, and events that close nights by themselves. */
export async function readClaims(
  tx: Ctx,
  locked: readonly LockedUnit[],
  ids: readonly string[],
): Promise<Map<string, Claim>> {
  const stayIds = ids.filter((id) => id.startsWith('sty_'));
  const eventIds = ids.filter((id) => id.startsWith('evt_'));
  const found = [
    ...(stayIds.length > 0 ? await readStayClaims(tx, locked, inArray(stays.id, stayIds)) : []),
    ...(eventIds.length > 0 ? await readEventClaims(tx, locked, eventIds) : []),
  ];
  return new Map(found.map((claim) => [claim.id, claim]));
}

async function readStayClaims(tx: Ctx, locked: readonly LockedUnit[], which: SQL): Promise<Claim[]> {
  const leaves = new Map(locked.map((unit) => [unit.id, unit.leaves]));
  const rows = await tx.db
    .select({ id: stays.id, unitId: stays.unitId, checkIn: stays.checkIn, checkOut: stays.checkOut })
    .from(stays)
    .where(
      and(
        eq(stays.orgId, tx.org),
        inArray(stays.unitId, [...leaves.keys()]),
        eq(stays.status, 'active'),
        which,
      ),
    )
    .orderBy(asc(stays.createdAt), asc(stays.id));
  return rows.map(({ id, unitId, checkIn, checkOut }) => ({
    id,
    unitId,
    leaves: (unitId && leaves.get(unitId)) || [],
    nights: { checkIn, checkOut },
  }));
}

async function readEventClaims(tx: Ctx, locked: readonly LockedUnit[], ids: string[]): Promise<Claim[]> {
  const rows = await tx.db
    .select({ event: calendarEvents, calendar: externalCalendars })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .where(and(eq(calendarEvents.orgId, tx.org), inArray(calendarEvents.id, ids), closesNights()));
  return rows.map(({ event, calendar }) => ({
    id: event.id,
    unitId: calendar.unitId,
    leaves: locked
      .filter((unit) =>
        calendar.unitId ? unit.id === calendar.unitId : unit.propertyId === calendar.propertyId,
      )
      .flatMap((unit) => unit.leaves),
    nights: { checkIn: event.checkIn, checkOut: event.checkOut },
  }));
}
