import { and, count, eq, max, ne } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import type { Ctx } from '../ctx.ts';

/** How many accounts are connected, and when one of them was asked last; null: none has been asked yet. One round trip. */
export async function accountsAsked(ctx: Ctx): Promise<{ count: number; lastAt: string | null }> {
  const [row] = await ctx.db
    .select({ count: count(), lastAt: max(connections.lastSyncAt) })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), ne(connections.status, 'disconnected')));
  return { count: row?.count ?? 0, lastAt: row?.lastAt?.toString() ?? null };
}
