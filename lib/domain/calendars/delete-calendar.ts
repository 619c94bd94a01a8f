import { and, eq, inArray, sql } from 'drizzle-orm';
import { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import { reservations, stays } from '#db/schema/reservations.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import { requireCan } from '../access/require.ts';
import { closeConflictsOf } from '../conflicts/close-conflicts.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { cancelJob } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import { applyStays } from '../reservations/apply.ts';
import { isLedSql } from '../reservations/known.ts';
import { settleClashes } from './clashes.ts';
import { findCalendarOf } from './queries.ts';

/**
 * Stops following a calendar: its closures go, its reservations stay and are marked "no longer followed", except those
 * that the person named in the confirmation to be cancelled.
 * @param cancel ids of reservations of this calendar
 * @throws AppError forbidden, not_found, invalid_input where `cancel` names a reservation of something else
 */
export async function deleteCalendar(
  ctx: Ctx,
  subjectId: string,
  calendarId: string,
  cancel: readonly string[],
): Promise<void> {
  requireCan(ctx, 'calendar.configure');
  const calendar = await findCalendarOf(ctx, subjectId, calendarId);
  const subject = await getCalendarSubject(ctx, calendar.unitId ?? calendar.propertyId);
  const unitIds = subject.units.map((unit) => unit.id);
  await inTx(ctx, async (tx) => {
    // A sync in flight holds this lock while it applies; afterwards it finds no calendar and leaves.
    const [locked] = await tx.db
      .select()
      .from(externalCalendars)
      .where(eq(externalCalendars.id, calendarId))
      .for('update');
    if (!locked) return;
    const units = await lockUnits(tx, unitIds);
    if (cancel.length > 0) await cancelNamed(tx, calendarId, cancel);
    await tx.db
      .update(reservations)
      .set({
        calendarId: null,
        // What a connection brings as well is followed by that.
        followed: sql`case when ${isLedSql()} then 'followed' else 'no_longer_followed' end`,
        updatedAt: tx.clock.now(),
      })
      .where(and(eq(reservations.orgId, tx.org), eq(reservations.calendarId, calendarId)));
    const events = await tx.db
      .select({ id: calendarEvents.id })
      .from(calendarEvents)
      .where(eq(calendarEvents.calendarId, calendarId));
    if (events.length > 0)
      await closeConflictsOf(
        tx,
        events.map((event) => event.id),
        'gone',
      );
    await cancelJob(tx, 'calendar.sync', calendarId);
    await tx.db.delete(externalCalendars).where(eq(externalCalendars.id, calendarId)); // events go with it
    await bumpCalendarVersions(tx, unitIds);
    const today = todayIn(subject.property.timezone, tx.clock.now());
    await settleClashes(tx, units, today);
    await record(tx, {
      action: 'calendar.deleted',
      subject: { kind: 'calendar', id: calendarId },
      unitId: calendar.unitId,
      before: { name: calendar.name, host: calendar.urlHost, events: events.length },
      after: { cancelledReservations: [...cancel] },
    });
  });
}

async function cancelNamed(tx: Ctx, calendarId: string, cancel: readonly string[]): Promise<void> {
  const rows = await tx.db
    .select({ reservation: reservations, stay: stays })
    .from(reservations)
    .innerJoin(stays, eq(stays.reservationId, reservations.id))
    .where(
      and(
        eq(reservations.orgId, tx.org),
        eq(reservations.calendarId, calendarId),
        inArray(reservations.id, [...cancel]),
      ),
    );
  const found = new Set(rows.map((row) => row.reservation.id));
  if (cancel.some((id) => !found.has(id))) {
    throw new AppError(
      'invalid_input',
      'A reservation to be cancelled does not come from this calendar. Nothing was changed.',
    );
  }
  await applyStays(
    tx,
    rows.map(({ reservation, stay }) => ({
      channel: reservation.channel,
      externalId: reservation.externalId,
      roomRef: stay.roomRef,
      unitId: stay.unitId,
      checkIn: stay.checkIn,
      checkOut: stay.checkOut,
      reservationStatus: 'cancelled' as const,
      calendarId,
    })),
    { reason: 'cancelled by a person when its calendar was deleted' },
  );
}
