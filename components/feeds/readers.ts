/** Who reads our feed, by name; `other` has none. */
export const READERS = {
  airbnb: 'Airbnb',
  booking: 'Booking.com',
  vrbo: 'Vrbo',
  google: 'Google Calendar',
  apple: 'Apple Calendar',
  other: null,
} as const;

export type Reader = keyof typeof READERS;
export const READER_KEYS = Object.keys(READERS) as Reader[]; // the keys of a literal just above

/** The reader that a subscriber's name speaks of: which instructions to show. */
export function readerOf(name: string): Reader {
  const text = name.toLowerCase();
  const found = READER_KEYS.find(
    (key) => text.includes(key) || text.includes(READERS[key]?.toLowerCase() ?? '\0'),
  );
  return found ?? 'other';
}

/** Channels sell nights and send them back; people's calendars only show them. */
export function isChannel(reader: Reader): boolean {
  return reader === 'airbnb' || reader === 'booking' || reader === 'vrbo';
}

/** Silence this long is no pause between two reads, however rarely somebody reads. */
const QUIET_MINUTES = 6 * 60;

/** Whether a reader that came regularly has stopped: then nights sold here may be sold again there. */
export function hasStopped(
  feed: { readonly lastFetchedAt: string | null; readonly usualIntervalMinutes: number | null },
  nowMs: number,
): boolean {
  if (feed.lastFetchedAt === null || feed.usualIntervalMinutes === null) return false;
  const silentMinutes = (nowMs - Date.parse(feed.lastFetchedAt)) / 60_000;
  return silentMinutes > Math.max(QUIET_MINUTES, feed.usualIntervalMinutes * 4);
}

/** A channel whose own calendar we follow, and whose link does not say so: it gets its own bookings back. */
export function getsItsOwnBack(
  feed: { readonly name: string; readonly source: unknown },
  counterparts: readonly { readonly platform: string }[],
): boolean {
  const reader = readerOf(feed.name);
  return isChannel(reader) && feed.source === null && counterparts.some((one) => one.platform === reader);
}
