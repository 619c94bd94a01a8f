import { externalCalendars } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { record } from '../journal/record.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import { checkLink, sealLink } from './link.ts';
import { getCalendar } from './queries.ts';
import type { CalendarInput, ExternalCalendar } from './schemas.ts';

/**
 * Follows a calendar from now on; its first sync is owed in the same transaction and runs at once. A property with one
 * unit means that unit, so that the calendar's bookings have a place even when units are added later.
 * @throws AppError forbidden, not_found, invalid_input for a link that must not be fetched
 */
export async function createCalendar(
  ctx: Ctx,
  subjectId: string,
  input: CalendarInput,
): Promise<ExternalCalendar> {
  requireCan(ctx, 'calendar.configure');
  const subject = await getCalendarSubject(ctx, subjectId);
  const url = checkLink(ctx, input.icalUrl, {
    propertyId: subject.property.id,
    unitIds: subject.units.map((unit) => unit.id),
  });
  return inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const id = newId('calendar');
    const isActive = input.isActive ?? true;
    await tx.db.insert(externalCalendars).values({
      id,
      orgId: tx.org,
      propertyId: subject.property.id,
      unitId: subject.unit?.id ?? null,
      name: input.name,
      ...sealLink(tx, id, url),
      ...(input.color ? { color: input.color } : {}),
      description: input.description || null,
      isActive,
      ...(input.intervalMinutes ? { intervalMinutes: input.intervalMinutes } : {}),
      ...(input.tentativeCloses === undefined ? {} : { tentativeCloses: input.tentativeCloses }),
      nextSyncAt: isActive ? now : null,
      createdAt: now,
      updatedAt: now,
    });
    await record(tx, {
      action: 'calendar.created',
      subject: { kind: 'calendar', id },
      unitId: subject.unit?.id ?? null,
      after: { name: input.name, host: url.host, propertyId: subject.property.id, isActive },
    });
    if (isActive)
      await enqueue(tx, {
        kind: 'calendar.sync',
        key: id,
        payload: { calendarId: id, trigger: 'added' },
        dueAt: now,
      });
    return getCalendar(tx, subjectId, id);
  });
}
