import { and, eq, isNull, sql } from 'drizzle-orm';
import { properties, units } from '#db/schema/properties.ts';
import type { Ctx } from '../ctx.ts';

/** Whose clock a day of the journal means: that of the unit or property asked for, else of most properties; UTC without any. */
export async function journalZone(ctx: Ctx, subject?: string): Promise<string> {
  const isAsked = subject
    ? sql`bool_or(${properties.id} = ${subject} or coalesce(${units.id} = ${subject}, false))`
    : sql`false::boolean`;
  const [row] = await ctx.db
    .select({ zone: properties.timezone })
    .from(properties)
    .leftJoin(units, eq(units.propertyId, properties.id))
    .where(and(eq(properties.orgId, ctx.org), isNull(properties.archivedAt)))
    .groupBy(properties.timezone)
    .orderBy(sql`${isAsked} desc`, sql`count(distinct ${properties.id}) desc`, properties.timezone)
    .limit(1);
  return row?.zone ?? 'UTC';
}
