import type { calendarEvents, externalCalendars } from '#db/schema/calendars.ts';
import type { Night } from '#lib/kernel/nights.ts';
import type { FeedEvent, ReadFeed } from '#lib/providers/feed-contract.ts';
import type { AnswerClass } from './freeing-rules.ts';
import type { Matchable } from './match-rules.ts';

export type CalendarRow = typeof externalCalendars.$inferSelect;
export type EventRow = typeof calendarEvents.$inferSelect;
export type AcceptedFeed = Extract<ReadFeed, { verdict: 'accepted' }>;

/** An event that is kept: whatever is neither free time nor called off. */
export type StoredEvent = FeedEvent & { readonly kind: Matchable['kind'] };

export type FeedTarget = {
  readonly calendar: CalendarRow;
  /** The units that the calendar closes; exactly one where its bookings can become stays. */
  readonly unitIds: readonly string[];
  readonly today: Night;
};

export type FeedCause = {
  readonly messageId: string;
  readonly runId: string | null;
  /** When the answer was asked for. */
  readonly askedAt: Temporal.Instant;
};

/** What one whole answer changes, decided before anything is written. */
export type FeedPlan = {
  readonly answer: AnswerClass;
  readonly insert: readonly StoredEvent[];
  readonly update: readonly EventUpdate[];
  /** Said again exactly as it stands. */
  readonly same: readonly EventRow[];
  /** Believed gone, or called off by name: their nights are freed. */
  readonly free: readonly EventRow[];
  /** Over, or never closed anything: the row goes, nothing changes. */
  readonly forget: readonly EventRow[];
  /** Missing, but not believed yet. */
  readonly wait: readonly EventRow[];
};

export type EventUpdate = {
  readonly row: EventRow;
  readonly next: Pick<
    EventRow,
    | 'uid'
    | 'recurrenceId'
    | 'code'
    | 'checkIn'
    | 'checkOut'
    | 'kind'
    | 'mayBeBooking'
    | 'tentative'
    | 'summary'
  >;
  /** Other nights or another kind: a change to the calendar, not only to the words. */
  readonly isMoved: boolean;
};

/** A row that was written anew: as it was, as it stands. */
export type UpdatedEvent = { readonly row: EventRow; readonly before: EventRow; readonly isMoved: boolean };
