import { and, desc, eq, gte, lte, or, sql } from 'drizzle-orm';
import { apiKeys, users } from '#db/schema/organizations.ts';
import { journal, runs } from '#db/schema/work.ts';
import { AppError } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import type { JournalItem } from './schemas.ts';

/** The journal, newest first: of one subject, of one unit, of one run, or of all. One round trip. */
export async function listJournal(
  ctx: Ctx,
  asked: {
    subject?: string | undefined;
    unit?: string | undefined;
    run?: string | undefined;
    limit: number;
    cursor?: string | undefined;
  },
): Promise<{ items: JournalItem[]; nextCursor: string | null }> {
  const rows = await ctx.db
    .select({ row: journal, userName: users.name, keyName: apiKeys.name })
    .from(journal)
    .leftJoin(users, and(eq(journal.actorKind, 'user'), eq(users.id, journal.actorId)))
    .leftJoin(apiKeys, and(eq(journal.actorKind, 'api_key'), eq(apiKeys.id, journal.actorId)))
    .where(
      and(
        eq(journal.orgId, ctx.org),
        asked.subject ? eq(journal.subjectId, asked.subject) : undefined,
        asked.unit ? eq(journal.unitId, asked.unit) : undefined,
        asked.run ? ofRun(ctx, asked.run) : undefined,
        asked.cursor ? before(asked.cursor) : undefined,
      ),
    )
    .orderBy(desc(journal.at), desc(journal.id))
    .limit(asked.limit + 1);
  const shown = rows.slice(0, asked.limit);
  const last = shown.at(-1)?.row;
  return {
    items: shown.map(({ row, userName, keyName }) => toItem(row, userName ?? keyName)),
    nextCursor: rows.length > asked.limit && last ? `${last.at.toString()}~${last.id}` : null,
  };
}

/** A run's rows stand between its start and its end, so the index by time finds them. */
function ofRun(ctx: Ctx, runId: string) {
  const mine = and(eq(runs.orgId, ctx.org), eq(runs.id, runId));
  return and(
    eq(journal.runId, runId),
    gte(journal.at, ctx.db.select({ at: runs.startedAt }).from(runs).where(mine)),
    lte(
      journal.at,
      ctx.db
        .select({ at: sql`coalesce(${runs.finishedAt}, 'infinity'::timestamptz)` })
        .from(runs)
        .where(mine),
    ),
  );
}

/** Rows of one moment are told apart by their ids. */
function before(cursor: string) {
  const [at = '', id = ''] = cursor.split('~');
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at))
    throw new AppError('invalid_input', 'This cursor is not one of ours.');
  return or(
    sql`${journal.at} < ${at}::timestamptz`,
    sql`${journal.at} = ${at}::timestamptz and ${journal.id} < ${id}`,
  );
}

function toItem(row: typeof journal.$inferSelect, actorName: string | null): JournalItem {
  return {
    id: row.id,
    at: row.at.toString(),
    actor: { kind: row.actorKind, id: row.actorId, name: actorName },
    action: row.action,
    subject: { kind: row.subjectKind, id: row.subjectId },
    unitId: row.unitId,
    reason: row.reason,
    before: row.before,
    after: row.after,
    messageId: row.messageId,
    runId: row.runId,
  };
}
