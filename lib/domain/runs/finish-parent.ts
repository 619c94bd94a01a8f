import { and, eq, sql } from 'drizzle-orm';
import { runs } from '#db/schema/work.ts';
import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';

/**
 * Closes a run over several once as many parts have ended as it was opened for (`polls` holds that number). Every part
 * calls it at its end; zero rows mean that others are still to come, or that it is closed already.
 */
export async function finishParent(ctx: Ctx, parentId: string): Promise<void> {
  const part = sql`(select count(distinct subject_id) as ended, sum(created) as created, sum(updated) as updated, sum(cancelled) as cancelled,
    count(distinct subject_id) filter (where status = 'error') as failed, count(*) filter (where status <> 'success') as doubtful
    from runs part where part.parent_id = ${parentId} and part.org_id = ${ctx.org} and part.status <> 'running')`;
  const closed = await ctx.db.execute(sql`
    update runs set finished_at = ${ctx.clock.now().toString()}::timestamptz,
      created = coalesce(part.created, 0), updated = coalesce(part.updated, 0), cancelled = coalesce(part.cancelled, 0),
      status = case when part.doubtful = 0 then 'success' when part.failed = part.ended then 'error' else 'partial' end
    from ${part} part
    where runs.id = ${parentId} and runs.org_id = ${ctx.org} and runs.status = 'running' and part.ended >= runs.polls
    returning runs.id`);
  if (closed.length > 0) await announce(ctx, 'runs');
}

/** A part that came to nothing: its calendar was paused or deleted before its turn. */
export async function expectOneLess(ctx: Ctx, runId: string): Promise<void> {
  await ctx.db
    .update(runs)
    .set({ polls: sql`${runs.polls} - 1` })
    .where(and(eq(runs.orgId, ctx.org), eq(runs.id, runId), eq(runs.status, 'running')));
  await finishParent(ctx, runId);
}

/** Says how many parts a run over several has; one without any is over at once. */
export async function expectParts(ctx: Ctx, runId: string, parts: number): Promise<void> {
  await ctx.db
    .update(runs)
    .set({ polls: parts })
    .where(and(eq(runs.orgId, ctx.org), eq(runs.id, runId)));
  if (parts === 0) await finishParent(ctx, runId);
}
