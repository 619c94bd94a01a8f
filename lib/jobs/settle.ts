import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '#db/client.ts';
import { jobs } from '#db/schema/work.ts';
import { redactUrl } from '#lib/platform/redact-url.ts';
import type { ClaimedJob } from './claim.ts';

/*
 * Each is one conditional update on the lease. False means that no row carries it any more: the lease ran out and
 * somebody else works the job, whose outcome counts.
 */

/** Done, or cancelled: the row goes. */
export async function settleGone(db: Database, job: ClaimedJob): Promise<boolean> {
  const gone = await db
    .delete(jobs)
    .where(and(eq(jobs.id, job.id), eq(jobs.leaseToken, job.leaseToken)))
    .returning({ id: jobs.id });
  return gone.length === 1;
}

export type NextTurn = {
  readonly at: Temporal.Instant;
  readonly attempts: number;
  readonly error: string | null;
  /** Undefined: as it is. */
  readonly payload: Record<string, unknown> | undefined;
};

/**
 * Waits again. Where the same work was asked for meanwhile, the two become one: the earlier time, and the payload of
 * the one asked for meanwhile, which is newer.
 */
export async function settleWaiting(db: Database, job: ClaimedJob, next: NextTurn): Promise<boolean> {
  const payload = next.payload === undefined ? null : JSON.stringify(next.payload);
  const moved = await db.execute(sql`
    with mine as (
      delete from jobs where id = ${job.id} and lease_token = ${job.leaseToken} returning *
    )
    insert into jobs (id, org_id, kind, key, payload, state, due_at, attempts, last_error, created_at)
    select id, org_id, kind, key, coalesce(${payload}::jsonb, payload), 'pending',
      ${next.at.toString({ fractionalSecondDigits: 3 })}::timestamptz, ${next.attempts}::int, ${next.error}::text, created_at
    from mine
    on conflict (kind, key) where state = 'pending'
    do update set due_at = least(jobs.due_at, excluded.due_at), last_error = excluded.last_error
    returning id`);
  return moved.length === 1;
}

/** Given up, and kept for a person to see. */
export async function settleFailed(db: Database, job: ClaimedJob, error: string): Promise<boolean> {
  const failed = await db
    .update(jobs)
    .set({ state: 'failed', leaseUntil: null, leaseToken: null, lastError: error })
    .where(and(eq(jobs.id, job.id), eq(jobs.leaseToken, job.leaseToken)))
    .returning({ id: jobs.id });
  return failed.length === 1;
}

/** One line about an error that may be kept: its root cause, since a query's own message carries the values of the query. */
export function describeError(error: unknown): string {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  const text =
    root instanceof Error ? `${root.name}: ${root.message}` : 'something that is no error was thrown';
  return text
    .replace(/\nparams: [\s\S]*/, '')
    .replace(/\b(?:https?|webcals?):\/\/[^\s"'<>]+/gi, (address) => redactUrl(address))
    .replaceAll('\u0000', '')
    .slice(0, 400);
}
