import {
  addNights,
  intersection,
  type Night,
  type NightRange,
  nightsOf,
  subtract,
  union,
} from '#lib/kernel/nights.ts';
import {
  airbnbDescription,
  BOOKING_PRODID,
  calendarText,
  type WrittenEvent,
} from '#tests/support/feed-host.ts';
import type { Random } from './random.ts';

/*
 * A model of a platform's calendar of one listing, written from what platforms are known to do and never from our own
 * importer: it sells what it believes free, follows our feed when it feels like it, and shows the nights we told it as
 * its own closures, under names of its own.
 */

export type Dialect = 'airbnb' | 'booking' | 'vrbo' | 'google';

type Told = 'none' | 'partly' | 'wholly';

/** Nights that the platform itself has sold, or that its host closed there. */
export type Item = {
  readonly id: string;
  readonly what: 'booking' | 'block';
  nights: NightRange;
  uid: string;
  readonly code: string | null;
  readonly guest: string;
  isActive: boolean;
  changedAt: Temporal.Instant;
  /** Whether an accepted answer has shown it to us as it is now. */
  isTold: boolean;
  /** Nights it ever stood on. */
  readonly history: NightRange[];
  /**
   * The fetches of our feed since it last changed (and the last before), and how much of its own nights they told its platform. After one
   * that told all of them nobody can know from the platform's calendar whether it repeats us.
   */
  fetches: { readonly at: Temporal.Instant; readonly told: Told }[];
  /** Whether an answer that shows it could be taken for a copy of ours. */
  doubt: Told;
};

export type Platform = {
  readonly name: string;
  readonly dialect: Dialect;
  readonly org: number;
  readonly propertyId: string;
  /** Null: one calendar for every unit of the property. */
  readonly unitId: string | null;
  url: string;
  calendarId: string | null;
  isPaused: boolean;
  /** Our feed as its host pasted it; null where it does not follow us. */
  link: { readonly subscriberId: string; token: string } | null;
  etag: string | null;
  /** When the newest of the answers that we believed was asked for. */
  answeredAt: Temporal.Instant | null;
  imports: NightRange[];
  fetchedAt: Temporal.Instant | null;
  items: Item[];
  /** Writes touching closures as one, as Airbnb does. */
  readonly merges: boolean;
  /** Shows the end of its booking window as a closure. */
  readonly hasTail: boolean;
  /** Answers in a row that left out what stands, since a whole one was applied. */
  lies: number;
};

export function ownNights(platform: Platform): NightRange[] {
  return platform.items.filter((item) => item.isActive).map((item) => item.nights);
}

export function believesFree(platform: Platform, nights: NightRange, except?: Item): boolean {
  const taken = [
    ...platform.items.filter((item) => item.isActive && item !== except).map((item) => item.nights),
    ...platform.imports,
  ];
  return taken.every((range) => intersection(range, nights) === null);
}

/** What its calendar holds today, in order. */
export function calendarOf(platform: Platform, today: Night, random: Random): WrittenEvent[] {
  const seen = (range: NightRange): NightRange | null =>
    intersection(range, { checkIn: today, checkOut: addNights(today, 365) });
  const sold = platform.items.filter((item) => item.isActive && item.what === 'booking');
  const blocks = platform.items.filter((item) => item.isActive && item.what === 'block');
  const events: WrittenEvent[] = sold.flatMap((item) => {
    const shown =
      platform.dialect === 'booking' ? seen(item.nights) : item.nights.checkOut > today ? item.nights : null;
    return shown ? [{ ...write(platform.dialect, item), from: shown.checkIn, to: shown.checkOut }] : [];
  });
  const free = (range: NightRange) =>
    subtract(
      range,
      sold.map((item) => item.nights),
    );
  const closed = platform.merges
    ? union([...platform.imports, ...blocks.map((item) => item.nights)]).flatMap(free)
    : [...platform.imports.flatMap(free), ...blocks.flatMap((item) => free(item.nights))];
  for (const range of closed) {
    const shown = seen(range);
    if (!shown) continue;
    const uid = `${platform.dialect === 'airbnb' ? random.int(0, 1e9) : `${shown.checkIn}-${shown.checkOut}`}@${platform.name}`;
    events.push({ uid, from: shown.checkIn, to: shown.checkOut, summary: CLOSED[platform.dialect] });
  }
  if (platform.hasTail)
    events.push({
      uid: `${random.int(0, 1e9)}@${platform.name}`,
      from: addNights(today, 180),
      to: addNights(today, 365),
      summary: CLOSED.airbnb,
    });
  return events;
}

const CLOSED: Record<Dialect, string> = {
  airbnb: 'Airbnb (Not available)',
  booking: 'CLOSED - Not available',
  vrbo: 'Blocked',
  google: 'Family',
};

const PRODID: Record<Dialect, string> = {
  airbnb: '-//Airbnb Inc//Hosting Calendar 1.0//EN',
  booking: BOOKING_PRODID,
  vrbo: '-//HomeAway.com, Inc.//EN',
  google: '-//Google Inc//Google Calendar 70.9054//EN',
};

export const HOSTS: Record<Dialect, string> = {
  airbnb: 'www.airbnb.com',
  booking: 'ical.booking.com',
  vrbo: 'www.vrbo.com',
  google: 'calendar.google.com',
};

function write(dialect: Dialect, item: Item): Omit<WrittenEvent, 'from' | 'to'> {
  const { uid } = item;
  switch (dialect) {
    case 'airbnb':
      return { uid, summary: 'Reserved', description: airbnbDescription(item.code ?? '') };
    case 'booking':
      return { uid, summary: CLOSED.booking };
    case 'vrbo':
      return { uid, summary: `Reserved - ${item.guest}` };
    case 'google':
      return { uid, summary: CLOSED.google };
  }
}

/** The text of the events; the stamp is of this very moment, as platforms write it. */
export function textOf(platform: Platform, events: readonly WrittenEvent[], at: Temporal.Instant): string {
  const stamp = at.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '');
  return calendarText(events, PRODID[platform.dialect]).replace(/DTSTAMP:.*/g, `DTSTAMP:${stamp}`);
}

/** Takes over what our feed told it. */
export function takeIn(platform: Platform, told: readonly NightRange[], at: Temporal.Instant): void {
  platform.imports = union(told);
  platform.fetchedAt = at;
  for (const item of platform.items.filter((one) => one.isActive))
    item.fetches.push(...fetchOf(platform, item.nights));
}

/** What its last fetch told the platform of these nights. */
export function fetchOf(platform: Platform, nights: NightRange): Item['fetches'] {
  if (platform.fetchedAt === null) return [];
  const isTouched = platform.imports.some((range) => intersection(range, nights));
  const isWhole = subtract(nights, platform.imports).length === 0;
  return [{ at: platform.fetchedAt, told: isWhole ? 'wholly' : isTouched ? 'partly' : 'none' }];
}

/** Platforms show what they fetched within this time, or so it is believed here. */
const SHOWN_WITHIN_MINUTES = 16;

/** Notes that an accepted answer, asked for at `askedAt`, showed the item. */
export function tell(item: Item, askedAt: Temporal.Instant): void {
  const before = item.fetches.filter((one) => Temporal.Instant.compare(one.at, askedAt) < 0);
  if (!item.isTold) {
    const told = before.map((one) => one.told);
    const doubt = told.includes('wholly') ? 'wholly' : told.includes('partly') ? 'partly' : 'none';
    item.doubt = item.code === null ? doubt : 'none';
    item.isTold = true;
    return;
  }
  const recent = askedAt.subtract({ minutes: SHOWN_WITHIN_MINUTES });
  const last = before.findLastIndex((one) => Temporal.Instant.compare(one.at, recent) <= 0);
  const isPlain = last >= 0 && before.slice(last).every((one) => one.told !== 'wholly');
  if (item.doubt === 'wholly' && isPlain) item.doubt = 'partly';
}

/** New nights, or an end: what was told before says nothing of it any more. */
export function change(
  item: Item,
  next: { nights?: NightRange; isActive?: boolean },
  at: Temporal.Instant,
): void {
  if (next.nights) {
    item.nights = next.nights;
    item.history.push(next.nights);
  }
  item.isActive = next.isActive ?? item.isActive;
  item.changedAt = at;
  item.isTold = false;
  item.doubt = 'none';
  item.fetches = [];
}

export function nightSet(ranges: readonly NightRange[]): Set<Night> {
  return new Set(ranges.flatMap((range) => [...nightsOf(range)]));
}
