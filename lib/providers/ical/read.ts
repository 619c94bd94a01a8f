import type { NightRange } from '#lib/kernel/nights.ts';
import type { FeedEvent, FeedReader, ReadFeed, ReadFeedOptions } from '../feed-contract.ts';
import { openBody } from './body.ts';
import { tellByDates } from './by-dates.ts';
import { channelOf, dialectOf } from './dialect.ts';
import { type Draft, type Reading, readDrafts } from './drafts.ts';
import { contentHash } from './hash.ts';
import { clip, horizonOf } from './horizon.ts';
import { expandAll, isRecurring, keyOf } from './instances.ts';
import { MAX_LISTED_DATES_PER_FEED, MAX_SUMMARY_CHARS } from './limits.ts';
import { type RecurrencePool, recurrencePool } from './recurrence.ts';
import { type ScannedFeed, scanFeed } from './scan.ts';
import { displayText } from './values.ts';
import { collectWarnings, type Warnings } from './warnings.ts';
import { createZones } from './zones.ts';

/*
 * bytes -> text (body) -> raw events (scan) -> dates and meaning (drafts: times, classify) -> instances -> what only shows
 * beside the other events (by-dates) -> in order. Plain events never leave this thread; only rules go to the worker.
 */

/** Builds a reader on a pool of its own; the application uses `feedReader`. */
export function createFeedReader(pool: RecurrencePool): FeedReader {
  return { contentHash, read: (body, options) => readFeed(body, options, pool) };
}

export const feedReader: FeedReader = createFeedReader(recurrencePool);

async function readFeed(body: Uint8Array, options: ReadFeedOptions, pool: RecurrencePool): Promise<ReadFeed> {
  const opened = openBody(body);
  const feed = opened.ok ? scanFeed(opened) : opened;
  if (!feed.ok) return { verdict: 'rejected', code: feed.code, detail: feed.detail };
  const warnings = collectWarnings();
  if (opened.ok && opened.notUtf8) warnings.add('not_utf8', 'The calendar is not valid UTF-8.');
  warnOfScan(feed, warnings);
  const dialect = dialectOf(feed, options.host);
  const zones = createZones(options.timeZone, feed.zoneHints, (zoneId) =>
    warnings.add(
      'unknown_time_zone',
      `The time zone ${JSON.stringify(displayText(zoneId, 60))} is not known; the property's is used.`,
    ),
  );
  const reading: Reading = {
    options,
    dialect,
    zones,
    horizon: horizonOf(options.today),
    warnings,
    listedDates: { left: MAX_LISTED_DATES_PER_FEED },
  };
  const events = await eventsOf(await readDrafts(feed.events, reading), reading, pool);
  if (!events)
    return {
      verdict: 'rejected',
      code: 'too_slow',
      detail: 'The recurrence rules take too long to work out.',
    };
  return {
    verdict: 'accepted',
    dialect,
    channel: channelOf(dialect),
    calendarName: feed.calendarName === null ? null : displayText(feed.calendarName, MAX_SUMMARY_CHARS),
    events: tellByDates(dialect, events, options.today),
    warnings: warnings.list(),
  };
}

function warnOfScan(feed: ScannedFeed, warnings: Warnings): void {
  for (const line of feed.junkLines) warnings.add('junk_line', `Line ${line} (unfolded) is no property.`);
  if (feed.strayLines.length > 0)
    warnings.add('trailing_text', `${feed.strayLines.length} lines stand outside of the calendar.`);
  if (feed.events.some((event) => event.method === 'CANCEL'))
    warnings.add('method_cancel', 'The calendar is a cancellation: its events are called off.');
}

async function eventsOf(
  drafts: readonly Draft[],
  reading: Reading,
  pool: RecurrencePool,
): Promise<readonly FeedEvent[] | null> {
  const events: FeedEvent[] = [];
  const add = (draft: Draft, recurrenceId: string | null, nights: NightRange): void => {
    const event = eventOf(draft, recurrenceId, nights, reading);
    if (event) events.push(event);
  };
  const recurring: Draft[] = [];
  const overrides: Draft[] = [];
  for (const draft of drafts) {
    if (draft.raw.recurrenceId) overrides.push(draft);
    else if (isRecurring(draft)) recurring.push(draft);
    else add(draft, null, draft.times.nights);
  }
  const instances = await expandAll(recurring, overrides, reading, pool);
  if (!instances) return null;
  for (const { draft, key, nights } of instances) add(draft, key, nights);
  const masters = new Map(recurring.map((draft) => [draft.uid, draft]));
  for (const draft of overrides)
    add(draft, overrideKey(draft, masters.get(draft.uid), reading), draft.times.nights);
  return inOrder(events);
}

function overrideKey(draft: Draft, master: Draft | undefined, reading: Reading): string | null {
  if (/RANGE/i.test(draft.raw.recurrenceId?.params ?? ''))
    reading.warnings.add(
      'recurrence_ignored',
      'A change to all later instances is read as one to one.',
      draft.uid,
    );
  return draft.replaces && keyOf(draft.replaces, master?.times ?? null, reading);
}

function eventOf(
  draft: Draft,
  recurrenceId: string | null,
  nights: NightRange,
  reading: Reading,
): FeedEvent | null {
  const { horizon, warnings } = reading;
  const inside = clip(nights, horizon);
  if (nights.checkOut > horizon.to || (inside && inside.checkIn !== nights.checkIn))
    warnings.add(
      'clipped_to_horizon',
      'An event reaches beyond what is read; that part is left out.',
      draft.uid,
    );
  if (!inside) return null;
  const { uid, uidDerived, sequence, is } = draft;
  return {
    uid,
    uidDerived,
    recurrenceId,
    sequence,
    checkIn: inside.checkIn,
    checkOut: inside.checkOut,
    kind: is.kind,
    mayBeBooking: is.mayBeBooking,
    tentative: is.tentative,
    code: is.code,
    guestName: is.guestName,
    phoneLastDigits: is.phoneLastDigits,
    summary: is.summary,
  };
}

/** By check-in, then by everything else, so that the order of the file does not show; what stands there twice stands once. */
function inOrder(events: FeedEvent[]): readonly FeedEvent[] {
  events.sort(
    (a, b) =>
      compare(a.checkIn, b.checkIn) ||
      compare(a.checkOut, b.checkOut) ||
      compare(a.uid, b.uid) ||
      compare(a.recurrenceId ?? '', b.recurrenceId ?? '') ||
      compare(a.kind, b.kind) ||
      compare(a.summary, b.summary),
  );
  return events.filter((event, at) => {
    const before = events[at - 1];
    return !(before && isSame(before, event));
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isSame(a: FeedEvent, b: FeedEvent): boolean {
  return (
    a.checkIn === b.checkIn &&
    a.checkOut === b.checkOut &&
    a.uid === b.uid &&
    a.recurrenceId === b.recurrenceId &&
    a.kind === b.kind &&
    a.summary === b.summary &&
    a.code === b.code &&
    a.tentative === b.tentative
  );
}
