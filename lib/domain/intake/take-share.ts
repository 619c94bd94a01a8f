import { createHash } from 'node:crypto';
import { ChannelError } from '#lib/providers/errors.ts';
import type { QueueName, QueuePort } from '#lib/providers/queue-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import type { Ctx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { contentHashOf } from './queue-messages.ts';
import { ctxOf, type Share } from './queue-shares.ts';
import { takeItem } from './take-item.ts';
import { closeWithdrawn } from './withdrawn.ts';

export type ShareTaken = {
  readonly hasAcked: boolean;
  /** The channel has replaced something since: it is asked again. */
  readonly isStale: boolean;
  /** Applied, and not heard by the channel. */
  readonly isOpen: boolean;
  /** Not applied, for a defect of ours. */
  readonly hasFailed: boolean;
  /** There was no time for all. */
  readonly isLeft: boolean;
};

/**
 * Takes in what a queue holds for one connection, each booking by itself: one that fails keeps no other from being taken.
 * @throws ChannelError auth, gone; what the database throws where it cannot be reached
 */
export async function takeShare(given: {
  readonly ctx: Ctx;
  readonly port: QueuePort;
  readonly queue: QueueName;
  readonly share: Share;
  readonly askedAt: Temporal.Instant;
  readonly until: Temporal.Instant;
}): Promise<ShareTaken> {
  const { port, queue, share, askedAt, until } = given;
  const { connection, items } = share;
  const ctx = ctxOf(given.ctx, connection);
  const hashes = createHash('sha256');
  for (const item of items) hashes.update(contentHashOf(item));
  // By what it holds: the channel dates each answer anew.
  const name = `queue ${queue} ${items.length === 0 ? 'empty' : hashes.digest('hex')}`;
  const messageId = await storeInbound(ctx, { kind: 'poll', id: connection.id }, share.bytes, name);
  const taken = { hasAcked: false, isStale: false, isOpen: false, hasFailed: false, isLeft: false };
  for (const item of items) {
    if (Temporal.Instant.compare(ctx.clock.now(), until) >= 0) {
      taken.isLeft = true;
      break;
    }
    try {
      const end = await takeItem(ctx, { connection, port, queue, messageId }, item);
      if (end !== 'kept') taken.hasAcked = true;
      if (end === 'stale') taken.isStale = true;
      if (end === 'open') taken.isOpen = true;
    } catch (error) {
      if (error instanceof ChannelError) throw error;
      // A defect over one booking: it stays in the queue, its clock alarms, and the others are taken.
      ctx.log.error(
        { err: error, connectionId: connection.id, queue },
        'a booking in a queue was not applied',
      );
      taken.hasFailed = true;
    }
  }
  if (!taken.isLeft) await closeWithdrawn(ctx, connection, queue, askedAt);
  if (items.length > 0) await announce(ctx, 'connections');
  return taken;
}
