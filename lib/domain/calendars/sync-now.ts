import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { getRun } from '../runs/queries.ts';
import type { Run } from '../runs/schemas.ts';
import { findCalendarOf } from './queries.ts';
import { syncCalendar } from './sync.ts';

/** A sync that a person asked for, worked at once. @returns its finished run @throws AppError forbidden, not_found */
export async function syncNow(ctx: Ctx, subjectId: string, calendarId: string): Promise<Run> {
  const calendar = await findCalendarOf(ctx, subjectId, calendarId);
  const synced = await syncCalendar(ctx, { calendarId: calendar.id, trigger: 'manual' });
  if (!synced) throw notFound('calendar');
  return getRun(ctx, synced.runId);
}
