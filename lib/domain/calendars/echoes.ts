import { and, eq, exists, gt, sql } from 'drizzle-orm';
import { calendarEvents, feedFetches, subscribers } from '#db/schema/calendars.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { readKnowledge } from '../feeds/knowledge.ts';
import type { LockedUnit } from '../properties/lock-units.ts';
import { readClaims, shareLeaf } from './claims.ts';
import { hasLapsed, isEcho, type JudgedEvent, repeatedBy, toCome } from './clash-rules.ts';
import type { CalendarRow, EventRow } from './types.ts';

export type JudgedEchoes = {
  /** Ids of new or moved events that are copies of what their source fetched from us. */
  readonly echoes: ReadonlySet<string>;
  /** Rows, as they stand now, that were taken for copies and have turned out to stand for themselves. */
  readonly revealed: readonly EventRow[];
};

type Input = {
  readonly calendarId: string;
  readonly unit: LockedUnit;
  readonly locked: readonly LockedUnit[];
  /** Events whose nights are new or changed, before any of them becomes a stay. */
  readonly fresh: readonly EventRow[];
  /** Events that the answer shows as they were. */
  readonly kept: readonly EventRow[];
  /** When the answer was asked for: what its source fetched later, it cannot have repeated in it. */
  readonly askedAt: Temporal.Instant;
  readonly today: Night;
};

/**
 * Judges which events repeat what their source fetched from us. An event once found to stand for itself does so until its
 * nights change. A copy stays one until its source, having fetched a calendar without its nights, shows them all the same:
 * then a booking of the source's own had hidden behind what it seemed to repeat.
 */
export async function judgeEchoes(tx: Ctx, input: Input): Promise<JudgedEchoes> {
  const candidates = input.fresh.filter(
    (event) => event.kind !== 'window_tail' && event.kind !== 'echo' && event.code === null,
  );
  const copies = input.kept.filter((event) => event.judgement === 'echo');
  const echoes = new Set<string>();
  const revealed: EventRow[] = [];
  if (candidates.length === 0 && copies.length === 0) return { echoes, revealed };
  const knowledge = await readKnowledge(tx, input.calendarId, input.unit.id);
  if (knowledge.fetches.length === 0) return { echoes, revealed };

  const { askedAt, today } = input;
  const found = candidates.filter((event) => isEcho(judged(event, today), knowledge));
  const { claims } = found.length > 0 ? await readClaims(tx, input.locked, today) : { claims: [] };
  const foreign = claims.filter(
    (claim) => claim.calendarId !== input.calendarId && shareLeaf(claim, input.unit),
  );
  for (const event of found) {
    echoes.add(event.id);
    await write(tx, event, { judgement: 'echo', echoOf: repeatedBy(event, foreign) });
  }
  for (const event of copies) {
    if (!hasLapsed(judged(event, today), askedAt, knowledge)) continue;
    const set = { judgement: null, echoOf: null, firstSeenAt: askedAt };
    await write(tx, event, set);
    revealed.push({ ...event, ...set });
  }
  return { echoes, revealed };
}

function judged(event: EventRow, today: Night): JudgedEvent {
  const kind = event.kind === 'reservation' ? 'reservation' : 'closure';
  return { ...event, kind, ...toCome(event, today) };
}

async function write(tx: Ctx, event: EventRow, set: Partial<EventRow>): Promise<void> {
  await tx.db.update(calendarEvents).set(set).where(eq(calendarEvents.id, event.id));
}

/** Longer than a source may take to show what it fetched, and a poll to be answered. */
const NEWS_MINUTES = 30;

/**
 * Whether an answer that says nothing new must be read all the same: it shows copies of ours, and its source has fetched
 * another calendar since they were last judged. One round trip.
 */
export async function mayHoldLapsedEchoes(ctx: Ctx, calendar: CalendarRow): Promise<boolean> {
  if (calendar.unitId === null || calendar.lastSuccessAt === null) return false;
  const since = calendar.lastSuccessAt.subtract({ minutes: NEWS_MINUTES });
  const news = ctx.db
    .select({ one: sql`1` })
    .from(feedFetches)
    .innerJoin(subscribers, eq(subscribers.id, feedFetches.subscriberId))
    .where(
      and(
        eq(subscribers.orgId, ctx.org),
        eq(subscribers.sourceCalendarId, calendar.id),
        gt(feedFetches.at, since),
      ),
    );
  const [row] = await ctx.db
    .select({ one: sql`1` })
    .from(calendarEvents)
    .where(
      and(
        eq(calendarEvents.orgId, ctx.org),
        eq(calendarEvents.calendarId, calendar.id),
        eq(calendarEvents.judgement, 'echo'),
        exists(news),
      ),
    )
    .limit(1);
  return row !== undefined;
}
