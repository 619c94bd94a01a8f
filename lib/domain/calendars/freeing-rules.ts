import type { Night } from '#lib/kernel/nights.ts';

/*
 * Silence frees nothing by itself. Airbnb and Booking.com have both answered 200 with a whole, empty calendar to
 * importers that then cancelled every booking; so what an answer leaves out is believed by how plausible the answer is.
 */

/** Below this many known future events a large share says nothing. */
const SHARP_MIN_EVENTS = 3;
const SHARP_SHARE = 0.6;
const LIKE_ANSWERS = 3;
const LIKE_ANSWERS_MINUTES = 30;
const EMPTY_RESERVATION_HOURS = 24;

/** plain: some future event remains, and not most of them went. shrunken: most went at once. empty: none remains. */
export type AnswerClass = 'plain' | 'shrunken' | 'empty';

/** Counts are of future events (check-out after today): known before, missing now, and in the answer. */
export function classifyAnswer(counts: { known: number; missing: number; said: number }): AnswerClass {
  if (counts.known === 0) return 'plain';
  if (counts.said === 0) return 'empty';
  const isSharp = counts.known >= SHARP_MIN_EVENTS && counts.missing >= counts.known * SHARP_SHARE;
  return isSharp ? 'shrunken' : 'plain';
}

export type MissingEvent = {
  readonly kind: 'reservation' | 'closure' | 'window_tail' | 'echo';
  readonly checkOut: Night;
  /** Answers in a row that left it out, this one not counted. */
  readonly missedPolls: number;
  readonly firstMissedAt: Temporal.Instant | null;
};

/**
 * What to do with an event that the answer leaves out.
 * forget: it is over, and its disappearance changes nothing. free: believe it. wait: keep its nights.
 */
export function judgeMissing(
  event: MissingEvent,
  answer: AnswerClass,
  now: Temporal.Instant,
  today: Night,
): 'forget' | 'free' | 'wait' {
  if (event.checkOut <= today) return 'forget';
  if (event.kind === 'window_tail' || event.kind === 'echo') return 'forget';
  const polls = event.missedPolls + 1;
  const minutes = event.firstMissedAt ? now.since(event.firstMissedAt).total('minutes') : 0;
  const alike = polls >= LIKE_ANSWERS && minutes >= LIKE_ANSWERS_MINUTES;
  switch (answer) {
    case 'plain':
      return event.kind === 'closure' || polls >= 2 ? 'free' : 'wait';
    case 'shrunken':
      return alike ? 'free' : 'wait';
    case 'empty':
      if (event.kind === 'closure') return alike ? 'free' : 'wait';
      return polls >= LIKE_ANSWERS && minutes >= EMPTY_RESERVATION_HOURS * 60 ? 'free' : 'wait';
  }
}
