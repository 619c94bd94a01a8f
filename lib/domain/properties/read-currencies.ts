import { and, eq, isNull } from 'drizzle-orm';
import { properties } from '#db/schema/properties.ts';
import type { Ctx } from '../ctx.ts';

/** The currency of each property, by id; of all of them, however many. One query. */
export async function readCurrencies(ctx: Ctx): Promise<Record<string, string>> {
  const rows = await ctx.db
    .select({ id: properties.id, currency: properties.currency })
    .from(properties)
    .where(and(eq(properties.orgId, ctx.org), isNull(properties.archivedAt)));
  return Object.fromEntries(rows.map(({ id, currency }) => [id, currency]));
}
