import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { addNights, type Night } from '#lib/kernel/nights.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyReservations } from '../intake/apply-reservations.ts';
import { pollQueues } from '../intake/poll-queues.ts';
import { readPages } from '../intake/read-pages.ts';

export type Pulled =
  | { readonly kind: 'pulled' }
  /** What the channel has to tell could not be asked for now. */
  | { readonly kind: 'waits'; readonly until: Temporal.Instant; readonly reason: string };

/** Bookings that began so long ago may still stand on a night to come. */
const BACK_DAYS = 30;
const RETRY_SECONDS = 15;

/**
 * Takes in what the channel has sold and we may not have heard of yet, of these listings: before nights of them are opened,
 * and before what the channel shows closed is held to be somebody's closure. A channel with queues is asked for all that
 * waits in them, unless that was done since `since`; the others for the bookings of each listing, one call each.
 * What was taken in stands in our calendar, and marks what has to be told anew.
 * @throws what the database throws
 */
export async function pullBefore(
  ctx: Ctx,
  connection: ConnectionRow,
  asked: {
    readonly listings: readonly { readonly externalId: string; readonly today: Night }[];
    readonly since: Temporal.Instant;
  },
): Promise<Pulled> {
  const provider = ctx.channels[connection.provider]?.provider;
  if (!provider) return { kind: 'waits', until: later(ctx), reason: 'the channel is not built' };
  try {
    if (provider.queues) return await pullQueues(ctx, connection.id, asked.since);
    for (const { externalId, today } of asked.listings) {
      const from = addNights(today, -BACK_DAYS);
      const read = await readPages(
        ctx,
        connection.id,
        `reservations ${externalId}`,
        (access, page) => provider.reservations.list(access, { listingId: externalId, from, page }),
        async (page, messageId) => {
          await inTx(ctx, (tx) =>
            applyReservations(tx, connection, page, { reason: 'before opening nights', messageId }),
          );
        },
      );
      const [error] = read.errors;
      if (error) return { kind: 'waits', until: later(ctx), reason: error.message };
    }
    return { kind: 'pulled' };
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    const seconds = Math.max(RETRY_SECONDS, error.retryAfterSeconds ?? 0);
    return { kind: 'waits', until: ctx.clock.now().add({ seconds }), reason: error.message };
  }
}

async function pullQueues(ctx: Ctx, connectionId: string, since: Temporal.Instant): Promise<Pulled> {
  if (await wereAsked(ctx, connectionId, since)) return { kind: 'pulled' };
  const nextAt = await pollQueues(ctx, connectionId, { isWanted: true });
  if (await wereAsked(ctx, connectionId, since)) return { kind: 'pulled' };
  // Sooner would be too early: the next question is everybody's of the machine account, and whoever waits shares it.
  const until = nextAt ?? later(ctx);
  const now = ctx.clock.now();
  return {
    kind: 'waits',
    until: Temporal.Instant.compare(until, now) > 0 ? until : now.add({ seconds: 1 }),
    reason: 'the queues of bookings may not be asked yet',
  };
}

/** Whether each queue was asked at or after an instant, and has answered. */
async function wereAsked(ctx: Ctx, connectionId: string, since: Temporal.Instant): Promise<boolean> {
  const [row] = await ctx.db
    .select({ askedAt: connections.queuesAskedAt })
    .from(connections)
    .where(and(eq(connections.orgId, ctx.org), eq(connections.id, connectionId)));
  return ['new', 'modified'].every((queue) => {
    const times = [row?.askedAt[queue], row?.askedAt[`${queue}.answered`]];
    return times.every(
      (at) => at !== undefined && Temporal.Instant.compare(Temporal.Instant.from(at), since) >= 0,
    );
  });
}

const later = (ctx: Ctx) => ctx.clock.now().add({ seconds: RETRY_SECONDS });
