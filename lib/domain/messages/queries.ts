import {
  and,
  desc,
  eq,
  exists,
  getTableColumns,
  gte,
  inArray,
  lt,
  lte,
  not,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { externalCalendars, inboundMessages } from '#db/schema/calendars.ts';
import { connections, quarantine, webhookCalls } from '#db/schema/connections.ts';
import { journal } from '#db/schema/work.ts';
import { notFound } from '#lib/kernel/errors.ts';
import type { Ctx } from '../ctx.ts';
import { aboutOf } from './about-rules.ts';
import { maskedInbound } from './mask-rules.ts';
import { whyNot } from './replay-rules.ts';
import type { Message, MessageDetail, MessageFilter } from './schemas.ts';

const { body: _body, ...KEPT } = getTableColumns(inboundMessages);
/** What a message sets going may wait for the channel: so long after it came last. */
const LATE = sql`interval '1 day'`;
/** Rows that tell of the message itself, not of what it changed. */
const OF_ITSELF = ['booking.quarantined', 'webhook.altered'];

const ROW = {
  row: KEPT,
  size: sql<number>`octet_length(${inboundMessages.body})`,
  calendar: externalCalendars.name,
  account: connections.accountName,
  provider: connections.provider,
  changes: changesOf(),
  isKept: sql<boolean>`exists (select 1 from ${quarantine} where ${quarantine.orgId} = ${inboundMessages.orgId} and ${quarantine.messageId} = ${inboundMessages.id})`,
};
function caused(): SQL | undefined {
  return and(
    eq(journal.orgId, inboundMessages.orgId),
    eq(journal.messageId, inboundMessages.id),
    // Only the days around it, which the index by time finds.
    gte(journal.at, inboundMessages.receivedAt),
    lte(journal.at, sql`${inboundMessages.lastSeenAt} + ${LATE}`),
    not(inArray(journal.action, OF_ITSELF)),
  );
}

function changesOf() {
  return sql<number>`(select count(*)::int from ${journal} where ${caused()})`;
}

type Page = { readonly limit: number; readonly cursor?: string | undefined };

/**
 * What came in, the newest first: what was kept as it came, and calls to us that were not believed. Their ids sort by when
 * they were made, behind the letters that name their kind: what follows those is the place in the list. Two round trips.
 */
export async function listMessages(
  ctx: Ctx,
  asked: MessageFilter & Page,
): Promise<{ items: Message[]; nextCursor: string | null }> {
  const [kept, calls] = await Promise.all([listKept(ctx, asked), listCalls(ctx, asked)]);
  const all = [...kept, ...calls].sort((a, b) => (tailOf(a) < tailOf(b) ? 1 : -1));
  const items = all.slice(0, asked.limit);
  const last = items.at(-1);
  return { items, nextCursor: all.length > asked.limit && last ? tailOf(last) : null };
}

const tailOf = ({ id }: Pick<Message, 'id'>) => id.slice(4);

/** @throws AppError not_found for an unknown id and for another organization's alike */
export async function getMessage(ctx: Ctx, id: string): Promise<MessageDetail> {
  if (id.startsWith('whc_')) {
    const [call] = await ctx.db
      .select()
      .from(webhookCalls)
      .where(and(eq(webhookCalls.orgId, ctx.org), eq(webhookCalls.id, id)));
    if (!call) throw notFound('message');
    return { ...toCall(call), body: null, replay: { isPossible: false, why: 'not_kept' } };
  }
  const [found] = await readKept(ctx)
    .where(and(eq(inboundMessages.orgId, ctx.org), eq(inboundMessages.id, id)))
    .limit(1);
  const [raw] = await ctx.db
    .select({ body: inboundMessages.body })
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, ctx.org), eq(inboundMessages.id, id)));
  if (!found || !raw) throw notFound('message');
  const message = toMessage(found);
  const why = whyNot(message);
  return { ...message, body: maskedInbound(raw.body), replay: { isPossible: why === null, why } };
}

function readKept(ctx: Ctx) {
  return ctx.db
    .select(ROW)
    .from(inboundMessages)
    .leftJoin(
      externalCalendars,
      and(eq(externalCalendars.orgId, ctx.org), eq(externalCalendars.id, inboundMessages.sourceId)),
    )
    .leftJoin(connections, and(eq(connections.orgId, ctx.org), eq(connections.id, inboundMessages.sourceId)));
}

async function listKept(ctx: Ctx, asked: MessageFilter & Page): Promise<Message[]> {
  const kind = asked.way === 'feed' ? 'calendar' : asked.way;
  const rows = await readKept(ctx)
    .where(
      and(
        eq(inboundMessages.orgId, ctx.org),
        asked.source ? eq(inboundMessages.sourceId, asked.source) : undefined,
        kind ? eq(inboundMessages.sourceKind, kind) : undefined,
        asked.outcome ? cameOf(ctx, asked.outcome) : undefined,
        asked.q ? mentions(asked.q) : undefined,
        asked.cursor ? lt(inboundMessages.id, `msg_${asked.cursor}`) : undefined,
      ),
    )
    .orderBy(desc(inboundMessages.id))
    .limit(asked.limit + 1);
  return rows.map(toMessage);
}

/** The bytes themselves: what stands in them is not always text. */
function mentions(q: string): SQL {
  if (/^(msg|whc)_/.test(q)) return eq(inboundMessages.id, q);
  return sql`position(convert_to(${q}, 'UTF8') in ${inboundMessages.body}) > 0`;
}

function cameOf(ctx: Ctx, outcome: Message['outcome']): SQL | undefined {
  const isChanged = exists(ctx.db.select({ one: sql`1` }).from(journal).where(caused()));
  const isUnreadable = or(
    and(eq(inboundMessages.verdict, 'rejected'), eq(inboundMessages.sourceKind, 'calendar')),
    ROW.isKept,
  );
  const isRefused = and(
    eq(inboundMessages.verdict, 'rejected'),
    sql`${inboundMessages.sourceKind} <> 'calendar'`,
  );
  if (outcome === 'changed') return isChanged;
  if (outcome === 'unreadable') return and(isUnreadable, not(isChanged));
  if (outcome === 'refused') return isRefused;
  if (outcome === 'nothing')
    return and(not(isChanged), sql`${inboundMessages.verdict} <> 'rejected'`, not(ROW.isKept));
  return sql`false`;
}

const OF_CALLS: Readonly<Record<string, readonly (typeof webhookCalls.$inferSelect)['verdict'][]>> = {
  refused: ['refused'],
  unreadable: ['unusable'],
  unknown: ['unknown_listing'],
  altered: ['altered'],
  repeated: ['repeated'],
};

/** Calls that proved this organization by their address or their content, and left no message of their own. */
async function listCalls(ctx: Ctx, asked: MessageFilter & Page): Promise<Message[]> {
  const verdicts = asked.outcome ? OF_CALLS[asked.outcome] : Object.values(OF_CALLS).flat();
  const isById = asked.q?.startsWith('whc_');
  if (!verdicts || asked.source || (asked.way && asked.way !== 'webhook') || (asked.q && !isById)) return [];
  const rows = await ctx.db
    .select()
    .from(webhookCalls)
    .where(
      and(
        eq(webhookCalls.orgId, ctx.org),
        inArray(webhookCalls.verdict, [...verdicts]),
        // One that was kept for a person stands in the list as its message.
        or(sql`${webhookCalls.verdict} <> 'unusable'`, sql`${webhookCalls.messageId} is null`),
        asked.q ? eq(webhookCalls.id, asked.q) : undefined,
        asked.cursor ? lt(webhookCalls.id, `whc_${asked.cursor}`) : undefined,
      ),
    )
    .orderBy(desc(webhookCalls.id))
    .limit(asked.limit + 1);
  return rows.map(toCall);
}

type Row = Awaited<ReturnType<typeof readKept>>[number];

function toMessage({ row, size, calendar, account, provider, changes, isKept }: Row): Message {
  const isFeed = row.sourceKind === 'calendar';
  const isRejected = row.verdict === 'rejected';
  const outcome =
    changes > 0
      ? 'changed'
      : (isFeed && isRejected) || isKept
        ? 'unreadable'
        : isRejected
          ? 'refused'
          : 'nothing';
  return {
    id: row.id,
    at: row.receivedAt.toString(),
    lastAt: row.lastSeenAt.toString(),
    times: row.timesSeen,
    way: row.sourceKind === 'calendar' ? 'feed' : row.sourceKind,
    source: { id: row.sourceId, name: isFeed ? calendar : account, provider },
    about: aboutOf(row.sourceKind, row.contentHash),
    outcome,
    reason: row.reason,
    changes,
    size,
  };
}

function toCall(call: typeof webhookCalls.$inferSelect): Message {
  const found = Object.entries(OF_CALLS).find(([, verdicts]) => verdicts.includes(call.verdict))?.[0];
  const at = call.receivedAt.toString();
  return {
    id: call.id,
    at,
    lastAt: at,
    times: 1,
    way: 'webhook',
    source: { id: null, name: null, provider: call.provider },
    about: { kind: 'notification', name: null },
    // A key of the table, or one that was accepted.
    outcome: (found ?? 'nothing') as Message['outcome'],
    reason: call.reason,
    changes: 0,
    size: call.bodyBytes,
  };
}
