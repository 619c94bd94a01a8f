import { syncCalendar } from '#lib/domain/calendars/sync.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { JOBS } from '#lib/platform/queue/contract.ts';
import { organizationHandler } from './handler.ts';
import { again, cancel } from './outcome.ts';

/**
 * One poll of one external calendar, and the date of the next. What goes wrong at the channel is the sync's to record
 * and to time; only what nobody expected is thrown, and retried by the policy.
 */
export const calendarSync = organizationHandler(JOBS['calendar.sync'], async (ctx, payload) => {
  const { calendarId } = payload;
  try {
    const synced = await syncCalendar(ctx, payload);
    if (!synced?.nextSyncAt) return cancel('the calendar is gone or paused');
    return again(synced.nextSyncAt, { payload: { calendarId, trigger: 'schedule' } });
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return cancel('the calendar is gone');
    throw error;
  }
});
