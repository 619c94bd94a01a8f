import type { Night } from '#lib/kernel/nights.ts';

/** The platforms whose calendars we host, each with its own way of writing them. */
export const DIALECTS = ['airbnb', 'booking', 'vrbo', 'google'] as const;
export type Dialect = (typeof DIALECTS)[number];

export type Entry = {
  /** What the platform calls it: Airbnb's code, elsewhere the UID it was born with. */
  readonly id: string;
  uid: string;
  kind: 'reservation' | 'block' | 'tentative' | 'cancelled';
  checkIn: Night;
  checkOut: Night;
  guest: string | null;
  sequence: number;
  changedAt: string;
  /** Google only: repeats weekly so many times; with hours it is a timed event that leaves its owner free. */
  readonly weekly: { readonly count: number; readonly hours: readonly [string, string] | null } | null;
};

/** What the platforms do differently from host to host, or where nobody is sure what they do. */
export type Settings = {
  /** Whether it answers ETag and 304; a real Airbnb calendar differs on every fetch. */
  etag: boolean;
  /** Airbnb: nights further away than this cannot be booked, and show as "Not available" up to a year ahead. */
  windowDays: number;
  /** Booking.com: whether a stay under way keeps its UID and start, or gets new ones each day. */
  inProgress: 'keeps' | 'moves';
  /** Vrbo: the words it uses. */
  language: 'en' | 'fr';
  /** The place's own time zone: what "today" is for it. */
  timeZone: string;
};

/** What `/ical/{name}.ics` answers instead of the living calendar. */
export type Fixed = {
  readonly bodyBase64: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly delayMs: number;
};

/** A calendar as its platform keeps it. Plain data: it is saved and read back as JSON. */
export type Calendar = {
  readonly name: string;
  dialect: Dialect;
  entries: Entry[];
  /** Grows with each change; the ETag where there is one. */
  version: number;
  /** Grows with each entry ever made, so that no two share a UID. */
  serial: number;
  settings: Settings;
  fixed: Fixed | null;
};

export function emptyCalendar(name: string, dialect: Dialect): Calendar {
  return {
    name,
    dialect,
    entries: [],
    version: 1,
    serial: 0,
    settings: {
      etag: false,
      windowDays: 180,
      inProgress: 'keeps',
      language: 'en',
      timeZone: 'Europe/Lisbon',
    },
    fixed: null,
  };
}
