import { drizzle } from 'drizzle-orm/postgres-js';
import type { Pool } from '#db/client.ts';
import type { Ctx } from '#lib/domain/ctx.ts';

/** What the work answers, and how many statements it sent to the database. */
export async function countQueries<T>(
  pool: Pool,
  ctx: Ctx,
  work: (ctx: Ctx) => Promise<T>,
): Promise<{ count: number; answer: T }> {
  let count = 0;
  const logQuery = () => {
    count += 1;
  };
  const answer = await work({ ...ctx, db: drizzle(pool.sql, { logger: { logQuery } }) });
  return { count, answer };
}
