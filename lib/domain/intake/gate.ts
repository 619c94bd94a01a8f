import { createHash } from 'node:crypto';
import { and, eq, ne, sql } from 'drizzle-orm';
import { connections, listings } from '#db/schema/connections.ts';
import { mappings, mappingUnits } from '#db/schema/mappings.ts';
import { units } from '#db/schema/properties.ts';
import { lengthOf } from '#lib/kernel/nights.ts';
import { ChannelError } from '#lib/providers/errors.ts';
import type { GateQuestion, SignedCall } from '#lib/providers/webhook-contract.ts';
import { ctxFor, type Deps } from '../ctx.ts';
import { LONGEST_STAY_NIGHTS } from '../reservations/schemas.ts';
import type { Door } from './door.ts';
import { type Asked, freeAmong, holdForGate } from './gate-hold.ts';
import { isChannelId } from './incoming.ts';
import type { About } from './receive-webhook.ts';
import { recordCall, refuseCall } from './record-call.ts';

export type GateCall = SignedCall & {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly query: URLSearchParams;
  /** The booking's, where the path names it. */
  readonly code: string | null;
};

export type GateAnswered =
  | { readonly kind: 'answered'; readonly answer: unknown }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'unusable'; readonly reason: string };

/**
 * The channel's question before it lets a guest book, answered from our calendar alone: no call goes out. A question
 * costs one query for the listing and two round trips for its nights.
 *
 * A self-test: yes. A listing that nobody here has: no, since it may be a unit of ours under an id we have not heard of.
 * A listing without an active mapping: yes, since we keep no calendar for it; of a guest who has paid is then kept that
 * they came, in the inbox, without holding anything. A mapped one: yes where a unit of it is free on every night, also while the
 * connection is paused or has expired, since the calendar is still the truth we have.
 */
export async function answerGate(
  deps: Deps,
  door: Door,
  call: GateCall,
  about: About,
): Promise<GateAnswered> {
  const { gate, webhook } = door.channel.provider;
  const verified = webhook?.verify(call, door.secrets, deps.clock.now());
  const bodyHash = () => createHash('sha256').update(call.bytes).digest('hex');
  const seen = () => ({ door, bytes: call.bytes, bodyHash: bodyHash(), requestId: about.requestId });
  if (!gate || !verified?.ok) {
    const reason = verified?.ok === false ? verified.reason : 'not_taken';
    if (await about.keepsRefused()) await refuseCall(deps, seen(), reason);
    return { kind: 'refused', reason };
  }
  const question = read(door, call);
  if (question instanceof ChannelError) {
    await recordCall(
      deps,
      { ...seen(), externalId: verified.messageId },
      { verdict: 'unusable', reason: question.message },
    );
    return { kind: 'unusable', reason: question.message };
  }
  const answered = (isOpen: boolean): GateAnswered => ({
    kind: 'answered',
    answer: gate.answer(question, isOpen),
  });
  if (question.listingId === null) return answered(true);
  const target = await findAsked(deps, door, question.listingId);
  if (!target) {
    const verdict = { verdict: 'unknown_listing', reason: `gate: ${question.kind}` } as const;
    await recordCall(deps, { ...seen(), externalId: verified.messageId }, verdict);
    deps.log.warn(
      { provider: door.provider, requestId: about.requestId },
      'the gate was asked about nobody here',
    );
    return answered(false);
  }
  const { orgId, isArchived, ...asked } = target;
  const actor = { kind: 'system', id: null } as const;
  const ctx = ctxFor(deps, { provenOrg: orgId, actor, requestId: about.requestId });
  if (isArchived || lengthOf(question) > LONGEST_STAY_NIGHTS) return answered(false);
  if (question.kind !== 'availability' && question.externalId !== null) {
    const { bytes } = call;
    return answered(
      await holdForGate(ctx, door.provider, asked, { ...question, code: question.externalId }, bytes),
    );
  }
  const { unitIds } = asked;
  return answered(unitIds.length === 0 || (await freeAmong(ctx, unitIds, question, [])).length > 0);
}

function read(door: Door, call: GateCall): GateQuestion | ChannelError {
  const { gate } = door.channel.provider;
  const { method, query, code, bytes } = call;
  try {
    const question = gate?.read({ method, query, code, bytes });
    if (!question) return new ChannelError('malformed', 'There is no gate.');
    if (question.listingId === null) return question;
    const ids = [question.listingId, ...(question.externalId === null ? [] : [question.externalId])];
    if (ids.every(isChannelId) && question.checkIn < question.checkOut) return question;
    return new ChannelError('malformed', 'The question names something by an id that cannot be one.');
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
}

/** Of several accounts that have the listing the one that sells a unit of ours. One round trip. */
async function findAsked(
  deps: Deps,
  door: Door,
  listingId: string,
): Promise<(Asked & { orgId: string; isArchived: boolean }) | null> {
  const rows = await deps.db
    .select({
      orgId: connections.orgId,
      connectionId: connections.id,
      listingId: listings.id,
      unitId: mappingUnits.unitId,
      archivedAt: units.archivedAt,
    })
    .from(listings)
    .innerJoin(connections, eq(connections.id, listings.connectionId))
    .leftJoin(
      mappings,
      and(eq(mappings.listingId, listings.id), eq(mappings.stage, 'active'), eq(mappings.isSyncOn, true)),
    )
    .leftJoin(mappingUnits, eq(mappingUnits.mappingId, mappings.id))
    .leftJoin(units, eq(units.id, mappingUnits.unitId))
    .where(
      and(
        eq(listings.externalId, listingId),
        eq(connections.provider, door.provider),
        ne(connections.status, 'disconnected'),
        door.orgId === null ? undefined : eq(connections.orgId, door.orgId),
      ),
    )
    .orderBy(sql`${mappings.id} is null`, listings.id, mappingUnits.position);
  const [first] = rows;
  if (!first) return null;
  const behind = rows.filter((row) => row.listingId === first.listingId && row.unitId !== null);
  const unitIds = behind.flatMap((row) => (row.unitId && row.archivedAt === null ? [row.unitId] : []));
  const { orgId, connectionId, listingId: id } = first;
  return {
    orgId,
    connectionId,
    listingId: id,
    unitIds,
    isArchived: behind.length > 0 && unitIds.length === 0,
  };
}
