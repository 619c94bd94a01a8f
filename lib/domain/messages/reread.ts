import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { QueueItem } from '#lib/providers/queue-contract.ts';
import type { Reread } from '#lib/providers/sales-contract.ts';
import { echoedUnits, readTarget, type Target } from '../calendars/sync.ts';
import type { AcceptedFeed } from '../calendars/types.ts';
import type { ConnectionRow } from '../connections/find.ts';
import type { Ctx } from '../ctx.ts';
import { listName } from './about-rules.ts';

export type Kept = {
  readonly id: string;
  readonly sourceKind: 'calendar' | 'poll' | 'webhook' | 'gate';
  readonly sourceId: string;
  readonly contentHash: string;
  readonly lastSeenAt: Temporal.Instant;
  readonly body: Uint8Array;
};

/** What a kept message says, read anew by today's reader; or why that cannot be, as a code. */
export type Said =
  | { readonly kind: 'held'; readonly why: string }
  | { readonly kind: 'feed'; readonly target: Target; readonly feed: AcceptedFeed }
  | { readonly kind: 'rooms'; readonly connection: ConnectionRow; readonly told: Reread }
  | { readonly kind: 'wholes'; readonly connection: ConnectionRow; readonly items: readonly QueueItem[] };

/** Asks nobody and writes nothing. */
export async function reread(ctx: Ctx, message: Kept): Promise<Said> {
  return message.sourceKind === 'calendar' ? rereadFeed(ctx, message) : rereadChannel(ctx, message);
}

async function rereadFeed(ctx: Ctx, message: Kept): Promise<Said> {
  const target = await readTarget(ctx, message.sourceId);
  if (!target) return { kind: 'held', why: 'source_gone' };
  const feed = await ctx.feedReader.read(message.body, {
    timeZone: target.timeZone,
    today: target.today,
    unitIds: await echoedUnits(ctx, target),
    instanceId: ctx.instanceId,
    host: target.calendar.urlHost,
  });
  return feed.verdict === 'rejected' ? { kind: 'held', why: 'unreadable' } : { kind: 'feed', target, feed };
}

async function rereadChannel(ctx: Ctx, message: Kept): Promise<Said> {
  const [connection] = await ctx.db
    .select()
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, message.sourceId)));
  const provider = connection && ctx.channels[connection.provider]?.provider;
  if (!connection || !provider || connection.status === 'disconnected')
    return { kind: 'held', why: 'source_gone' };
  if (connection.status === 'paused') return { kind: 'held', why: 'paused' };
  try {
    if (message.sourceKind === 'webhook' || message.contentHash.startsWith('queue ')) {
      if (!provider.door) return { kind: 'held', why: 'hint' };
      return message.body.byteLength === 0
        ? { kind: 'wholes', connection, items: [] }
        : { kind: 'wholes', connection, items: provider.door.read(message.body, null).items };
    }
    const { reread: read } = provider.reservations;
    if (!read) return { kind: 'held', why: 'several_answers' };
    const listing = listName(message.contentHash)?.split(' ')[1] ?? null;
    return { kind: 'rooms', connection, told: read(message.body, listing) };
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'malformed')
      return { kind: 'held', why: 'unreadable' };
    throw error;
  }
}
