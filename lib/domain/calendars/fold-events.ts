import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { mappings } from '#db/schema/mappings.ts';
import { properties } from '#db/schema/properties.ts';
import { stays } from '#db/schema/reservations.ts';
import { intersection, lengthOf, type NightRange, subtract, todayIn } from '#lib/kernel/nights.ts';
import { closeConflictsOf } from '../conflicts/close-conflicts.ts';
import type { Cause } from '../conflicts/open-conflict.ts';
import type { Ctx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { bumpCalendarVersions, type LockedUnit, lockUnits } from '../properties/lock-units.ts';
import { settleClashes } from './clashes.ts';

/**
 * After bookings of a connected channel changed on these units: what the channel's paused calendars show of the same
 * bookings claims nights no more, and every other clash of a stay with an event of a calendar is a conflict from now on.
 * What matches no booking keeps closing its nights. In the caller's transaction, after `applyStays`. Idempotent.
 */
export async function settleCalendarsOf(tx: Ctx, unitIds: readonly string[], cause?: Cause): Promise<void> {
  if (unitIds.length === 0) return;
  const locked = await lockUnits(tx, unitIds);
  await foldEvents(tx, locked, cause);
  const zones = await tx.db
    .select({ id: properties.id, timeZone: properties.timezone })
    .from(properties)
    .where(inArray(properties.id, [...new Set(locked.map((unit) => unit.propertyId))]));
  for (const { id, timeZone } of zones) {
    const own = locked.filter((unit) => unit.propertyId === id);
    await settleClashes(tx, own, todayIn(timeZone, tx.clock.now()));
  }
}

async function foldEvents(tx: Ctx, locked: readonly LockedUnit[], cause?: Cause): Promise<void> {
  const rows = await tx.db
    .select({ event: calendarEvents, unitId: externalCalendars.unitId, listingId: mappings.listingId })
    .from(calendarEvents)
    .innerJoin(externalCalendars, eq(externalCalendars.id, calendarEvents.calendarId))
    .innerJoin(mappings, eq(mappings.id, externalCalendars.supersededBy))
    .where(
      and(
        eq(calendarEvents.orgId, tx.org),
        inArray(
          externalCalendars.unitId,
          locked.map((unit) => unit.id),
        ),
        inArray(calendarEvents.kind, ['closure', 'reservation']),
        isNull(calendarEvents.stayId),
        // What a person called a booking of its own stays one.
        isNull(calendarEvents.judgement),
      ),
    )
    .orderBy(asc(calendarEvents.id));
  if (rows.length === 0) return;
  const booked = await readBooked(
    tx,
    rows.map((row) => row.listingId),
  );
  const folded = rows.flatMap(({ event, unitId, listingId }) => {
    const own = booked.filter((stay) => stay.listingId === listingId && stay.unitId === unitId);
    const stay = explainedBy(event, own);
    return stay && unitId ? [{ event, unitId, stayId: stay.id }] : [];
  });
  for (const { event, stayId } of folded) {
    await tx.db
      .update(calendarEvents)
      .set({ judgement: 'same_booking', echoOf: stayId })
      .where(eq(calendarEvents.id, event.id));
  }
  await closeConflictsOf(
    tx,
    folded.map(({ event }) => event.id),
    'gone',
    cause ? { cause } : {},
  );
  await bumpCalendarVersions(tx, [...new Set(folded.map((one) => one.unitId))]);
  await recordAll(
    tx,
    folded.map(({ event, unitId, stayId }) => ({
      action: 'closure.folded',
      subject: { kind: 'calendar', id: event.calendarId },
      unitId,
      reason: 'the channel itself told of the bookings behind it',
      before: { eventId: event.id, kind: event.kind, checkIn: event.checkIn, checkOut: event.checkOut },
      after: { sameAs: stayId },
      messageId: cause?.messageId ?? null,
      runId: cause?.runId ?? null,
    })),
  );
}

type Booked = NightRange & { readonly id: string };

/**
 * The booking that an event shows: its nights are all taken by bookings of the listing (platforms write touching ones as
 * one closure), and this one has most of them. Null where a night of it is nobody's.
 */
export function explainedBy<B extends Booked>(event: NightRange, booked: readonly B[]): B | null {
  if (subtract(event, booked).length > 0) return null;
  const [most] = booked
    .map((stay) => ({ stay, nights: nightsIn(event, stay) }))
    .filter((one) => one.nights > 0)
    .sort((a, b) => b.nights - a.nights || (a.stay.id < b.stay.id ? -1 : 1));
  return most?.stay ?? null;
}

function nightsIn(event: NightRange, stay: NightRange): number {
  const common = intersection(event, stay);
  return common ? lengthOf(common) : 0;
}

function readBooked(tx: Ctx, listingIds: readonly string[]) {
  return tx.db
    .select({
      id: stays.id,
      unitId: stays.unitId,
      listingId: stays.listingId,
      checkIn: stays.checkIn,
      checkOut: stays.checkOut,
    })
    .from(stays)
    .where(
      and(
        eq(stays.orgId, tx.org),
        inArray(stays.listingId, [...new Set(listingIds)]),
        eq(stays.status, 'active'),
      ),
    );
}
