import { and, eq } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { countOpenConflicts } from '../conflicts/queries.ts';
import type { Ctx } from '../ctx.ts';
import { attentionOf, type Watched } from './attention-rules.ts';
import type { ExternalCalendar } from './schemas.ts';

/** How many things wait for a person: open conflicts, and calendars that fail or have fallen silent. One round trip of waiting. */
export async function countInbox(ctx: Ctx): Promise<number> {
  const [open, calendars] = await Promise.all([
    countOpenConflicts(ctx),
    ctx.db
      .select({
        isActive: externalCalendars.isActive,
        lastSyncStatus: externalCalendars.lastSyncStatus,
        consecutiveFailures: externalCalendars.consecutiveFailures,
        lastSuccessAt: externalCalendars.lastSuccessAt,
        intervalMinutes: externalCalendars.intervalMinutes,
      })
      .from(externalCalendars)
      .where(and(eq(externalCalendars.orgId, ctx.org), eq(externalCalendars.isActive, true))),
  ]);
  const nowMs = ctx.clock.now().epochMilliseconds;
  const watched = calendars.map(
    (row): Watched => ({ ...row, lastSuccessMs: row.lastSuccessAt?.epochMilliseconds ?? null }),
  );
  return open + watched.filter((row) => attentionOf(row, nowMs) !== null).length;
}

/** The same rule over a calendar as the API shapes it. */
export function calendarAttention(calendar: ExternalCalendar, nowMs: number): 'failing' | 'stale' | null {
  const { lastSuccessAt } = calendar;
  return attentionOf(
    { ...calendar, lastSuccessMs: lastSuccessAt === null ? null : Date.parse(lastSuccessAt) },
    nowMs,
  );
}
