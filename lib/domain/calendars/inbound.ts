import { and, desc, eq, sql } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';

/**
 * Stores an answer as it came, before anything is made of it. One that equals the source's last is counted on that row.
 * Two at once may store the same answer twice: harmless, a copy of the truth.
 * @returns the message's id
 */
export async function storeInbound(
  ctx: Ctx,
  calendarId: string,
  body: Uint8Array,
  contentHash: string,
): Promise<string> {
  const now = ctx.clock.now();
  const last = await lastInbound(ctx, calendarId);
  if (last?.contentHash === contentHash) {
    await ctx.db
      .update(inboundMessages)
      .set({ lastSeenAt: now, timesSeen: sql`${inboundMessages.timesSeen} + 1` })
      .where(eq(inboundMessages.id, last.id));
    return last.id;
  }
  const id = newId('message');
  await ctx.db.insert(inboundMessages).values({
    id,
    orgId: ctx.org,
    sourceKind: 'calendar',
    sourceId: calendarId,
    receivedAt: now,
    lastSeenAt: now,
    contentHash,
    body,
  });
  return id;
}

/** Counts an answer that said "as before" on the row of what was before. */
export async function countInbound(ctx: Ctx, calendarId: string): Promise<void> {
  const last = await lastInbound(ctx, calendarId);
  if (!last) return;
  await ctx.db
    .update(inboundMessages)
    .set({ lastSeenAt: ctx.clock.now(), timesSeen: sql`${inboundMessages.timesSeen} + 1` })
    .where(eq(inboundMessages.id, last.id));
}

export async function markInbound(
  ctx: Ctx,
  messageId: string,
  verdict: 'applied' | 'rejected',
  reason: string | null,
): Promise<void> {
  await ctx.db.update(inboundMessages).set({ verdict, reason }).where(eq(inboundMessages.id, messageId));
}

async function lastInbound(
  ctx: Ctx,
  calendarId: string,
): Promise<{ id: string; contentHash: string } | undefined> {
  const [last] = await ctx.db
    .select({ id: inboundMessages.id, contentHash: inboundMessages.contentHash })
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, ctx.org), eq(inboundMessages.sourceId, calendarId)))
    .orderBy(desc(inboundMessages.lastSeenAt))
    .limit(1);
  return last;
}
