import type { Night } from '#lib/kernel/nights.ts';

/*
 * What a source of calendars promises to the domain. Words: a *feed* is an iCalendar document at a URL; an *event* is one
 * stretch of nights it names; a *dialect* is how one platform writes its feeds.
 */

export type FeedDialect =
  | 'airbnb'
  | 'booking'
  | 'vrbo'
  | 'expedia'
  | 'google'
  | 'avito'
  | 'sutochno'
  | 'agoda'
  | 'smoobu'
  | 'guesty'
  | 'latchkey'
  | 'generic';

/**
 * reservation: a guest's booking for certain. closure: nights closed without a reason, which may be a booking.
 * window_tail: the far end of the booking window; closes nothing here and is never told to others.
 * echo: carries a UID of ours that names this very unit. transparent: free time. cancelled: the event is explicitly called off.
 */
export type FeedEventKind = 'reservation' | 'closure' | 'window_tail' | 'echo' | 'transparent' | 'cancelled';

export type FeedEvent = {
  /** As given (case kept), at most 255 characters; longer ones as `sha256:<hex>`; where absent `derived:<hex>`, stable for equal content. */
  readonly uid: string;
  readonly uidDerived: boolean;
  /** Start of the instance this is, as text (YYYY-MM-DD, or YYYY-MM-DDTHH:MM:SS for timed ones); null for a plain event. */
  readonly recurrenceId: string | null;
  readonly sequence: number | null;
  readonly checkIn: Night;
  readonly checkOut: Night;
  readonly kind: FeedEventKind;
  /** Of a closure: the platform also writes bookings this way, so it must be taken as possibly sold. */
  readonly mayBeBooking: boolean;
  readonly tentative: boolean;
  /** The channel's own reservation code (Airbnb HM…), where the event carries one. */
  readonly code: string | null;
  readonly guestName: string | null;
  readonly phoneLastDigits: string | null;
  /** For people: no controls but the line break, no bidi overrides, at most 300 characters. */
  readonly summary: string;
};

export type FeedWarningCode =
  | 'event_skipped_dates'
  | 'event_skipped_limit'
  | 'end_not_after_start'
  | 'unknown_time_zone'
  | 'junk_line'
  | 'trailing_text'
  | 'recurrence_truncated'
  | 'recurrence_ignored'
  | 'clipped_to_horizon'
  | 'not_utf8'
  | 'method_cancel';

/** A sentence in English for logs and `detail`; screens translate by code. `uid` names the event where there is one. */
export type FeedWarning = {
  readonly code: FeedWarningCode;
  readonly detail: string;
  readonly uid: string | null;
};

export type FeedRejectionCode =
  | 'empty_body'
  | 'not_a_calendar'
  | 'html'
  | 'truncated'
  | 'unbalanced'
  | 'too_deep'
  | 'too_large'
  | 'too_many_events'
  | 'line_too_long'
  | 'too_slow'
  | 'unsupported_encoding';

export type ReadFeed =
  | {
      readonly verdict: 'accepted';
      readonly dialect: FeedDialect;
      /** The channel whose bookings these are, as stored on a reservation: 'airbnb', 'vrbo', …, or 'ical'. */
      readonly channel: string;
      readonly calendarName: string | null;
      /** In order of check-in. All events of the horizon, past ones included; transparent and cancelled ones too. */
      readonly events: readonly FeedEvent[];
      readonly warnings: readonly FeedWarning[];
    }
  | { readonly verdict: 'rejected'; readonly code: FeedRejectionCode; readonly detail: string };

export type ReadFeedOptions = {
  /** IANA zone of the property: floating and timed events fall on its local dates. */
  readonly timeZone: string;
  readonly today: Night;
  /** Units this calendar closes: a UID of ours naming one of them is an echo. */
  readonly unitIds: readonly string[];
  /** This installation's id as it stands in the UIDs it exports. */
  readonly instanceId: string;
  /** Host of the feed's URL, a hint for the dialect. */
  readonly host: string | null;
};

export type FeedReader = {
  /** Never throws on bad input: what cannot be read is a rejection with its reason, and what is left out is a warning. */
  readonly read: (body: Uint8Array, options: ReadFeedOptions) => Promise<ReadFeed>;
  /** Equal for two answers that differ only in DTSTAMP, property order or line ends (64 hex characters). */
  readonly contentHash: (body: Uint8Array) => string;
};
