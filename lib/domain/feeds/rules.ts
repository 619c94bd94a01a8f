import { addNights, type Night, type NightRange } from '#lib/kernel/nights.ts';
import { formatOwnUid, parseOwnUid } from '#lib/kernel/own-uid.ts';
import type { FeedPrivacy } from './schemas.ts';

/** What ended longer ago than this is left out. */
const PAST_NIGHTS = 30;
const HORIZON_YEARS = 3;
const MAX_TITLE_CHARS = 200;

/** One event of a feed, before it is written. */
export type FeedEntry = NightRange & {
  readonly uid: string;
  readonly what: 'stay' | 'block' | 'preparation' | 'closure';
  /** Counts changes of a stay; 0 for the rest. */
  readonly sequence: number;
  readonly guestName: string | null;
  readonly code: string | null;
  /** In the feed of several units: which one. */
  readonly unitName: string | null;
};

/** Nights that a feed tells: check-out not before `from`, check-in before `until`. */
export function feedWindow(today: Night): { from: Night; until: Night } {
  return { from: addNights(today, -PAST_NIGHTS), until: addNights(today, HORIZON_YEARS * 366) };
}

/**
 * The UID an entry leaves under. What another Latchkey told us keeps its UID, so that it recognises its own event when it
 * comes back through us; everything else is named after its row and the unit whose feed it is in.
 */
export function uidOf(subject: string, unitId: string, instanceId: string, cameAs: string | null): string {
  const origin = cameAs === null ? null : parseOwnUid(cameAs);
  const isOurs = origin?.instanceId === instanceId && origin.unitId === unitId;
  return origin && !isOurs && cameAs !== null ? cameAs : formatOwnUid({ subject, unitId, instanceId });
}

/**
 * Entries in order of check-in, each UID once: readers that key by UID would lose one of two. The same event that came
 * twice (through two calendars) is told once; one that moved between them keeps its nights under a UID of our own.
 */
export function orderEntries(entries: readonly (FeedEntry & { readonly ownUid: string })[]): FeedEntry[] {
  const byUid = new Map<string, FeedEntry>();
  for (const { ownUid, ...entry } of [...entries].sort(byNights)) {
    const twin = byUid.get(entry.uid);
    if (!twin) byUid.set(entry.uid, entry);
    else if (twin.checkIn !== entry.checkIn || twin.checkOut !== entry.checkOut)
      byUid.set(ownUid, { ...entry, uid: ownUid });
  }
  return [...byUid.values()];
}

function byNights(a: FeedEntry, b: FeedEntry): number {
  return compare(a.checkIn, b.checkIn) || compare(a.checkOut, b.checkOut) || compare(a.uid, b.uid);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

const BUSY = {
  stay: 'Reserved',
  block: 'Blocked',
  preparation: 'Blocked',
  closure: 'Not available',
} as const;

/** The title of an entry: never more than the privacy level lets through, at most 200 characters, one line. */
export function titleOf(
  entry: Pick<FeedEntry, 'what' | 'guestName' | 'code' | 'unitName'>,
  privacy: FeedPrivacy,
): string {
  const busy = BUSY[entry.what];
  const told = entry.what === 'stay' ? detailOf(entry, privacy) : null;
  const title = told ? `${busy} - ${told}` : busy;
  return cleanText(entry.unitName === null ? title : `${entry.unitName}: ${title}`, MAX_TITLE_CHARS);
}

function detailOf(entry: Pick<FeedEntry, 'guestName' | 'code'>, privacy: FeedPrivacy): string | null {
  if (privacy === 'first_name') return firstName(entry.guestName);
  // A code names a booking at its channel; anything longer or stranger is some id of ours or theirs.
  if (privacy === 'code') return entry.code && /^[A-Za-z0-9-]{4,40}$/.test(entry.code) ? entry.code : null;
  return null;
}

/** The first word of a name if it looks like one: channels also put mail addresses and phone numbers there. */
export function firstName(name: string | null): string | null {
  const [first = ''] = cleanText(name ?? '', MAX_TITLE_CHARS).split(' ');
  return /^[\p{L}\p{M}\p{Join_Control}'’.-]{1,40},?$/u.test(first) ? first.replace(/,$/, '') : null;
}

/** One line of text that any reader takes whole: no controls, no marks that turn the direction of what follows. */
export function cleanText(text: string, maxChars: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= maxChars ? line : `${characters.slice(0, maxChars - 1).join('')}…`;
}

/** Median gap between fetches in minutes; null while fewer than three were seen. */
export function usualInterval(fetches: readonly Temporal.Instant[]): number | null {
  const times = [...new Set(fetches.map((at) => at.epochMilliseconds))].sort((a, b) => a - b);
  if (times.length < 3) return null;
  const gaps = times.slice(1).map((time, i) => time - (times[i] ?? time));
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return Math.max(1, Math.round(median / 60_000));
}
