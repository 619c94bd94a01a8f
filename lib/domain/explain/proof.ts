import { and, desc, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { inboundMessages } from '#db/schema/calendars.ts';
import { apiKeys, users } from '#db/schema/organizations.ts';
import { journal } from '#db/schema/work.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Window } from '../availability/window.ts';
import type { Ctx } from '../ctx.ts';
import type { BareCause } from './causes.ts';
import { type JournalFact, sinceWhen, stopSold } from './proof-rules.ts';
import type { Cause, Proof } from './schemas.ts';

/** Journal rows that are looked through, newest first. */
const ROWS = 300;

type Row = JournalFact & { readonly proof: Omit<Proof, 'message'> & { readonly messageId: string | null } };
type Message = NonNullable<Proof['message']>;

/**
 * How each cause came to be: from the journal, and from what the channel told. Two round trips for any number of causes;
 * none where there is no cause.
 */
export async function proveCauses(
  ctx: Ctx,
  asked: { readonly window: Window; readonly unitId: string; readonly night: Night },
  causes: readonly BareCause[],
): Promise<Cause[]> {
  if (causes.length === 0) return [];
  const [rows, closures] = await Promise.all([
    readJournal(ctx, asked.unitId, causes),
    readCalendarMessages(ctx, asked.window, causes),
  ]);
  const proofs = causes.map((cause) => {
    const row = rowOf(cause, asked, rows);
    return { cause, row, message: closures.get(cause.id) ?? null };
  });
  const messages = await readMessages(
    ctx,
    proofs.flatMap(({ row }) => row?.proof.messageId ?? []),
  );
  return proofs.map(({ cause, row, message }) => {
    const { messageId, ...proof } = row?.proof ?? { ...NOTHING, heardAt: seenAt(asked.window, cause) };
    return { ...cause, proof: { ...proof, message: (messageId && messages.get(messageId)) || message } };
  });
}

const NOTHING = { actor: null, journalId: null, messageId: null, runId: null };

function rowOf(cause: BareCause, asked: { unitId: string; night: Night }, rows: readonly Row[]): Row | null {
  if (cause.kind === 'stop_sell') return stopSold(rows, asked.unitId, asked.night);
  if (cause.kind === 'stay' || cause.kind === 'preparation') {
    const own = rows.filter((row) => row.subjectId === cause.reservationId && row.after?.stayId === cause.id);
    return sinceWhen(own, cause);
  }
  return rows.findLast((row) => row.subjectId === cause.id) ?? null;
}

/** For what leaves no row in the journal: when it was first seen. */
function seenAt(window: Window, cause: BareCause): string | null {
  const event = window.closures.find((row) => row.event.id === cause.id)?.event;
  const found = window.foundClosures.find((one) => one.id === cause.id);
  return (event?.firstSeenAt ?? found?.foundAt)?.toString() ?? null;
}

async function readJournal(ctx: Ctx, unitId: string, causes: readonly BareCause[]): Promise<Row[]> {
  const subjects = [...new Set(causes.map((cause) => cause.reservationId ?? cause.id))];
  const isStopSold = causes.some((cause) => cause.kind === 'stop_sell');
  const ofRates = and(
    inArray(journal.subjectId, [unitId, ctx.org]),
    eq(journal.action, 'rates.set'),
    sql`${journal.after} @> '{"set": {"stopSell": true}}'::jsonb`,
  );
  const rows = await ctx.db
    .select({ row: journal, userName: users.name, keyName: apiKeys.name })
    .from(journal)
    .leftJoin(users, and(eq(journal.actorKind, 'user'), eq(users.id, journal.actorId)))
    .leftJoin(apiKeys, and(eq(journal.actorKind, 'api_key'), eq(apiKeys.id, journal.actorId)))
    .where(
      and(
        eq(journal.orgId, ctx.org),
        or(
          inArray(
            journal.subjectId,
            subjects.filter((id) => id !== unitId),
          ),
          isStopSold ? ofRates : undefined,
        ),
      ),
    )
    .orderBy(desc(journal.at), desc(journal.id))
    .limit(ROWS);
  return rows.map(({ row, userName, keyName }) => ({
    subjectId: row.subjectId,
    // Written by ourselves as an object, or null.
    after: row.after as Record<string, unknown> | null,
    proof: {
      heardAt: row.at.toString(),
      actor: { kind: row.actorKind, id: row.actorId, name: userName ?? keyName },
      journalId: row.id,
      messageId: row.messageId,
      runId: row.runId,
    },
  }));
}

async function readMessages(ctx: Ctx, ids: readonly string[]): Promise<Map<string, Message>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db
    .select(MESSAGE)
    .from(inboundMessages)
    .where(and(eq(inboundMessages.orgId, ctx.org), inArray(inboundMessages.id, [...ids])));
  return new Map(rows.map((row) => [row.id, toMessage(row)]));
}

/** The answer of its calendar that first told of each event, as far as it is kept. */
async function readCalendarMessages(
  ctx: Ctx,
  window: Window,
  causes: readonly BareCause[],
): Promise<Map<string, Message>> {
  const rows = window.closures.filter(({ event }) => causes.some((cause) => cause.id === event.id));
  const found = await Promise.all(
    rows.slice(0, 4).map(async ({ event }) => {
      const [first] = await ctx.db
        .select(MESSAGE)
        .from(inboundMessages)
        .where(
          and(
            eq(inboundMessages.orgId, ctx.org),
            eq(inboundMessages.sourceId, event.calendarId),
            lte(inboundMessages.receivedAt, event.firstSeenAt),
          ),
        )
        .orderBy(desc(inboundMessages.receivedAt))
        .limit(1);
      return first ? [[event.id, toMessage(first)] as const] : [];
    }),
  );
  return new Map(found.flat());
}

const MESSAGE = {
  id: inboundMessages.id,
  kind: inboundMessages.sourceKind,
  receivedAt: inboundMessages.receivedAt,
};

function toMessage(row: { id: string; kind: Message['kind']; receivedAt: Temporal.Instant }): Message {
  return { ...row, receivedAt: row.receivedAt.toString() };
}
