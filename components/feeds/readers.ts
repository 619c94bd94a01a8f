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
