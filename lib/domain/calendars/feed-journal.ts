import type { JournalEntry } from '../journal/record.ts';
import type { EventRow, FeedCause, FeedPlan, UpdatedEvent } from './types.ts';

type Input = {
  readonly calendar: { readonly id: string; readonly name: string };
  readonly unitId: string | null;
  readonly inserted: readonly EventRow[];
  readonly updated: readonly UpdatedEvent[];
  /** Taken for copies until now. */
  readonly revealed: readonly EventRow[];
  readonly plan: FeedPlan;
  readonly echoes: ReadonlySet<string>;
  readonly cause: FeedCause;
};

/**
 * The journal rows of one answer's closures and echoes. Bookings that became stays are recorded where stays change;
 * window tails move every day and close nothing, so they are not recorded.
 */
export function feedJournal(input: Input): JournalEntry[] {
  const entry = (action: string, row: EventRow, more: Partial<JournalEntry> = {}): JournalEntry => ({
    action,
    subject: { kind: 'calendar_event', id: row.id },
    unitId: input.unitId,
    reason: `calendar ${input.calendar.name}`,
    messageId: input.cause.messageId,
    runId: input.cause.runId,
    after: { calendarId: input.calendar.id, checkIn: row.checkIn, checkOut: row.checkOut },
    ...more,
  });
  // A booking of a calendar over several units has no stay, so its record is here.
  const isRecorded = (row: EventRow) =>
    row.kind === 'closure' || row.kind === 'echo' || (row.kind === 'reservation' && input.unitId === null);
  const isEcho = (row: EventRow) => input.echoes.has(row.id) || row.kind === 'echo';
  const nights = (row: EventRow) => ({
    calendarId: input.calendar.id,
    checkIn: row.checkIn,
    checkOut: row.checkOut,
  });
  return [
    ...input.inserted
      .filter((row) => isRecorded(row) || isEcho(row))
      .map((row) => entry(isEcho(row) ? 'echo.recognised' : 'closure.appeared', row)),
    ...input.revealed.filter(isRecorded).map((row) =>
      entry('closure.appeared', row, {
        reason: `calendar ${input.calendar.name} shows it although what it seemed to repeat is gone`,
      }),
    ),
    ...input.updated
      .filter(({ row, isMoved }) => isMoved && isRecorded(row))
      .map(({ row, before }) =>
        entry(isEcho(row) ? 'echo.recognised' : 'closure.moved', row, { before: nights(before) }),
      ),
    ...input.plan.free
      .filter((row) => isRecorded(row) && row.judgement !== 'echo' && row.kind !== 'echo')
      .map((row) => entry('closure.gone', row, { before: nights(row), after: null })),
    ...input.plan.wait
      .filter((row) => row.missedPolls === 0)
      .map((row) =>
        entry('event.missing', row, {
          reason: `left out of an answer of calendar ${input.calendar.name}; its nights stay closed for now`,
        }),
      ),
  ];
}
