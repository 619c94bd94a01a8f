import { and, eq } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { webhookCalls } from '#db/schema/connections.ts';
import { newId } from '#lib/kernel/ids.ts';
import { ctxFor, type Deps } from '../ctx.ts';
import { record } from '../journal/record.ts';
import type { Door } from './door.ts';
import { keptText } from './incoming.ts';

export type Seen = {
  readonly door: Door;
  readonly bytes: Uint8Array;
  readonly bodyHash: string;
  readonly requestId: string;
};
/** A verified call. `externalId`: the channel's id of the message. */
export type Call = Seen & { readonly externalId: string };

export type Verdict = {
  readonly verdict: 'accepted' | 'unknown_listing' | 'unusable';
  readonly reason: string | null;
  readonly orgId?: string | null;
  readonly messageId?: string | null;
};

const ID_MAX = 200;

/**
 * Writes down a verified call.
 * @returns the id of its row, or null where one with its id was accepted before: then nothing is written
 */
export async function recordCall(
  deps: Pick<Deps, 'db' | 'clock'>,
  call: Call,
  { verdict, reason, orgId, messageId }: Verdict,
): Promise<string | null> {
  const [row] = await deps.db
    .insert(webhookCalls)
    .values({
      ...base(deps, call),
      externalId: call.externalId.slice(0, ID_MAX),
      verdict,
      reason: keptText(reason, 500),
      orgId: orgId ?? call.door.orgId,
      messageId: messageId ?? null,
    })
    .onConflictDoNothing()
    .returning({ id: webhookCalls.id });
  return row?.id ?? null;
}

/** Of a call that nobody could have signed only what is needed to see that it came. */
export async function refuseCall(
  deps: Pick<Deps, 'db' | 'clock'>,
  call: Seen,
  reason: string,
): Promise<void> {
  await deps.db
    .insert(webhookCalls)
    .values({ ...base(deps, call), verdict: 'refused', reason, orgId: call.door.orgId });
}

/** A message that came before: the same again has no effect; other content under its id alarms and has none either. */
export async function tellAltered(deps: Deps, call: Call): Promise<'repeated' | 'altered'> {
  const [first] = await deps.db
    .select()
    .from(webhookCalls)
    .where(
      and(
        eq(webhookCalls.provider, call.door.provider),
        eq(webhookCalls.externalId, call.externalId.slice(0, ID_MAX)),
        eq(webhookCalls.verdict, 'accepted'),
      ),
    );
  const verdict = first?.bodyHash === call.bodyHash ? 'repeated' : 'altered';
  const orgId = first?.orgId ?? call.door.orgId;
  await deps.db.insert(webhookCalls).values({
    ...base(deps, call),
    externalId: call.externalId.slice(0, ID_MAX),
    verdict,
    orgId,
    messageId: first?.messageId ?? null,
  });
  if (verdict === 'repeated') return verdict;
  const { provider } = call.door;
  deps.log.error({ provider, requestId: call.requestId }, 'a message came again with another content');
  if (first?.messageId && orgId) await journalAltered(deps, call, orgId, first.messageId);
  return verdict;
}

async function journalAltered(deps: Deps, call: Call, orgId: string, messageId: string): Promise<void> {
  const actor = { kind: 'system', id: null } as const;
  const ctx = ctxFor(deps, { provenOrg: orgId, actor, requestId: call.requestId });
  const [message] = await deps.db
    .select({ connectionId: inboundMessages.sourceId })
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, ctx.org), eq(inboundMessages.id, messageId)));
  if (!message) return;
  await record(ctx, {
    action: 'webhook.altered',
    subject: { kind: 'connection', id: message.connectionId },
    reason: 'A message came again under the same id with another content. It was not believed.',
    messageId,
  });
}

function base(deps: Pick<Deps, 'clock'>, call: Seen) {
  return {
    id: newId('webhookCall'),
    provider: call.door.provider,
    receivedAt: deps.clock.now(),
    bodyHash: call.bodyHash,
    bodyBytes: call.bytes.byteLength,
  };
}
