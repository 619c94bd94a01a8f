import { and, desc, eq, ilike, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { runs } from '#db/schema/work.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { Run, RunFilter } from './schemas.ts';

/** A page of the history, newest first. Ids sort by time, so the last id shown is the cursor. */
export async function listRuns(
  ctx: Ctx,
  page: RunFilter & { limit: number; cursor?: string | undefined },
): Promise<{ items: Run[]; nextCursor: string | null }> {
  const wanted: (SQL | undefined)[] = [
    eq(runs.orgId, ctx.org),
    page.calendarId ? eq(runs.subjectId, page.calendarId) : undefined,
    page.connectionId ? eq(runs.subjectId, page.connectionId) : undefined,
    page.parentId ? eq(runs.parentId, page.parentId) : undefined,
    page.status ? eq(runs.status, page.status) : undefined,
    page.trigger ? eq(runs.trigger, page.trigger) : undefined,
    page.q ? mentions(ctx, page.q) : undefined,
    page.cursor ? lt(runs.id, page.cursor) : undefined,
  ];
  const rows = await ctx.db
    .select()
    .from(runs)
    .where(and(...wanted))
    .orderBy(desc(runs.id))
    .limit(page.limit + 1);
  const shown = rows.slice(0, page.limit);
  return {
    items: shown.map(toRun),
    nextCursor: rows.length > page.limit ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** Its own id, what it was about by name, or what went wrong in it. */
function mentions(ctx: Ctx, q: string): SQL | undefined {
  if (/^run_[0-9a-z]{24}$/.test(q)) return eq(runs.id, q);
  const pattern = `%${q.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { id, orgId, name } = externalCalendars;
  return or(
    inArray(
      runs.subjectId,
      ctx.db
        .select({ id })
        .from(externalCalendars)
        .where(and(eq(orgId, ctx.org), ilike(name, pattern))),
    ),
    inArray(
      runs.subjectId,
      ctx.db
        .select({ id: connections.id })
        .from(connections)
        .where(
          and(
            eq(connections.orgId, ctx.org),
            or(ilike(connections.accountName, pattern), ilike(connections.provider, pattern)),
          ),
        ),
    ),
    sql`${runs.errors}::text ilike ${pattern}`,
  );
}

/** @throws AppError not_found for an unknown id and for another organization's alike */
export async function getRun(ctx: Ctx, id: string): Promise<Run> {
  const [row] = await ctx.db
    .select()
    .from(runs)
    .where(and(eq(runs.orgId, ctx.org), eq(runs.id, id)));
  if (!row) throw notFound('run');
  return toRun(row);
}

export function toRun(row: typeof runs.$inferSelect): Run {
  return {
    id: row.id,
    kind: row.kind,
    calendarId: row.kind === 'calendar' ? row.subjectId : null,
    connectionId: row.kind === 'connection' || row.kind === 'push' ? row.subjectId : null,
    parentId: row.parentId,
    trigger: row.trigger,
    status: row.status,
    startedAt: row.startedAt.toString(),
    finishedAt: row.finishedAt?.toString() ?? null,
    polls: row.polls,
    created: row.created,
    updated: row.updated,
    cancelled: row.cancelled,
    errors: row.errors,
  };
}
