import { sql } from 'drizzle-orm';
import { jobs } from '#db/schema/work.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';

/**
 * Writes down when a calendar is asked next, after a poll that no job made: the poll that waits moves there, and where
 * none waits it is owed. One that waits because a person asked for a run over several keeps its time, since that run
 * waits for its parts. Dying before it costs one poll too many.
 */
export async function postponePoll(ctx: Ctx, calendarId: string, at: Temporal.Instant): Promise<void> {
  await ctx.db
    .insert(jobs)
    .values({
      id: newId('job'),
      orgId: ctx.org,
      kind: 'calendar.sync',
      key: calendarId,
      payload: { calendarId, trigger: 'schedule' },
      dueAt: at,
      createdAt: ctx.clock.now(),
    })
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.key],
      targetWhere: sql`state = 'pending'`,
      set: {
        dueAt: sql`excluded.due_at`,
        payload: sql`excluded.payload`,
        attempts: 0,
        lastError: null,
      },
      setWhere: sql`jobs.payload->>'parentId' is null`,
    });
}
