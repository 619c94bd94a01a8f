import { and, eq } from 'drizzle-orm';
import { webhookCalls } from '#db/schema/connections.ts';
import { storeInbound } from '../calendars/inbound.ts';
import { ctxFor, type Deps, inTx } from '../ctx.ts';
import { quarantineAll } from './quarantine.ts';
import { type Call, recordCall } from './record-call.ts';
import { findMentioned } from './targets.ts';

/**
 * Keeps a signed notification that cannot be read for the people of every account that it mentions. Where it mentions
 * none only the operator can look: the sender is refused all the same, so that it comes again.
 * The same one again is only counted: its row says that it came.
 */
export async function parkUnusable(deps: Deps, call: Call, reason: string): Promise<void> {
  const { log } = deps;
  const { provider } = call.door;
  const isKnown = await wasParked(deps, call);
  const mentioned = isKnown ? [] : await findMentioned(deps, call.door, call.bytes);
  const [first] = mentioned;
  if (!first) {
    await recordCall(deps, call, { verdict: 'unusable', reason });
    if (!isKnown) log.error({ provider, requestId: call.requestId, reason }, 'a notification cannot be read');
    return;
  }
  const system = (provenOrg: string) =>
    ctxFor(deps, { provenOrg, actor: { kind: 'system', id: null }, requestId: call.requestId });
  await inTx(system(first.orgId), async (tx) => {
    let messageId: string | null = null;
    for (const { connectionId, orgId } of mentioned) {
      const { db, afterCommit } = tx;
      const own = { ...system(orgId), db, ...(afterCommit ? { afterCommit } : {}) };
      const source = { kind: 'webhook', id: connectionId } as const;
      messageId = await storeInbound(own, source, call.bytes, call.bodyHash);
      const raw = Buffer.from(call.bytes).toString('utf8').replaceAll('\u0000', '');
      await quarantineAll(own, connectionId, [{ externalId: null, reason, raw }], messageId);
    }
    const isOne = mentioned.every((one) => one.orgId === first.orgId);
    await recordCall(tx, call, { verdict: 'unusable', reason, orgId: isOne ? first.orgId : null, messageId });
  });
  log.warn({ provider, requestId: call.requestId, reason }, 'a notification waits for a person');
}

async function wasParked(deps: Deps, call: Call): Promise<boolean> {
  const [row] = await deps.db
    .select({ id: webhookCalls.id })
    .from(webhookCalls)
    .where(
      and(
        eq(webhookCalls.provider, call.door.provider),
        eq(webhookCalls.externalId, call.externalId.slice(0, 200)),
        eq(webhookCalls.bodyHash, call.bodyHash),
        eq(webhookCalls.verdict, 'unusable'),
      ),
    )
    .limit(1);
  return row !== undefined;
}
