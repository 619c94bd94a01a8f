import { and, eq } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { todayIn } from '#lib/kernel/nights.ts';
import type { ReadFeed } from '#lib/providers/feed-contract.ts';
import { requireCan } from '../access/require.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { getCalendarSubject } from '../properties/queries.ts';
import { expectOneLess, finishParent } from '../runs/finish-parent.ts';
import { failInterrupted, startRun } from '../runs/history.ts';
import type { RunTrigger } from '../runs/schemas.ts';
import { applyFeed } from './apply-feed.ts';
import { type Answer, askCalendar } from './ask.ts';
import { readRelatedUnits } from './claims.ts';
import { mayHoldLapsedEchoes } from './echoes.ts';
import { markInbound, storeInbound } from './inbound.ts';
import { type Asked, recordDropped, recordFailure, recordSuccess, recordUnchanged } from './sync-records.ts';
import type { AcceptedFeed, CalendarRow, FeedTarget } from './types.ts';

export type Synced = { readonly runId: string; readonly nextSyncAt: Temporal.Instant | null };

/**
 * One poll of one calendar: ask, store what came, read it, apply it, write the run.
 *
 * Crash points: before the answer is stored nothing happened but a run that says "running", which the next sync marks
 * as interrupted; after it, the raw answer stands and the next poll reads the same again; the change itself, the
 * calendar's state and the run's end are one transaction. Two at once both ask; the row lock lets one apply after the
 * other, and an answer that was asked for before the last one applied was is dropped.
 * @returns null where the calendar is gone or paused (a manual sync of a paused one is made all the same)
 * @throws AppError forbidden
 */
export async function syncCalendar(
  ctx: Ctx,
  input: { calendarId: string; trigger: RunTrigger; parentId?: string | null },
): Promise<Synced | null> {
  requireCan(ctx, 'calendar.sync');
  const target = await readTarget(ctx, input.calendarId);
  if (!target || (!target.calendar.isActive && input.trigger !== 'manual')) {
    if (input.parentId) await expectOneLess(ctx, input.parentId);
    return null;
  }
  await failInterrupted(ctx, input.calendarId);
  const runId = await startRun(ctx, {
    kind: 'calendar',
    subjectId: input.calendarId,
    parentId: input.parentId ?? null,
    trigger: input.trigger,
  });
  const askedAt = ctx.clock.now();
  const isFreshDay = !target.calendar.contentHash?.startsWith(`${target.today} `);
  const maySkip =
    !isFreshDay && !target.calendar.hasMissing && !(await mayHoldLapsedEchoes(ctx, target.calendar));
  const answer = await askCalendar(ctx, target.calendar, { unitIds: target.unitIds, maySkip });
  const nextSyncAt = await settleAnswer(ctx, target, answer, {
    runId,
    trigger: input.trigger,
    askedAt,
    maySkip,
  });
  if (input.parentId) await finishParent(ctx, input.parentId);
  return { runId, nextSyncAt: target.calendar.isActive ? nextSyncAt : null };
}

/** `maySkip`: whether an answer that says what the last one said means nothing. */
type Poll = Asked & { readonly maySkip: boolean };

async function settleAnswer(
  ctx: Ctx,
  target: Target,
  answer: Answer,
  asked: Poll,
): Promise<Temporal.Instant> {
  if (answer.kind === 'failed') return recordFailure(ctx, target.calendar, asked.runId, answer.failure);
  if (answer.kind === 'unchanged') return recordUnchanged(ctx, target.calendar, asked, null);
  const { document } = answer;
  const contentHash = ctx.feedReader.contentHash(document.bytes);
  const stamp = {
    contentHash: `${target.today} ${contentHash}`,
    etag: document.etag,
    lastModified: document.lastModified,
  };
  if (asked.maySkip && target.calendar.contentHash === stamp.contentHash) {
    return recordUnchanged(ctx, target.calendar, asked, stamp);
  }
  const source = { kind: 'calendar', id: target.calendar.id } as const;
  const messageId = await storeInbound(ctx, source, document.bytes, contentHash);
  const feed = await ctx.feedReader.read(document.bytes, {
    timeZone: target.timeZone,
    today: target.today,
    unitIds: await echoedUnits(ctx, target),
    instanceId: ctx.instanceId,
    host: target.calendar.urlHost,
  });
  if (feed.verdict === 'rejected') {
    await markInbound(ctx, messageId, 'rejected', feed.code);
    return recordFailure(ctx, target.calendar, asked.runId, { code: feed.code, message: sentenceOf(feed) });
  }
  return applyAnswer(ctx, target, feed, { ...asked, messageId, stamp });
}

function sentenceOf(feed: Extract<ReadFeed, { verdict: 'rejected' }>): string {
  return `${feed.detail} What the calendar said last still stands; no night was freed.`;
}

type Stamp = { contentHash: string; etag: string | null; lastModified: string | null };

async function applyAnswer(
  ctx: Ctx,
  target: Target,
  feed: AcceptedFeed,
  asked: Asked & { messageId: string; stamp: Stamp },
): Promise<Temporal.Instant> {
  return inTx(ctx, async (tx) => {
    const [calendar] = await tx.db
      .select()
      .from(externalCalendars)
      .where(and(eq(externalCalendars.orgId, tx.org), eq(externalCalendars.id, target.calendar.id)))
      .for('update');
    const isSuperseded =
      calendar?.lastAskedAt && Temporal.Instant.compare(calendar.lastAskedAt, asked.askedAt) > 0;
    const isOtherLink = calendar && calendar.urlHash !== target.calendar.urlHash;
    if (!calendar || isSuperseded || isOtherLink) {
      return recordDropped(tx, calendar ?? target.calendar, asked);
    }
    const applied = await applyFeed(tx, { ...target, calendar }, feed, {
      messageId: asked.messageId,
      runId: asked.runId,
      askedAt: asked.askedAt,
    });
    await markInbound(tx, asked.messageId, 'applied', null);
    return recordSuccess(tx, { calendar, feed, applied, ...asked });
  });
}

/** A whole's stays leave the feeds of its parts under the parts' names, and the other way round: all of those are ours. */
export async function echoedUnits(ctx: Ctx, target: Target): Promise<string[]> {
  const related = await Promise.all(target.unitIds.map((unitId) => readRelatedUnits(ctx, unitId)));
  return [...new Set(related.flat())];
}

export type Target = FeedTarget & { readonly timeZone: string };

/** The calendar, what it closes, and today there; null where it is gone. */
export async function readTarget(ctx: Ctx, calendarId: string): Promise<Target | null> {
  const [calendar]: CalendarRow[] = await ctx.db
    .select()
    .from(externalCalendars)
    .where(and(eq(externalCalendars.orgId, ctx.org), eq(externalCalendars.id, calendarId)));
  if (!calendar) return null;
  const subject = await getCalendarSubject(ctx, calendar.unitId ?? calendar.propertyId);
  return {
    calendar,
    // A calendar without a unit is of a property of several, and stays so while one of them is left.
    unitIds: calendar.unitId ? [calendar.unitId] : subject.units.map((unit) => unit.id),
    today: todayIn(subject.property.timezone, ctx.clock.now()),
    timeZone: subject.property.timezone,
  };
}
