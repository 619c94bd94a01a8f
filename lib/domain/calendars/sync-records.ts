import { eq, sql } from 'drizzle-orm';
import { externalCalendars } from '#db/schema/calendars.ts';
import { type Ctx, inTx } from '../ctx.ts';
import { announce } from '../live/announce.ts';
import { countUnchangedPoll, finishRun } from '../runs/history.ts';
import type { RunTrigger } from '../runs/schemas.ts';
import type { AppliedFeed } from './apply-feed.ts';
import type { Failure } from './ask.ts';
import { countInbound } from './inbound.ts';
import { nextSyncAt } from './schedule-rules.ts';
import type { AcceptedFeed, CalendarRow } from './types.ts';

/** Warnings kept for the screen; a feed of junk may have thousands. */
const WARNINGS_KEPT = 50;

type Stamp = {
  readonly contentHash: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
};

/** The run that a poll opened, what set it going, and when it asked. */
export type Asked = {
  readonly runId: string;
  readonly trigger: RunTrigger;
  readonly askedAt: Temporal.Instant;
};

/** Jitter, not a secret. */
function jitter(): number {
  return (crypto.getRandomValues(new Uint16Array(1))[0] ?? 0) / 65_536;
}

/** An answer that says nothing new: the run joins the hour's row of such polls. */
export async function recordUnchanged(
  ctx: Ctx,
  calendar: CalendarRow,
  run: Asked,
  stamp: Stamp | null,
): Promise<Temporal.Instant> {
  return inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const next = nextSyncAt(
      now,
      calendar.intervalMinutes,
      { kind: 'ok', isUnsettled: calendar.hasMissing },
      jitter(),
    );
    await tx.db
      .update(externalCalendars)
      .set({
        ...(stamp ?? {}),
        lastSyncAt: now,
        lastSuccessAt: now,
        lastAskedAt: sql`greatest(${externalCalendars.lastAskedAt}, ${run.askedAt.toString({ fractionalSecondDigits: 3 })}::timestamptz)`,
        lastSyncStatus: 'success',
        lastSyncErrorCode: null,
        lastSyncError: null,
        consecutiveFailures: 0,
        nextSyncAt: next,
      })
      .where(eq(externalCalendars.id, calendar.id));
    await countInbound(tx, calendar.id);
    await countUnchangedPoll(tx, { subjectId: calendar.id, trigger: run.trigger, runId: run.runId });
    // It had failed, and works again: it waits for nobody any more.
    if (calendar.lastSyncStatus !== 'success') await announce(tx, 'inbox');
    return next;
  });
}

/** An answer that says nothing any more: a newer one was believed, or the calendar is gone or has another link. */
export async function recordDropped(tx: Ctx, calendar: CalendarRow, run: Asked): Promise<Temporal.Instant> {
  await countUnchangedPoll(tx, { subjectId: calendar.id, trigger: run.trigger, runId: run.runId });
  return calendar.nextSyncAt ?? tx.clock.now();
}

/** An answer that could not be had or used. Nothing it might have meant is believed: every night stays as it was. */
export async function recordFailure(
  ctx: Ctx,
  calendar: CalendarRow,
  runId: string,
  failure: Failure,
): Promise<Temporal.Instant> {
  return inTx(ctx, async (tx) => {
    const now = tx.clock.now();
    const failures = calendar.consecutiveFailures + 1;
    const next = nextSyncAt(
      now,
      calendar.intervalMinutes,
      { kind: 'failed', failures, retryAfterSeconds: failure.retryAfterSeconds },
      jitter(),
    );
    await tx.db
      .update(externalCalendars)
      .set({
        lastSyncAt: now,
        lastSyncStatus: 'error',
        lastSyncErrorCode: failure.code,
        lastSyncError: failure.message,
        consecutiveFailures: failures,
        nextSyncAt: next,
      })
      .where(eq(externalCalendars.id, calendar.id));
    await finishRun(tx, runId, {
      status: 'error',
      created: 0,
      updated: 0,
      cancelled: 0,
      errors: [{ code: failure.code, message: failure.message }],
      messageId: null,
    });
    return next;
  });
}

/** An answer that was applied, in the transaction that applied it. */
export async function recordSuccess(
  tx: Ctx,
  input: {
    calendar: CalendarRow;
    feed: AcceptedFeed;
    applied: AppliedFeed;
    runId: string;
    askedAt: Temporal.Instant;
    messageId: string;
    stamp: Stamp;
  },
): Promise<Temporal.Instant> {
  const { calendar, feed, applied } = input;
  const now = tx.clock.now();
  const isUnsettled = applied.plan.wait.length > 0 || applied.elsewhere > 0;
  const next = nextSyncAt(now, calendar.intervalMinutes, { kind: 'ok', isUnsettled }, jitter());
  await tx.db
    .update(externalCalendars)
    .set({
      ...input.stamp,
      dialect: feed.dialect,
      lastSyncAt: now,
      lastSuccessAt: now,
      lastAskedAt: input.askedAt,
      lastSyncStatus: 'success',
      lastSyncErrorCode: null,
      lastSyncError: null,
      consecutiveFailures: 0,
      hasMissing: isUnsettled,
      lastSummary: {
        events: feed.events.length,
        warnings: feed.warnings.slice(0, WARNINGS_KEPT).map((warning) => ({ ...warning })),
      },
      nextSyncAt: next,
    })
    .where(eq(externalCalendars.id, calendar.id));
  const errors = doubts(applied);
  await finishRun(tx, input.runId, {
    status: errors.length > 0 ? 'partial' : 'success',
    created: applied.created,
    updated: applied.updated,
    cancelled: applied.cancelled,
    errors,
    messageId: input.messageId,
  });
  return next;
}

/** What of the answer was not believed, for the history. */
function doubts({ plan, elsewhere }: AppliedFeed): { code: string; message: string }[] {
  const found: { code: string; message: string }[] = [];
  const waiting = plan.wait.length;
  if (waiting > 0 && plan.answer === 'empty') {
    found.push({
      code: 'answer_empty',
      message: `The answer held no event; ${waiting} known ones keep their nights until that is plain.`,
    });
  } else if (waiting > 0 && plan.answer === 'shrunken') {
    found.push({
      code: 'answer_shrunken',
      message: `The answer left out ${waiting} events at once; they keep their nights until that is plain.`,
    });
  }
  if (elsewhere > 0) {
    found.push({
      code: 'booked_elsewhere',
      message: `${elsewhere} bookings are already followed on another unit; they only close nights here.`,
    });
  }
  return found;
}
