import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { connections } from '#db/schema/connections.ts';
import { invariant } from '#lib/kernel/errors.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { DoorPort, PushedResult, QueueItem, QueueName } from '#lib/providers/queue-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import type { ConnectionRow } from '../connections/find.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '../ctx.ts';
import { applyWhole } from './apply-whole.ts';
import type { Door } from './door.ts';
import { oweUnknownListings } from './owe-listings.ts';
import { findPushTargets } from './push-targets.ts';
import { quarantineAll } from './quarantine.ts';
import { recordCall } from './record-call.ts';

export type Pushed = {
  /**
   * taken: answered for each reservation by itself. unreadable: nothing of the message was believed. broken: nothing could
   * be done for a fault of ours, so that the sender comes again.
   */
  readonly verdict: 'taken' | 'unreadable' | 'broken';
  readonly answer: { readonly bytes: Uint8Array; readonly contentType: string };
};

type Call = {
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
  readonly requestId: string;
};

/**
 * A message of reservations that a channel pushes and waits for. Nothing is believed before the whole is well formed; then
 * it is stored without card data, each reservation is applied in a transaction of its own, and the answer is made after
 * the last commit: one that is bad keeps no other from being booked.
 *
 * Dying before a commit leaves nothing of that reservation, and the sender, who got no answer, comes again; dying after it
 * too, and what was applied is found so. A message may come twice at once: of two the second waits and changes nothing.
 * @throws what the database throws before anything was stored
 */
export async function receivePush(deps: Deps, door: Door, call: Call): Promise<Pushed> {
  const port = door.channel.provider.door;
  invariant(port, 'a channel that pushes has a door');
  const now = deps.clock.now();
  const bodyHash = createHash('sha256').update(call.bytes).digest('hex');
  const seen = {
    door,
    bytes: call.bytes,
    bodyHash,
    requestId: call.requestId,
    externalId: `body ${bodyHash}`,
  };
  let message: ReturnType<DoorPort['read']>;
  try {
    message = port.read(call.bytes, call.contentType);
  } catch (error) {
    const reason = reasonOf(deps, door, error);
    await recordCall(deps, seen, { verdict: 'unusable', reason });
    return {
      verdict: 'unreadable',
      answer: port.answer(null, { echo: null, items: [], fault: reason }, now),
    };
  }
  const { kind, items, echo } = message;
  const targets = await findPushTargets(deps, door, items);
  const owners = new Set(targets.values());
  const isNobodys = [...owners].every((one) => one === null);
  await recordCall(deps, seen, {
    verdict: isNobodys ? 'unknown_listing' : 'accepted',
    reason: isNobodys ? 'no connection has what it names' : null,
  });
  const stored = await storeFor(deps, call.requestId, targets, message.bytes);
  const results: Result[] = [];
  for (const item of items) {
    const connection = targets.get(item) ?? null;
    results.push(await takeIn(deps, call.requestId, kind, item, connection && stored.get(connection.id)));
  }
  const isBroken = results.length > 0 && results.every((one) => one.isOurs);
  const told = results.map(({ externalId, confirmation, error }) => ({ externalId, confirmation, error }));
  const answer = port.answer(kind, { echo, items: told, fault: null }, deps.clock.now());
  return { verdict: isBroken ? 'broken' : 'taken', answer };
}

/** In the reader's words; a defect of the reader is a message that cannot be read, too. */
function reasonOf(deps: Deps, door: Door, error: unknown): string {
  if (error instanceof ChannelError && error.kind === 'malformed') return error.message;
  deps.log.error({ err: error, provider: door.provider }, 'a pushed message broke its reader');
  return 'The message could not be read.';
}

type Stored = { readonly ctx: Ctx; readonly connection: ConnectionRow; readonly messageId: string };

/** To each connection what is its own: the whole message where that is all of it. */
async function storeFor(
  deps: Deps,
  requestId: string,
  targets: ReadonlyMap<QueueItem, ConnectionRow | null>,
  bytes: Uint8Array,
): Promise<Map<string, Stored>> {
  const stored = new Map<string, Stored>();
  const byId = Map.groupBy(targets, ([, connection]) => connection?.id ?? null);
  for (const entries of byId.values()) {
    const connection = entries[0]?.[1];
    if (!connection) continue;
    const isAll = entries.length === targets.size;
    const own = isAll ? bytes : Buffer.concat(entries.flatMap(([item]) => [item.bytes, NEWLINE]));
    const actor = { kind: 'system', id: null } as const;
    const ctx = ctxFor(deps, { provenOrg: connection.orgId, actor, requestId });
    const hash = createHash('sha256').update(own).digest('hex');
    const messageId = await storeInbound(ctx, { kind: 'webhook', id: connection.id }, own, hash);
    await ctx.db
      .update(connections)
      .set({ lastWebhookAt: deps.clock.now() })
      .where(and(eq(connections.orgId, ctx.org), eq(connections.id, connection.id)));
    stored.set(connection.id, { ctx, connection, messageId });
  }
  return stored;
}

const NEWLINE = Buffer.from('\n');

/** `isOurs`: a fault of ours, which may be over when it comes again. */
type Result = PushedResult & { readonly isOurs: boolean };

const UNKNOWN_PROPERTY = { code: 'unknown_property', message: 'This property is not connected here.' };
const BROKEN = { code: 'system', message: 'It could not be stored. Send it again later.' };

async function takeIn(
  deps: Deps,
  requestId: string,
  kind: QueueName,
  item: QueueItem,
  stored: Stored | null | undefined,
): Promise<Result> {
  const { externalId } = item;
  const refused = (error: PushedResult['error']): Result => ({
    externalId,
    confirmation: null,
    error,
    isOurs: false,
  });
  if (!stored) return refused(item.reservation ? UNKNOWN_PROPERTY : unreadable(item));
  try {
    return item.reservation
      ? await apply(stored, kind, item, refused)
      : refused(await keepUnreadable(stored, item));
  } catch (error) {
    deps.log.error({ err: error, requestId }, 'a pushed reservation was not applied');
    return { ...refused(BROKEN), isOurs: true };
  }
}

async function apply(
  { ctx, connection, messageId }: Stored,
  kind: QueueName,
  { reservation, externalId }: QueueItem,
  refused: (error: PushedResult['error']) => Result,
): Promise<Result> {
  if (!reservation) return refused(null);
  const applied = await inTx(ctx, async (tx) => {
    const [one] = await applyWhole(tx, connection, [reservation], { reason: `pushed ${kind}`, messageId });
    await oweUnknownListings(tx, connection, one?.reservationId ?? null);
    return one;
  });
  if (applied?.refusal) return refused(applied.refusal);
  return { externalId, confirmation: applied?.reservationId ?? null, error: null, isOurs: false };
}

const unreadable = (item: QueueItem) => ({
  code: item.externalId === null ? 'missing' : 'unreadable',
  message: item.unreadable?.reason ?? 'The reservation cannot be read.',
});

async function keepUnreadable({ ctx, connection, messageId }: Stored, item: QueueItem) {
  const raw = item.unreadable?.raw ?? Buffer.from(item.bytes).toString('utf8');
  const told = { externalId: item.externalId, reason: item.unreadable?.reason ?? 'unreadable', raw };
  await inTx(ctx, (tx) => quarantineAll(tx, connection.id, [told], messageId));
  return unreadable(item);
}
