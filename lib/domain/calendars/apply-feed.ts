import { and, eq, inArray } from 'drizzle-orm';
import { calendarEvents } from '#db/schema/calendars.ts';
import { chunksOf } from '#lib/kernel/chunks.ts';
import { newId } from '#lib/kernel/ids.ts';
import { overlaps } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { recordAll } from '../journal/record.ts';
import { bumpCalendarVersions, lockUnits } from '../properties/lock-units.ts';
import { applyFeedStays } from './apply-feed-stays.ts';
import { settleClashes } from './clashes.ts';
import { judgeEchoes } from './echoes.ts';
import { feedJournal } from './feed-journal.ts';
import { planFeed } from './feed-plan.ts';
import type {
  AcceptedFeed,
  EventRow,
  EventUpdate,
  FeedCause,
  FeedPlan,
  FeedTarget,
  UpdatedEvent,
} from './types.ts';

export type AppliedFeed = {
  readonly plan: FeedPlan;
  /** Bookings that another calendar has on another unit: they only close nights here. */
  readonly elsewhere: number;
  readonly created: number;
  readonly updated: number;
  readonly cancelled: number;
};

/** Rows in one statement: an event has 20 parameters of the 65,535 that one takes. */
const CHUNK = 1000;

/**
 * Brings what we know of a calendar to what a whole answer of it says: events, the stays they are, closed nights,
 * echoes, conflicts, in the one transaction of the caller, which holds the calendar's row lock.
 */
export async function applyFeed(
  tx: Ctx,
  target: FeedTarget,
  feed: AcceptedFeed,
  cause: FeedCause,
): Promise<AppliedFeed> {
  const { calendar, unitIds, today } = target;
  const now = tx.clock.now();
  const locked = await lockUnits(tx, unitIds);
  const known = await tx.db
    .select()
    .from(calendarEvents)
    .where(and(eq(calendarEvents.orgId, tx.org), eq(calendarEvents.calendarId, calendar.id)));
  const plan = planFeed({
    known,
    said: feed.events,
    warnings: feed.warnings,
    tentativeCloses: calendar.tentativeCloses,
    now,
    today,
  });

  const unit = unitIds.length === 1 ? locked.find((one) => one.id === unitIds[0]) : undefined;
  const unitId = unit?.id;
  // An answer may have been long under way: what its source fetched meanwhile, it cannot have repeated in it.
  const at = { now, seenAt: cause.askedAt };
  const inserted = await insertEvents(tx, plan, calendar.id, at);
  const updated = await updateEvents(tx, plan.update, at);
  await markWaiting(tx, plan.wait, now);
  const moved = updated.filter((one) => one.isMoved).map((one) => one.row);
  const kept = [...plan.same, ...updated.filter((one) => !one.isMoved).map((one) => one.row)];
  const { echoes, revealed } = unit
    ? await judgeEchoes(tx, {
        calendarId: calendar.id,
        unit,
        locked,
        fresh: [...inserted, ...updated.filter(isAnotherClaim).map((one) => one.row)],
        kept,
        askedAt: cause.askedAt,
        today,
      })
    : NOTHING_JUDGED;

  const isRevealed = new Set(revealed.map((row) => row.id));
  const touched = [...inserted, ...updated.map((one) => one.row)].filter((row) => !isRevealed.has(row.id));
  const { elsewhere, changed } = unitId
    ? await applyFeedStays(tx, {
        calendar,
        unitId,
        feed,
        plan,
        touched: [...touched, ...revealed],
        echoes,
        cause,
      })
    : { elsewhere: new Set<string>(), changed: 0 };
  await deleteEvents(tx, [...plan.free, ...plan.forget]);

  const standing = [...inserted, ...moved, ...revealed];
  const gone = [...updated.filter((one) => one.isMoved).map((one) => one.before), ...plan.free];
  const isShown =
    standing.some((row) => !echoes.has(row.id) && closesNights(row, !unitId || elsewhere.has(row.id))) ||
    // What is over too: our feeds show the past month.
    [...gone, ...plan.forget].some((row) => closesNights(row, row.stayId === null));
  if (isShown) await bumpCalendarVersions(tx, unitIds, [...standing, ...gone, ...plan.forget]);
  await recordAll(
    tx,
    feedJournal({ calendar, unitId: unitId ?? null, inserted, updated, revealed, plan, echoes, cause }),
  );
  if (unitId && standing.length + plan.free.length + changed > 0) await settleClashes(tx, locked, today);

  const counts = (rows: readonly EventRow[]) =>
    rows.filter((row) => row.kind === 'reservation' || row.kind === 'closure').length;
  return {
    plan,
    elsewhere: elsewhere.size,
    created: counts(inserted) - echoes.size,
    updated: counts(moved) + revealed.length,
    cancelled: counts(plan.free),
  };
}

/**
 * Whether what was known of an event says nothing of where it has moved. A booking stays one wherever it goes, and an
 * event of the source's own that grew over what we told it, as where a platform writes touching closures as one, is no copy.
 */
function isAnotherClaim({ row, before, isMoved }: UpdatedEvent): boolean {
  if (!isMoved || before.stayId !== null) return false;
  const stoodForItself = before.judgement === null || before.judgement === 'distinct';
  return !(stoodForItself && overlaps(before, row));
}

const NOTHING_JUDGED = { echoes: new Set<string>(), revealed: [] };

/** Whether a row by itself shuts nights: a booking that is a stay does so through that. */
function closesNights(row: EventRow, isNoStay: boolean): boolean {
  if (row.judgement !== null && row.judgement !== 'distinct') return false;
  return row.kind === 'closure' || (row.kind === 'reservation' && isNoStay);
}

async function insertEvents(
  tx: Ctx,
  plan: FeedPlan,
  calendarId: string,
  { now, seenAt }: { now: Temporal.Instant; seenAt: Temporal.Instant },
): Promise<EventRow[]> {
  const rows: EventRow[] = plan.insert.map((event) => ({
    id: newId('event'),
    orgId: tx.org,
    calendarId,
    uid: event.uid,
    recurrenceId: event.recurrenceId,
    code: event.code,
    checkIn: event.checkIn,
    checkOut: event.checkOut,
    kind: event.kind,
    mayBeBooking: event.mayBeBooking,
    tentative: event.tentative,
    summary: event.summary,
    stayId: null,
    echoOf: null,
    judgement: event.kind === 'echo' ? 'own_uid' : null,
    firstSeenAt: seenAt,
    lastSeenAt: now,
    missedPolls: 0,
    firstMissedAt: null,
  }));
  for (const part of chunksOf(rows, CHUNK)) await tx.db.insert(calendarEvents).values(part);
  return rows;
}

async function updateEvents(
  tx: Ctx,
  updates: readonly EventUpdate[],
  { now, seenAt }: { now: Temporal.Instant; seenAt: Temporal.Instant },
): Promise<UpdatedEvent[]> {
  const done: UpdatedEvent[] = [];
  for (const { row, next, isMoved } of updates) {
    // Other nights are another claim: what was judged of the old ones says nothing of them.
    const judged = isMoved
      ? {
          firstSeenAt: seenAt,
          echoOf: null,
          judgement: next.kind === 'echo' ? ('own_uid' as const) : null,
        }
      : {};
    const set = { ...next, ...judged, lastSeenAt: now, missedPolls: 0, firstMissedAt: null };
    await tx.db.update(calendarEvents).set(set).where(eq(calendarEvents.id, row.id));
    done.push({ row: { ...row, ...set }, before: row, isMoved });
  }
  return done;
}

async function markWaiting(tx: Ctx, rows: readonly EventRow[], now: Temporal.Instant): Promise<void> {
  for (const row of rows) {
    await tx.db
      .update(calendarEvents)
      .set({ missedPolls: row.missedPolls + 1, firstMissedAt: row.firstMissedAt ?? now })
      .where(eq(calendarEvents.id, row.id));
  }
}

async function deleteEvents(tx: Ctx, rows: readonly EventRow[]): Promise<void> {
  const gone = rows.map((row) => row.id);
  for (const ids of chunksOf(gone, CHUNK))
    await tx.db.delete(calendarEvents).where(inArray(calendarEvents.id, ids));
}
