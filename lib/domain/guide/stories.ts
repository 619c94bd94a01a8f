import { and, asc, desc, eq, inArray, lte } from 'drizzle-orm';
import { externalCalendars, inboundMessages } from '#db/schema/calendars.ts';
import { connections } from '#db/schema/connections.ts';
import { apiKeys, users } from '#db/schema/organizations.ts';
import { reservations } from '#db/schema/reservations.ts';
import { journal } from '#db/schema/work.ts';
import type { Side } from '../conflicts/schemas.ts';
import type { Ctx } from '../ctx.ts';
import type { SideStory } from './schemas.ts';

type Told = {
  readonly subjectId: string;
  readonly stayId: unknown;
  readonly at: string;
  readonly actorKind: string;
  readonly actorName: string | null;
  readonly messageId: string | null;
  readonly runId: string | null;
};

/** How each claim came to us: when, from which message, through what. At most eight round trips for both. */
export async function readStories(ctx: Ctx, sides: readonly Side[]): Promise<SideStory[]> {
  const reservationIds = sides.flatMap((side) => side.reservationId ?? []);
  const [rows, booked] = await Promise.all([
    readFirstTold(ctx, [...reservationIds, ...sides.map((side) => side.id)]),
    readReservations(ctx, reservationIds),
  ]);
  return Promise.all(
    sides.map(async (side) => {
      const row =
        side.kind === 'stay'
          ? (rows.find((one) => one.subjectId === side.reservationId && one.stayId === side.id) ?? null)
          : (rows.find((one) => one.subjectId === side.id) ?? null);
      const reservation = booked.find((one) => one.id === side.reservationId);
      const calendarId = side.calendar?.id ?? reservation?.calendarId ?? null;
      const heardAt = row?.at ?? side.firstSeenAt;
      const [message, source] = await Promise.all([
        readMessage(ctx, row?.messageId ?? null, side.kind === 'event' ? calendarId : null, heardAt),
        readSource(ctx, calendarId, reservation?.connectionId ?? null),
      ]);
      const isHand = row?.actorKind === 'user' || row?.actorKind === 'api_key';
      return {
        sideId: side.id,
        heardAt,
        bookedAt: reservation?.bookedAt?.toString() ?? null,
        by: message?.kind ?? (isHand ? 'hand' : calendarId ? 'calendar' : 'unknown'),
        actorName: isHand ? row.actorName : null,
        messageId: message?.id ?? null,
        runId: row?.runId ?? null,
        source: source && { kind: source.kind, id: source.id, name: source.name },
        hears: reservation?.followed === 'no_longer_followed' ? null : (source?.hears ?? null),
      };
    }),
  );
}

/** The first rows of the journal about each of them, the oldest first. */
async function readFirstTold(ctx: Ctx, subjectIds: readonly string[]): Promise<Told[]> {
  if (subjectIds.length === 0) return [];
  const rows = await ctx.db
    .select({ row: journal, userName: users.name, keyName: apiKeys.name })
    .from(journal)
    .leftJoin(users, and(eq(journal.actorKind, 'user'), eq(users.id, journal.actorId)))
    .leftJoin(apiKeys, and(eq(journal.actorKind, 'api_key'), eq(apiKeys.id, journal.actorId)))
    .where(and(eq(journal.orgId, ctx.org), inArray(journal.subjectId, [...subjectIds])))
    .orderBy(asc(journal.at), asc(journal.id))
    .limit(200);
  return rows.map(({ row, userName, keyName }) => ({
    subjectId: row.subjectId,
    // Written by ourselves as an object, or null.
    stayId: (row.after as Record<string, unknown> | null)?.stayId,
    at: row.at.toString(),
    actorKind: row.actorKind,
    actorName: userName ?? keyName,
    messageId: row.messageId,
    runId: row.runId,
  }));
}

function readReservations(ctx: Ctx, ids: readonly string[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return ctx.db
    .select({
      id: reservations.id,
      bookedAt: reservations.bookedAt,
      calendarId: reservations.calendarId,
      connectionId: reservations.connectionId,
      followed: reservations.followed,
    })
    .from(reservations)
    .where(and(eq(reservations.orgId, ctx.org), inArray(reservations.id, [...ids])));
}

/** The message that told of it; of an event without one the answer of its calendar that showed it first. */
async function readMessage(
  ctx: Ctx,
  messageId: string | null,
  calendarId: string | null,
  heardAt: string | null,
): Promise<{ id: string; kind: 'calendar' | 'poll' | 'webhook' | 'gate' } | null> {
  if (!messageId && !(calendarId && heardAt)) return null;
  const [row] = await ctx.db
    .select({ id: inboundMessages.id, kind: inboundMessages.sourceKind })
    .from(inboundMessages)
    .where(
      and(
        eq(inboundMessages.orgId, ctx.org),
        messageId
          ? eq(inboundMessages.id, messageId)
          : and(
              eq(inboundMessages.sourceId, calendarId ?? ''),
              heardAt ? lte(inboundMessages.receivedAt, Temporal.Instant.from(heardAt)) : undefined,
            ),
      ),
    )
    .orderBy(desc(inboundMessages.receivedAt))
    .limit(1);
  return row ?? null;
}

async function readSource(ctx: Ctx, calendarId: string | null, connectionId: string | null) {
  if (connectionId) {
    const [row] = await ctx.db
      .select()
      .from(connections)
      .where(and(eq(connections.orgId, ctx.org), eq(connections.id, connectionId)));
    if (row) return { kind: 'connection' as const, id: row.id, name: row.accountName, hears: hearsBy(row) };
  }
  if (!calendarId) return null;
  const [row] = await ctx.db
    .select()
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, ctx.org), eq(externalCalendars.id, calendarId)));
  return row ? { kind: 'calendar' as const, id: row.id, name: row.name, hears: hearsBy(row) } : null;
}

function hearsBy(row: {
  intervalMinutes: number;
  lastSuccessAt: Temporal.Instant | null;
  nextSyncAt: Temporal.Instant | null;
}): SideStory['hears'] {
  return {
    everyMinutes: row.intervalMinutes,
    lastAt: row.lastSuccessAt?.toString() ?? null,
    nextAt: row.nextSyncAt?.toString() ?? null,
  };
}
