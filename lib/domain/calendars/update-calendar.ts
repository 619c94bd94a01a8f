import { eq } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { cancelJob, enqueue } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import { checkLink, sealLink } from './link.ts';
import { findCalendarOf, getCalendar } from './queries.ts';
import type { CalendarPatch, ExternalCalendar } from './schemas.ts';
import { letCalendarGoOn } from './supersede.ts';
import type { CalendarRow } from './types.ts';

/**
 * Changes a calendar's settings. Pausing keeps its nights closed as they last were; another link is read at once, and
 * what the old one said stays until the new one's answers let it go.
 * @throws AppError forbidden, not_found, invalid_input
 */
export async function updateCalendar(
  ctx: Ctx,
  subjectId: string,
  calendarId: string,
  patch: CalendarPatch,
): Promise<ExternalCalendar> {
  requireCan(ctx, 'calendar.configure');
  const before = await findCalendarOf(ctx, subjectId, calendarId);
  const subject = await getCalendarSubject(ctx, before.unitId ?? before.propertyId);
  const url =
    patch.icalUrl === undefined
      ? null
      : checkLink(ctx, patch.icalUrl, {
          propertyId: subject.property.id,
          unitIds: subject.units.map((unit) => unit.id),
        });
  return inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const { icalUrl: _, description, ...plain } = patch;
    const isActive = patch.isActive ?? before.isActive;
    const closesOtherwise =
      patch.tentativeCloses !== undefined && patch.tentativeCloses !== before.tentativeCloses;
    const mustReadAnew = url !== null || closesOtherwise;
    if (closesOtherwise) {
      // Its requests open or close nights from this moment on: whoever keeps a feed of ours must fetch it anew.
      const unitIds = subject.units.map((unit) => unit.id);
      await lockUnits(tx, unitIds);
      await bumpCalendarVersions(tx, unitIds);
    }
    if (patch.isActive === true) await letCalendarGoOn(tx, calendarId);
    const isDue = isActive && (mustReadAnew || !before.isActive || isOverdue(before, patch, now));
    await tx.db
      .update(externalCalendars)
      .set({
        ...plain,
        ...(description === undefined ? {} : { description: description || null }),
        ...(url ? sealLink(tx, calendarId, url) : {}),
        // The validators and the hash belong to the old link and the old reading.
        ...(mustReadAnew ? { etag: null, lastModified: null, contentHash: null } : {}),
        ...(isDue ? { nextSyncAt: now } : {}),
        updatedAt: now,
      })
      .where(eq(externalCalendars.id, calendarId));
    if (!isActive) await cancelJob(tx, 'calendar.sync', calendarId);
    else if (isDue)
      await enqueue(tx, {
        kind: 'calendar.sync',
        key: calendarId,
        payload: { calendarId, trigger: 'schedule' },
        dueAt: now,
      });
    await record(tx, {
      action:
        isActive === before.isActive ? 'calendar.updated' : isActive ? 'calendar.resumed' : 'calendar.paused',
      subject: { kind: 'calendar', id: calendarId },
      unitId: before.unitId,
      before: shown(before),
      after: { ...shown(before), ...plain, ...(url ? { host: url.host } : {}) },
    });
    return getCalendar(tx, subjectId, calendarId);
  });
}

/** A shorter interval may already be over. */
function isOverdue(before: CalendarRow, patch: CalendarPatch, now: Temporal.Instant): boolean {
  if (patch.intervalMinutes === undefined || !before.lastSyncAt) return false;
  return Temporal.Instant.compare(before.lastSyncAt.add({ minutes: patch.intervalMinutes }), now) <= 0;
}

function shown(row: CalendarRow): Record<string, unknown> {
  return {
    name: row.name,
    host: row.urlHost,
    color: row.color,
    isActive: row.isActive,
    intervalMinutes: row.intervalMinutes,
  };
}
