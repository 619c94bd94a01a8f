import { and, count, desc, eq, isNull } from 'drizzle-orm';
import { properties } from '#db/schema/properties.ts';
import type { Ctx } from '../ctx.ts';

/** The time zone of most properties: whose "today" a page about all of them means. UTC where there is none yet. */
export async function commonestZone(ctx: Ctx): Promise<string> {
  const [row] = await ctx.db
    .select({ zone: properties.timezone })
    .from(properties)
    .where(and(eq(properties.orgId, ctx.org), isNull(properties.archivedAt)))
    .groupBy(properties.timezone)
    .orderBy(desc(count()), properties.timezone)
    .limit(1);
  return row?.zone ?? 'UTC';
}
