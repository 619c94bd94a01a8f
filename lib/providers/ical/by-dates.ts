import { addNights, lengthOf, type Night, nightOf, nightsBetween, toPlainDate } from '#lib/kernel/nights.ts';
import type { FeedDialect, FeedEvent } from '../feed-contract.ts';
import { speaksOfArrivalOrDeparture } from './words.ts';

/*
 * What can be told of an event only beside the others: Airbnb's window tail and Smoobu's markers.
 *
 * A host on Airbnb opens the calendar 3, 6, 9 or 12 months ahead; what lies behind is one "Not available" event from that day
 * to the end of the feed, about a year ahead, whose dates move on every day. It closes nothing elsewhere: other channels have
 * windows of their own. Everything Airbnb closes reads "Not available", so the rule asks for all of it at once:
 * - it ends last in the feed, 350 days ahead or more;
 * - it starts within 4 days of 3, 6, 9 or 12 months from today (4: month lengths, 90 against 92 days, and time zones), or at
 *   the check-out of a reservation that reaches across that day.
 * A block that fails any of it stays a closure. So a snoozed listing (today to a year ahead), a host's season off, "tonight
 * only" and everything within 85 days are never taken for a tail: a wrong closure can be seen, a wrong opening is sold.
 */

const WINDOW_MONTHS = [3, 6, 9, 12];
const WINDOW_SLACK_DAYS = 4;
const FAR_END_DAYS = 350;

/** The same events, with tails and markers told apart; `today` is the property's. */
export function tellByDates(
  dialect: FeedDialect,
  events: readonly FeedEvent[],
  today: Night,
): readonly FeedEvent[] {
  if (dialect === 'airbnb') return markWindowTail(events, today);
  if (dialect === 'smoobu') return markSmoobuMarkers(events);
  return events;
}

function markWindowTail(events: readonly FeedEvent[], today: Night): readonly FeedEvent[] {
  let end: Night | null = null;
  for (const event of events) if (end === null || event.checkOut > end) end = event.checkOut;
  if (end === null || nightsBetween(today, end) < FAR_END_DAYS) return events;
  const starts = startsOfTail(events, today);
  return events.map((event) =>
    event.kind === 'closure' && !event.mayBeBooking && event.checkOut === end && starts.has(event.checkIn)
      ? { ...event, kind: 'window_tail' }
      : event,
  );
}

/** The nights a tail may begin on. */
function startsOfTail(events: readonly FeedEvent[], today: Night): ReadonlySet<Night> {
  const starts = new Set<Night>();
  for (const months of WINDOW_MONTHS) {
    const date = toPlainDate(today).add({ months });
    const edge = nightOf(date.year, date.month, date.day) ?? today;
    for (let days = -WINDOW_SLACK_DAYS; days <= WINDOW_SLACK_DAYS; days++) starts.add(addNights(edge, days));
    for (const event of events)
      if (event.kind === 'reservation' && event.checkIn <= edge && edge < event.checkOut)
        starts.add(event.checkOut);
  }
  return starts;
}

/**
 * Smoobu writes a stay three times: the stay, its check-in and its check-out. A marker is one day long, says so in its words,
 * and lies on the first or the last day of a stay; taken for a closure, the one of the check-out would close a free night.
 */
function markSmoobuMarkers(events: readonly FeedEvent[]): readonly FeedEvent[] {
  const markers = new Set(
    events.filter((event) => lengthOf(event) === 1 && speaksOfArrivalOrDeparture(event.summary)),
  );
  const days = new Set<Night>();
  for (const event of events) {
    if (markers.has(event)) continue;
    days.add(event.checkIn).add(event.checkOut).add(addNights(event.checkOut, -1));
  }
  return events.map((event) =>
    markers.has(event) && days.has(event.checkIn)
      ? { ...event, kind: 'transparent', mayBeBooking: false }
      : event,
  );
}
