import { createHash } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import { connections, webhookCalls } from '#db/schema/connections.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { Hint, SignedCall } from '#lib/providers/webhook-contract.ts';
import { storeInbound } from '../calendars/inbound.ts';
import { type Ctx, ctxFor, type Deps, inTx } from '../ctx.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { renameListing } from '../mappings/rename-listing.ts';
import type { Door } from './door.ts';
import { fetchKey } from './fetch-key.ts';
import { isChannelId } from './incoming.ts';
import { parkUnusable } from './park-unusable.ts';
import { type Call, recordCall, refuseCall, tellAltered } from './record-call.ts';
import { findTargets, namesOf, type Target } from './targets.ts';

export type Received =
  | { readonly verdict: 'accepted' | 'repeated' | 'altered' | 'unknown_listing' }
  | { readonly verdict: 'refused'; readonly reason: string }
  | { readonly verdict: 'unusable'; readonly reason: string; readonly isEmpty: boolean };

export type About = {
  readonly requestId: string;
  /** Whether one more refused call is written down: of too many from one place not each. */
  readonly keepsRefused: () => Promise<boolean>;
};

/**
 * A notification: verified before anything of it is read, stored as it came together with the work that it makes due,
 * in one transaction, and only then acknowledged. What it says is a hint: the booking it names is fetched.
 *
 * Dying before the commit stores nothing and the sender comes again; after it, the sender comes again and finds its
 * message known. Two copies at once: the second waits at the unique id of the message and then finds it known.
 * @throws what the database throws, so that the sender comes again
 */
export async function receiveWebhook(
  deps: Deps,
  door: Door,
  call: SignedCall,
  about: About,
): Promise<Received> {
  const { webhook } = door.channel.provider;
  const bodyHash = createHash('sha256').update(call.bytes).digest('hex');
  const seen = { door, bodyHash, bytes: call.bytes, requestId: about.requestId };
  const verified = webhook?.verify(call, door.secrets, deps.clock.now()) ?? NOT_TAKEN;
  if (!verified.ok) {
    if (await about.keepsRefused()) await refuseCall(deps, seen, verified.reason);
    return { verdict: 'refused', reason: verified.reason };
  }
  const message: Call = { ...seen, externalId: verified.messageId };
  const read = interpret(deps, door, call.bytes);
  if ('reason' in read) {
    await parkUnusable(deps, message, read.reason);
    return { verdict: 'unusable', reason: read.reason, isEmpty: call.bytes.byteLength === 0 };
  }
  const targets = await findTargets(deps, door, read.hints);
  if (targets.length > 0) return { verdict: await accept(deps, message, targets) };
  const needsNobody = read.hints.every((hint) => hint.kind === 'nothing');
  if (needsNobody) return { verdict: await acceptIdle(deps, message, read.hints) };
  await recordCall(deps, message, { verdict: 'unknown_listing', reason: 'no connection has what it names' });
  deps.log.warn({ provider: door.provider, requestId: about.requestId }, 'a notification for nobody here');
  return { verdict: 'unknown_listing' };
}

const NOT_TAKEN = { ok: false, reason: 'not_taken' } as const;

function interpret(
  deps: Deps,
  door: Door,
  bytes: Uint8Array,
): { readonly hints: readonly Hint[] } | { readonly reason: string } {
  if (bytes.byteLength === 0) return { reason: 'It is empty.' };
  try {
    const hints = door.channel.provider.webhook?.interpret(bytes) ?? [];
    return hints.every(isUsable) ? { hints } : { reason: 'It names something by an id that cannot be one.' };
  } catch (error) {
    if (error instanceof ChannelError && error.kind === 'malformed') return { reason: error.message };
    // Signed and yet too much for the reader: kept for a person like all that cannot be read.
    deps.log.error({ err: error, provider: door.provider }, 'a notification broke its reader');
    return { reason: 'It could not be read.' };
  }
}

/** Whether what it names can be looked for: ids of the channel, not whatever text stands where one should. */
function isUsable(hint: Hint): boolean {
  if (hint.kind === 'nothing') return true;
  const { listingIds, accountIds } = namesOf(hint);
  const codes = hint.kind === 'reservation' ? [hint.externalId] : [];
  return [...listingIds, ...accountIds, ...codes].every(isChannelId);
}

/** Nothing to do: known things, and unknown ones, which are counted by their reason. */
async function acceptIdle(
  deps: Deps,
  message: Call,
  hints: readonly Hint[],
): Promise<'accepted' | 'repeated' | 'altered'> {
  const unknown = hints.flatMap((hint) => (hint.kind === 'nothing' && !hint.isKnown ? [hint.action] : []));
  const reason = unknown.length > 0 ? `unknown action: ${unknown.join(', ').slice(0, 100)}` : null;
  const first = await recordCall(deps, message, { verdict: 'accepted', reason });
  return first ? 'accepted' : tellAltered(deps, message);
}

async function accept(
  deps: Deps,
  message: Call,
  targets: readonly Target[],
): Promise<'accepted' | 'repeated' | 'altered'> {
  const system = (orgId: string) =>
    ctxFor(deps, {
      provenOrg: orgId,
      actor: { kind: 'system', id: null },
      requestId: message.requestId,
    });
  const orgs = [...new Set(targets.map((one) => one.orgId))];
  const [first = ''] = orgs;
  const isFirst = await inTx(system(first), async (tx) => {
    const orgId = orgs.length === 1 ? first : null;
    const callId = await recordCall(tx, message, { verdict: 'accepted', reason: null, orgId });
    if (!callId) return false;
    let messageId: string | null = null;
    for (const target of targets) {
      const { db, afterCommit } = tx;
      const own = { ...system(target.orgId), db, ...(afterCommit ? { afterCommit } : {}) };
      messageId = await takeIn(own, message, target);
    }
    await tx.db.update(webhookCalls).set({ messageId }).where(eq(webhookCalls.id, callId));
    return true;
  });
  return isFirst ? 'accepted' : tellAltered(deps, message);
}

/** @returns the id of the message as it is stored for this connection */
async function takeIn(tx: Ctx, message: Call, { connectionId, hints }: Target): Promise<string> {
  const now = tx.clock.now();
  const source = { kind: 'webhook', id: connectionId } as const;
  const messageId = await storeInbound(tx, source, message.bytes, message.bodyHash);
  await tx.db
    .update(connections)
    .set({ lastWebhookAt: now })
    .where(and(eq(connections.orgId, tx.org), eq(connections.id, connectionId)));
  for (const hint of hints) {
    if (hint.kind === 'nothing') continue;
    if (hint.kind === 'reservation') {
      await enqueue(tx, {
        kind: 'reservation.fetch',
        key: fetchKey(connectionId, hint.externalId),
        payload: { connectionId, externalId: hint.externalId, messageId, why: 'webhook' },
        dueAt: now,
      });
      continue;
    }
    if (hint.kind === 'listing_renamed') await renameListing(tx, connectionId, hint.from, hint.to);
    // Also for what says that our access has ended: the channel is asked, and its answer counts.
    await enqueue(tx, {
      kind: 'connection.sync',
      key: connectionId,
      payload: { connectionId, trigger: 'webhook' },
      dueAt: now,
    });
  }
  return messageId;
}
