import { sql } from 'drizzle-orm';
import { jobs } from '#db/schema/work.ts';
import type { Deps } from '../ctx.ts';

export type DueWork = {
  /** Seconds by which the oldest due job is late; 0 where nothing is due. */
  readonly latenessSeconds: number;
  readonly due: number;
  /** Jobs that were given up and wait for a person. */
  readonly failed: number;
};

/** How far behind the instance is, as counts: nobody's data. */
export async function dueWork(world: Pick<Deps, 'db' | 'clock'>): Promise<DueWork> {
  const now = world.clock.now();
  const at = sql`${now.toString({ fractionalSecondDigits: 3 })}::timestamptz`;
  const isDue = sql`${jobs.state} = 'pending' and ${jobs.dueAt} <= ${at}`;
  const [row] = await world.db
    .select({
      oldest: sql<string | null>`min(${jobs.dueAt}) filter (where ${isDue})`,
      due: sql<string>`count(*) filter (where ${isDue})`,
      failed: sql<string>`count(*) filter (where ${jobs.state} = 'failed')`,
    })
    .from(jobs);
  const oldest = row?.oldest ? Temporal.Instant.from(row.oldest) : now;
  return {
    latenessSeconds: Math.max(0, Math.round(now.since(oldest).total('second'))),
    due: Number(row?.due ?? 0),
    failed: Number(row?.failed ?? 0),
  };
}
