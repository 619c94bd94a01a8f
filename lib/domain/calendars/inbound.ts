import { and, desc, eq, gt, sql } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { newId } from '#lib/kernel/ids.ts';
import type { Ctx } from '../ctx.ts';

/** Who told it: the calendar or the connection, and how it came. */
export type InboundSource = { readonly kind: 'calendar' | 'poll' | 'webhook' | 'gate'; readonly id: string };

/**
 * Stores what was told as it came, before anything is made of it. An answer that equals the source's last is counted on
 * that row; a connection gives many answers in turn, so there it is the last with the same hash of these two days.
 * Two at once may store the same answer twice: harmless, a copy of the truth.
 * @returns the message's id
 */
export async function storeInbound(
  ctx: Ctx,
  source: InboundSource,
  body: Uint8Array,
  contentHash: string,
): Promise<string> {
  const now = ctx.clock.now();
  const last = await findSame(ctx, source, contentHash);
  if (last) {
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
    sourceKind: source.kind,
    sourceId: source.id,
    receivedAt: now,
    lastSeenAt: now,
    contentHash,
    body,
  });
  return id;
}

async function findSame(
  ctx: Ctx,
  source: InboundSource,
  contentHash: string,
): Promise<{ id: string } | undefined> {
  if (source.kind === 'calendar') {
    const last = await lastInbound(ctx, source.id);
    return last?.contentHash === contentHash ? last : undefined;
  }
  // Each call is a message of its own, however like another it is.
  if (source.kind !== 'poll') return undefined;
  const [same] = await ctx.db
    .select({ id: inboundMessages.id })
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.orgId, ctx.org),
        eq(inboundMessages.sourceId, source.id),
        eq(inboundMessages.sourceKind, 'poll'),
        eq(inboundMessages.contentHash, contentHash),
        gt(inboundMessages.lastSeenAt, ctx.clock.now().subtract({ hours: SAME_HOURS })),
      ),
    )
    .limit(1);
  return same;
}

/** Beyond it an answer that comes again is news: a bound on how far the look-up reads. */
const SAME_HOURS = 48;

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
