import ical, { ICalCalendarMethod, ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { cleanText, type FeedEntry, titleOf } from './rules.ts';
import type { FeedPrivacy } from './schemas.ts';

/** How often we ask readers to come. They decide; Airbnb comes every few hours. */
const REFRESH_SECONDS = 15 * 60;
const MAX_NAME_CHARS = 120;

export type FeedDocument = {
  readonly name: string;
  /** Said to people at the top of the calendar. */
  readonly description: string | null;
  /** When this version came to be: the same version gives the same bytes, so never the present. */
  readonly stamp: Temporal.Instant;
  readonly privacy: FeedPrivacy;
  /** In order, each UID once. */
  readonly entries: readonly FeedEntry[];
};

/**
 * Writes a feed as iCalendar (RFC 5545). Nights go in as the dates they are: the library reads YYYY-MM-DD and writes it
 * back in UTC as long as the calendar has no time zone, so none is ever set.
 */
export function renderFeed(feed: FeedDocument): string {
  const calendar = ical({
    prodId: '//Latchkey//Latchkey 1.0//EN',
    scale: 'GREGORIAN',
    method: ICalCalendarMethod.PUBLISH,
    name: escapeText(cleanText(feed.name, MAX_NAME_CHARS)),
    description: feed.description === null ? null : escapeText(cleanText(feed.description, 500)),
    ttl: REFRESH_SECONDS,
  });
  const stamp = feed.stamp.toString({ fractionalSecondDigits: 3 });
  for (const entry of feed.entries) {
    calendar.createEvent({
      id: entry.uid,
      sequence: entry.sequence,
      stamp,
      start: entry.checkIn,
      end: entry.checkOut,
      allDay: true,
      summary: titleOf(entry, feed.privacy),
      status: ICalEventStatus.CONFIRMED,
      transparency: ICalEventTransparency.OPAQUE,
    });
  }
  // The library leaves out the last line end, which RFC 5545 3.1 asks for.
  return `${calendar.toString()}\r\n`;
}

/** The library escapes the texts of events but not those of the calendar itself. */
function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, (mark) => `\\${mark}`);
}
