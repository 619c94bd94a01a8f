import { and, asc, eq } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { countOpenConflicts } from '../conflicts/queries.ts';
import type { Ctx } from '../ctx.ts';
import { attentionOf, type Watched } from './attention-rules.ts';
import type { ExternalCalendar } from './schemas.ts';

/** A calendar that waits for a person, and when it last answered whole. */
export type TroubledCalendar = { readonly name: string; readonly lastSuccessAt: string | null };

/** How many things wait for a person: open conflicts, and calendars that fail or have fallen silent. One round trip of waiting. */
export async function countInbox(ctx: Ctx): Promise<number> {
  const [open, calendars] = await Promise.all([countOpenConflicts(ctx), listTroubledCalendars(ctx)]);
  return open + calendars.length;
}

/** Calendars that fail or have fallen silent. One query, of what the rule looks at and no more: every page asks. */
export async function listTroubledCalendars(ctx: Ctx): Promise<TroubledCalendar[]> {
  const rows = await ctx.db
    .select({
      name: externalCalendars.name,
      isActive: externalCalendars.isActive,
      lastSyncStatus: externalCalendars.lastSyncStatus,
      consecutiveFailures: externalCalendars.consecutiveFailures,
      lastSuccessAt: externalCalendars.lastSuccessAt,
      intervalMinutes: externalCalendars.intervalMinutes,
    })
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, ctx.org), eq(externalCalendars.isActive, true)))
    .orderBy(asc(externalCalendars.id));
  const nowMs = ctx.clock.now().epochMilliseconds;
  return rows
    .filter((row): boolean => {
      const watched: Watched = { ...row, lastSuccessMs: row.lastSuccessAt?.epochMilliseconds ?? null };
      return attentionOf(watched, nowMs) !== null;
    })
    .map(({ name, lastSuccessAt }) => ({ name, lastSuccessAt: lastSuccessAt?.toString() ?? null }));
}

/** The same rule over a calendar as the API shapes it. */
export function calendarAttention(calendar: ExternalCalendar, nowMs: number): 'failing' | 'stale' | null {
  const { lastSuccessAt } = calendar;
  return attentionOf(
    { ...calendar, lastSuccessMs: lastSuccessAt === null ? null : Date.parse(lastSuccessAt) },
    nowMs,
  );
}
