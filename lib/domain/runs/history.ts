import { and, eq, lt, sql } from 'drizzle-orm';
import { runs } from '#db/schema/work.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import type { RunError, RunKind, RunStatus, RunTrigger } from './schemas.ts';

export type RunStart = {
  readonly kind: RunKind;
  /** The external calendar; null for a run over several. */
  readonly subjectId: string | null;
  readonly parentId?: string | null;
  readonly trigger: RunTrigger;
};

export type RunEnd = {
  readonly status: Exclude<RunStatus, 'running'>;
  readonly created?: number;
  readonly updated?: number;
  readonly cancelled?: number;
  readonly errors?: readonly RunError[];
  readonly messageId?: string | null;
};

/**
 * Opens a run, committed at once: a process that dies in the middle leaves it `running`, and `failInterrupted` says so.
 * @returns its id
 */
export async function startRun(ctx: Ctx, run: RunStart): Promise<string> {
  invariant(!ctx.afterCommit, 'a run starts outside the transaction that it tells about');
  const id = newId('run');
  await ctx.db.insert(runs).values({
    id,
    orgId: ctx.org,
    kind: run.kind,
    subjectId: run.subjectId,
    parentId: run.parentId ?? null,
    trigger: run.trigger,
    status: 'running',
    startedAt: ctx.clock.now(),
  });
  if (isWatched(run.trigger)) await announce(ctx, 'runs');
  return id;
}

/** Somebody looks on: the beginning and a quiet end are worth telling. The others are told by what they change. */
function isWatched(trigger: RunTrigger): boolean {
  return trigger !== 'schedule' && trigger !== 'cron';
}

/**
 * Closes a run, best in the transaction of what it changed. One that is closed already stays as it is: zero rows mean
 * that somebody took this process for dead and called the run interrupted.
 * @returns false in that case
 */
export async function finishRun(ctx: Ctx, runId: string, end: RunEnd): Promise<boolean> {
  const closed = await ctx.db
    .update(runs)
    .set({
      status: end.status,
      finishedAt: ctx.clock.now(),
      created: end.created ?? 0,
      updated: end.updated ?? 0,
      cancelled: end.cancelled ?? 0,
      errors: [...(end.errors ?? [])],
      messageId: end.messageId ?? null,
    })
    .where(and(eq(runs.orgId, ctx.org), eq(runs.id, runId), eq(runs.status, 'running')))
    .returning({ id: runs.id });
  if (closed.length === 1) await announce(ctx, 'runs');
  return closed.length === 1;
}

/** Longer than any sync takes: asking ends after 15 seconds, reading and applying in a few. */
const LONGEST_RUN_SECONDS = 60;

/**
 * Runs of this subject whose process ended in the middle become errors. Called when the next one starts; one that began
 * a moment ago may well be alive beside it.
 */
export async function failInterrupted(ctx: Ctx, subjectId: string): Promise<number> {
  const now = ctx.clock.now();
  const ended = await ctx.db
    .update(runs)
    .set({ status: 'error', finishedAt: now, errors: [INTERRUPTED] })
    .where(
      and(
        eq(runs.orgId, ctx.org),
        eq(runs.subjectId, subjectId),
        eq(runs.status, 'running'),
        lt(runs.startedAt, now.subtract({ seconds: LONGEST_RUN_SECONDS })),
      ),
    )
    .returning({ id: runs.id });
  return ended.length;
}

export const INTERRUPTED: RunError = {
  code: 'interrupted',
  message: 'The process ended in the middle. Nothing was half done; the next sync does all of it.',
};

export type UnchangedPoll = {
  /** Of a calendar unless it says otherwise. */
  readonly kind?: 'calendar' | 'connection';
  readonly subjectId: string;
  readonly trigger: RunTrigger;
  /** The run that this poll opened, or null where it opened none. */
  readonly runId: string | null;
  readonly messageId?: string | null;
};

/**
 * Closes a poll that changed nothing. Such polls share one row an hour: where the newest earlier run of this subject is
 * such a row, it counts one more and the run opened for this poll goes away; else that run (or a new row) is the first.
 * A run over several keeps its parts, and what a person asked for keeps its own row. One statement.
 * @returns the id of the row it is counted on
 */
export async function countUnchangedPoll(ctx: Ctx, poll: UnchangedPoll): Promise<string> {
  const now = sql`${ctx.clock.now().toString({ fractionalSecondDigits: 3 })}::timestamptz`;
  const rows = await ctx.db.execute<{ id: string }>(sql`
    with opened as (
      select id, parent_id from runs where org_id = ${ctx.org} and id = ${poll.runId} and status = 'running'
    ), newest as (
      select id from runs
      where org_id = ${ctx.org} and subject_id = ${poll.subjectId} and id is distinct from ${poll.runId}
      order by started_at desc, id desc limit 1
    ), shared as (
      update runs set polls = polls + 1, finished_at = ${now}
      from newest
      where runs.id = newest.id and runs.status = 'success' and runs.trigger = ${poll.trigger}
        and runs.trigger in ('schedule', 'cron') and runs.parent_id is null
        and runs.created = 0 and runs.updated = 0 and runs.cancelled = 0
        and runs.started_at > ${now} - interval '1 hour'
        and not exists (select 1 from opened where parent_id is not null)
      returning runs.id
    ), removed as (
      delete from runs using opened where runs.id = opened.id and exists (select 1 from shared)
    ), closed as (
      update runs set status = 'success', finished_at = ${now}, message_id = ${poll.messageId ?? null}
      from opened where runs.id = opened.id and not exists (select 1 from shared)
      returning runs.id
    ), first as (
      insert into runs (id, org_id, kind, subject_id, trigger, status, started_at, finished_at, message_id)
      select ${newId('run')}, ${ctx.org}, ${poll.kind ?? 'calendar'}, ${poll.subjectId}, ${poll.trigger}, 'success', ${now}, ${now},
        ${poll.messageId ?? null}
      where not exists (select 1 from shared) and not exists (select 1 from closed)
      returning id
    )
    select id from shared union all select id from closed union all select id from first`);
  const [row] = rows;
  invariant(row, 'every poll is counted on a row');
  if (isWatched(poll.trigger)) await announce(ctx, 'runs');
  return row.id;
}
