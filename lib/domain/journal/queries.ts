import { and, desc, eq, gte, inArray, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { apiKeys, users } from '#db/schema/organizations.ts';
import { units } from '#db/schema/properties.ts';
import { journal, runs } from '#db/schema/work.ts';
import { AppError } from '#lib/kernel/errors.ts';
import { addNights, type Night, toPlainDate } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { matching } from './matches.ts';
import { JOURNAL_GROUPS, type JournalItem, type JournalQuery } from './schemas.ts';
import { journalZone } from './zone.ts';

export type JournalAsked = JournalQuery & { readonly limit: number; readonly cursor?: string | undefined };

/** The journal, newest first: of one subject, of one unit, of one run, of a search, or of all. At most three round trips. */
export async function listJournal(
  ctx: Ctx,
  asked: JournalAsked,
): Promise<{ items: JournalItem[]; nextCursor: string | null }> {
  const narrowed = await narrow(ctx, asked);
  if (narrowed === null) return { items: [], nextCursor: null };
  const rows = await ctx.db
    .select({ row: journal, userName: users.name, keyName: apiKeys.name })
    .from(journal)
    .leftJoin(users, and(eq(journal.actorKind, 'user'), eq(users.id, journal.actorId)))
    .leftJoin(apiKeys, and(eq(journal.actorKind, 'api_key'), eq(apiKeys.id, journal.actorId)))
    .where(and(eq(journal.orgId, ctx.org), ...narrowed, asked.cursor ? before(asked.cursor) : undefined))
    .orderBy(desc(journal.at), desc(journal.id))
    .limit(asked.limit + 1);
  const shown = rows.slice(0, asked.limit);
  const last = shown.at(-1)?.row;
  return {
    items: shown.map(({ row, userName, keyName }) => toItem(row, userName ?? keyName)),
    nextCursor: rows.length > asked.limit && last ? `${last.at.toString()}~${last.id}` : null,
  };
}

/** What one request wrote since then, in the order it was written: also inside of its transaction. */
export async function journalOfRequest(
  ctx: Ctx,
  since: Temporal.Instant,
  limit: number,
): Promise<JournalItem[]> {
  const rows = await ctx.db
    .select()
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), gte(journal.at, since), eq(journal.requestId, ctx.requestId)))
    .orderBy(journal.at, journal.id)
    .limit(limit);
  return rows.map((row) => toItem(row, null));
}

/** Whether there are more rows than `count`: read from the index, none of them fetched. */
export async function hasMoreThan(ctx: Ctx, asked: JournalQuery, count: number): Promise<boolean> {
  const narrowed = await narrow(ctx, asked);
  if (narrowed === null) return false;
  const found = await ctx.db
    .select({ one: sql`1` })
    .from(journal)
    .where(and(eq(journal.orgId, ctx.org), ...narrowed))
    .offset(count)
    .limit(1);
  return found.length > 0;
}

/** @returns null where nothing can match */
async function narrow(ctx: Ctx, asked: JournalQuery): Promise<(SQL | undefined)[] | null> {
  const [meant, zone] = await Promise.all([
    asked.q ? matching(ctx, asked.q, asked.also) : undefined,
    asked.from || asked.to ? journalZone(ctx, asked.unit) : 'UTC',
  ]);
  if (meant === null) return null;
  return [
    asked.subject ? eq(journal.subjectId, asked.subject) : undefined,
    asked.unit ? ofUnit(ctx, asked.unit) : undefined,
    asked.run ? ofRun(ctx, asked.run) : undefined,
    asked.message ? ofMessage(ctx, asked.message) : undefined,
    asked.group ? ofGroup(asked.group) : undefined,
    asked.actor ? ofActor(asked.actor) : undefined,
    asked.from ? gte(journal.at, dayStart(asked.from, zone)) : undefined,
    asked.to ? lt(journal.at, dayStart(addNights(asked.to, 1), zone)) : undefined,
    meant,
  ];
}

function dayStart(day: Night, zone: string): Temporal.Instant {
  return toPlainDate(day).toZonedDateTime({ timeZone: zone }).toInstant();
}

function ofUnit(ctx: Ctx, id: string): SQL | undefined {
  if (!id.startsWith('prp_')) return or(eq(journal.unitId, id), eq(journal.subjectId, id));
  const inside = ctx.db
    .select({ id: units.id })
    .from(units)
    .where(and(eq(units.orgId, ctx.org), eq(units.propertyId, id)));
  return or(inArray(journal.unitId, inside), eq(journal.subjectId, id));
}

function ofGroup(group: keyof typeof JOURNAL_GROUPS): SQL {
  return inArray(sql`split_part(${journal.action}, '.', 1)`, [...JOURNAL_GROUPS[group]]);
}

function ofActor(actor: string): SQL {
  return actor === 'latchkey' ? inArray(journal.actorKind, ['job', 'system']) : eq(journal.actorId, actor);
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

/** Nothing comes from a message before it came. */
function ofMessage(ctx: Ctx, messageId: string) {
  const came = ctx.db
    .select({ at: inboundMessages.receivedAt })
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, ctx.org), eq(inboundMessages.id, messageId)));
  return and(
    eq(journal.messageId, messageId),
    gte(journal.at, sql`coalesce((${came}), '-infinity'::timestamptz)`),
  );
}

/** Rows of one moment are told apart by their ids. */
function before(cursor: string) {
  const [at = '', id = ''] = cursor.split('~');
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(at))
    throw new AppError('invalid_input', 'This cursor is not one of ours.');
  // The first condition alone is what the index by time can begin at.
  return and(
    sql`${journal.at} <= ${at}::timestamptz`,
    or(sql`${journal.at} < ${at}::timestamptz`, sql`${journal.id} < ${id}`),
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
