import { and, eq, inArray, sql } from 'drizzle-orm';
import { jobs } from '#db/schema/work.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { JOBS, JobKind, JobPayload } from '#lib/platform/queue/contract.ts';
import { type Ctx, onCommit } from '../ctx.ts';

/** Kinds that belong to an organization: the only ones a verb may owe. */
export type OwedKind = {
  [K in JobKind]: (typeof JOBS)[K]['scope'] extends 'organization' ? K : never;
}[JobKind];

/** The installation's own, which no organization owes. */
export type OwnKind = Exclude<JobKind, OwedKind>;

export type OwedJob<K extends OwedKind = OwedKind> = {
  readonly kind: K;
  /** What is worked on: at most one job of a kind and key waits, and at most one is worked at a time. */
  readonly key: string;
  readonly payload: JobPayload<K>;
  readonly dueAt: Temporal.Instant;
};

/**
 * Owes a piece of work, in the transaction of the change that makes it due. Where the same work waits already the two
 * become one: the earlier time, the newer payload. One that is being worked right now does not count as waiting, since
 * it may have read what this change has just replaced. Rings once after the commit where it is due at once.
 */
export async function enqueue<K extends OwedKind>(ctx: Ctx, job: OwedJob<K>): Promise<void> {
  await enqueueAll(ctx, [job]);
}

/** Several at once, in one round trip. Their rows are taken in the order of their keys: two at once wait, never in a circle. */
export async function enqueueAll(ctx: Ctx, owed: readonly OwedJob[]): Promise<void> {
  if (owed.length === 0) return;
  const now = ctx.clock.now();
  await ctx.db
    .insert(jobs)
    .values(
      [...owed]
        .sort((a, b) => (a.key < b.key ? -1 : 1))
        .map((job) => ({
          id: newId('job'),
          orgId: ctx.org,
          kind: job.kind,
          key: job.key,
          payload: job.payload,
          dueAt: job.dueAt,
          createdAt: now,
        })),
    )
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.key],
      targetWhere: sql`state = 'pending'`,
      set: { dueAt: sql`least(${jobs.dueAt}, excluded.due_at)`, payload: sql`excluded.payload` },
    });
  if (owed.every((job) => Temporal.Instant.compare(job.dueAt, now) > 0)) return;
  // Dying before the ring loses nothing: the row is there, and the safety net finds it.
  if (!ctx.afterCommit?.includes(ctx.wake)) await onCommit(ctx, ctx.wake);
}

/** Owes a piece of the installation's own work, of which there is one of a kind. One that waits already comes earlier. */
export async function enqueueOwn(ctx: Ctx, kind: OwnKind, dueAt: Temporal.Instant): Promise<void> {
  await ctx.db
    .insert(jobs)
    .values({ id: newId('job'), kind, key: kind, payload: {}, dueAt, createdAt: ctx.clock.now() })
    .onConflictDoUpdate({
      target: [jobs.kind, jobs.key],
      targetWhere: sql`state = 'pending'`,
      set: { dueAt: sql`least(${jobs.dueAt}, excluded.due_at)` },
    });
  if (!ctx.afterCommit?.includes(ctx.wake)) await onCommit(ctx, ctx.wake);
}

/** Takes back work that waits or has failed. One being worked ends by itself, finding that its subject is gone. */
export async function cancelJob(ctx: Ctx, kind: OwedKind, key: string): Promise<void> {
  await ctx.db
    .delete(jobs)
    .where(
      and(
        eq(jobs.orgId, ctx.org),
        eq(jobs.kind, kind),
        eq(jobs.key, key),
        inArray(jobs.state, ['pending', 'failed']),
      ),
    );
}
