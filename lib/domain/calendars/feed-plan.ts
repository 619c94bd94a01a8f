import { type Night, sameNights } from '#lib/kernel/nights.ts';
import type { FeedEvent, FeedWarning } from '#lib/providers/feed-contract.ts';
import { classifyAnswer, judgeMissing } from './freeing-rules.ts';
import { type Matchable, matchEvents, nightsAfter } from './match-rules.ts';
import type { EventRow, EventUpdate, FeedPlan, StoredEvent } from './types.ts';

/** Decides what a whole answer changes in what is known of its calendar. Pure. */
export function planFeed(input: {
  known: readonly EventRow[];
  said: readonly FeedEvent[];
  /** What the reader could not read to its end: such an answer says nothing of instances it does not show. */
  warnings?: readonly FeedWarning[];
  tentativeCloses: boolean;
  now: Temporal.Instant;
  today: Night;
}): FeedPlan {
  const said = input.said.filter((event): event is StoredEvent => isStored(event, input.tentativeCloses));
  const calledOff = namedIn(
    input.known,
    input.said.filter((event) => event.kind === 'cancelled'),
  );
  const match = matchEvents(
    input.known.filter((row) => !calledOff.has(row)),
    said,
  );

  const isFuture = (event: { kind: Matchable['kind']; checkOut: Night }) =>
    (event.kind === 'reservation' || event.kind === 'closure') && event.checkOut > input.today;
  const answer = classifyAnswer({
    known: input.known.filter(isFuture).length,
    missing: match.missing.filter(isFuture).length,
    // Any future event, even one that closes nothing, shows an answer that is more than an empty shell.
    said: input.said.filter((event) => event.checkOut > input.today).length,
  });

  const pairs = match.pairs.map(({ known, said: event }) => updateOf(known, event, input.today));
  const isCutShort = cutShort(input.warnings ?? []);
  const verdicts = match.missing.map((row) => {
    const verdict = judgeMissing(row, answer, input.now, input.today);
    return { row, verdict: verdict === 'free' && isCutShort(row) ? 'wait' : verdict };
  });
  const withVerdict = (verdict: string) =>
    verdicts.filter((one) => one.verdict === verdict).map((one) => one.row);
  return {
    answer,
    insert: match.fresh,
    update: pairs.filter((pair) => !isSame(pair)),
    same: pairs.filter(isSame).map((pair) => pair.row),
    free: [...calledOff, ...withVerdict('free')],
    forget: withVerdict('forget'),
    wait: withVerdict('wait'),
  };
}

/** Whether a row is an instance of a rule that was not expanded whole. A warning without UID speaks of several rules. */
function cutShort(warnings: readonly FeedWarning[]): (row: EventRow) => boolean {
  const uids = new Set(
    warnings
      .filter(({ code }) => code === 'recurrence_truncated' || code === 'recurrence_ignored')
      .map((warning) => warning.uid),
  );
  return (row) => row.recurrenceId !== null && (uids.has(row.uid) || uids.has(null));
}

function isStored(event: FeedEvent, tentativeCloses: boolean): boolean {
  if (event.kind === 'transparent' || event.kind === 'cancelled') return false;
  return tentativeCloses || !event.tentative;
}

/** Rows that an explicit cancellation names by UID and instance, or by code. */
function namedIn(known: readonly EventRow[], cancelled: readonly FeedEvent[]): Set<EventRow> {
  if (cancelled.length === 0) return new Set();
  const names = new Set(cancelled.map((event) => `${event.uid}\n${event.recurrenceId ?? ''}`));
  const codes = new Set(cancelled.flatMap((event) => (event.code === null ? [] : [event.code])));
  return new Set(
    known.filter(
      (row) =>
        names.has(`${row.uid}\n${row.recurrenceId ?? ''}`) || (row.code !== null && codes.has(row.code)),
    ),
  );
}

function updateOf(row: EventRow, said: StoredEvent, today: Night): EventUpdate {
  const nights = nightsAfter(row, said, today);
  // A booking that a later answer writes as a closure is still that booking: platforms blank stays in progress.
  const kind = row.kind === 'reservation' && said.kind === 'closure' ? 'reservation' : said.kind;
  const next = {
    uid: said.uid,
    recurrenceId: said.recurrenceId,
    code: said.code ?? row.code,
    checkIn: nights.checkIn,
    checkOut: nights.checkOut,
    kind,
    mayBeBooking: said.mayBeBooking,
    tentative: said.tentative,
    summary: said.summary,
  };
  return { row, next, isMoved: !sameNights(row, nights) || row.kind !== kind };
}

function isSame({ row, next, isMoved }: EventUpdate): boolean {
  return (
    !isMoved &&
    row.missedPolls === 0 &&
    row.uid === next.uid &&
    row.recurrenceId === next.recurrenceId &&
    row.code === next.code &&
    row.mayBeBooking === next.mayBeBooking &&
    row.tentative === next.tentative &&
    row.summary === next.summary
  );
}
