import { ChannelError } from '#lib/providers/errors.ts';
import type { QueueItem, QueueName, QueuePort } from '#lib/providers/queue-contract.ts';
import type { Unreadable, WholeReservation } from '#lib/providers/sales-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { withAccess } from '../connections/with-access.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { applyWhole } from './apply-whole.ts';
import { oweUnknownListings } from './owe-listings.ts';
import { quarantineAll } from './quarantine.ts';
import {
  closeReplaced,
  contentHashOf,
  isLastWord,
  lockMessage,
  markAcked,
  markApplied,
  noteOffered,
  type QueueMessage,
} from './queue-messages.ts';

export type QueueSource = {
  readonly connection: ConnectionRow;
  readonly port: QueuePort;
  readonly queue: QueueName;
  /** The answer that it stands in, stored as it came. */
  readonly messageId: string;
};

/** heard: the channel knows that we have it. stale: it has changed since. open: it is still owed. kept: it waits for a person. */
export type Taken = 'heard' | 'stale' | 'open' | 'kept';

/**
 * Takes one message of a queue in, and tells the channel so. In this order, and a process that ends between two of them:
 * 1. the answer is stored as it came, and the message noted: it is offered again, and counted on its row;
 * 2. it is applied, and marked as applied, in one transaction: it is offered again, found applied, and only acknowledged;
 * 3. it is acknowledged, on its own queue: whether the channel heard it is not known, and saying it again does no harm;
 * 4. that it was heard is written down: it is said once more, to which the channel says the same.
 * So nothing is lost, since the channel keeps it until 3, and nothing is doubled, since 2 is one step.
 * @throws what the database throws; ChannelError where the connection itself cannot go on (auth, gone)
 */
export async function takeItem(ctx: Ctx, source: QueueSource, item: QueueItem): Promise<Taken> {
  const { connection, queue, messageId } = source;
  const row = await noteOffered(ctx, connection, queue, item, messageId);
  if (!item.reservation || !row) {
    await keepUnreadable(ctx, source, item);
    return 'kept';
  }
  const applied = await applyItem(ctx, source, row, item.reservation);
  return acknowledge(ctx, source, applied.row, applied);
}

async function keepUnreadable(ctx: Ctx, source: QueueSource, item: QueueItem): Promise<void> {
  const { connection, queue } = source;
  // What names no booking is known by its message: its own, not the answer's, which holds others with each question.
  const own = item.externalId === null ? `queue item ${contentHashOf(item)}` : null;
  const messageId = own
    ? await storeInbound(ctx, { kind: 'poll', id: connection.id }, item.bytes, own)
    : source.messageId;
  const told: Unreadable = item.unreadable ?? {
    externalId: item.externalId,
    reason: item.reservation ? 'no_id' : 'unreadable',
    raw: Buffer.from(item.bytes).toString('utf8').replaceAll('\u0000', ''),
  };
  const fresh = await inTx(ctx, (tx) => quarantineAll(tx, connection.id, [told], messageId));
  if (fresh > 0)
    ctx.log.warn({ connectionId: connection.id, queue, messageId }, 'a booking in a queue cannot be read');
}

type Applied = {
  readonly row: QueueMessage;
  readonly reservationId: string | null;
  readonly refusal: Refusal | null;
};
type Refusal = { readonly code: string; readonly message: string };

async function applyItem(
  ctx: Ctx,
  { connection, queue, messageId }: QueueSource,
  row: QueueMessage,
  whole: WholeReservation,
): Promise<Applied> {
  return inTx(ctx, async (tx) => {
    const now = await lockMessage(tx, row.id);
    if (!now) return { row, reservationId: null, refusal: null }; // disconnected and deleted meanwhile
    if (await isLastWord(tx, connection.provider, now))
      return { row: now, reservationId: null, refusal: now.answer === 'refused' ? REFUSED_BEFORE : null };
    const [applied] = await applyWhole(tx, connection, [whole], { reason: `queue ${queue}`, messageId });
    const refusal = applied?.refusal ?? null;
    await markApplied(tx, now, refusal ? 'refused' : 'taken');
    await oweUnknownListings(tx, connection, applied?.reservationId ?? null);
    return { row: now, reservationId: applied?.reservationId ?? null, refusal };
  });
}

/** What it was refused for is told with the quarantine; the channel wants a refusal again. */
const REFUSED_BEFORE: Refusal = { code: 'refused', message: 'The reservation was refused before.' };

/** Says once more what was applied before and perhaps not heard. */
export function acknowledgeAgain(
  ctx: Ctx,
  source: Omit<QueueSource, 'messageId' | 'queue'>,
  row: QueueMessage,
): Promise<Taken> {
  const refusal = row.answer === 'refused' ? REFUSED_BEFORE : null;
  return acknowledge(ctx, { ...source, queue: row.queue }, row, { reservationId: null, refusal });
}

async function acknowledge(
  ctx: Ctx,
  { connection, port, queue }: Omit<QueueSource, 'messageId'>,
  row: QueueMessage,
  { reservationId, refusal }: Pick<Applied, 'reservationId' | 'refusal'>,
): Promise<Taken> {
  const { externalId, ackToken } = row;
  const confirmation = reservationId ?? row.id;
  try {
    const said = await withAccess(ctx, connection.id, (access) =>
      port.acknowledge(access, { queue, externalId, ackToken, confirmation, refusal }),
    );
    await markAcked(ctx, row, { isHeard: true, error: said === 'stale' ? 'stale' : null });
    if (said === 'heard') await closeReplaced(ctx, row);
    return said;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    await markAcked(ctx, row, { isHeard: false, error: `${error.kind}: ${error.message}` });
    if (error.kind === 'auth' || error.kind === 'gone') throw error;
    ctx.log.warn(
      { connectionId: connection.id, queue, kind: error.kind, status: error.status },
      'a booking was not acknowledged',
    );
    return 'open';
  }
}
