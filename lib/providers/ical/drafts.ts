import type { FeedDialect, ReadFeedOptions } from '../feed-contract.ts';
import { takeBreath } from './breath.ts';
import { type Classified, classify } from './classify.ts';
import type { Horizon } from './horizon.ts';
import type { RawEvent } from './scan.ts';
import { readTimes, type Times } from './times.ts';
import { boundedUid, derivedUid } from './uid.ts';
import { type Moment, parseMoment } from './values.ts';
import type { Warnings } from './warnings.ts';
import type { Zones } from './zones.ts';

/** An event of the feed with its dates and its meaning, before recurrence. */
export type Draft = {
  readonly raw: RawEvent;
  readonly uid: string;
  readonly uidDerived: boolean;
  readonly sequence: number | null;
  readonly times: Times;
  /** RECURRENCE-ID: this replaces that one instance of the event with its UID. */
  readonly replaces: Moment | null;
  readonly is: Classified;
};

export type Reading = {
  readonly options: ReadFeedOptions;
  readonly dialect: FeedDialect;
  readonly zones: Zones;
  readonly horizon: Horizon;
  readonly warnings: Warnings;
  /** RDATE and EXDATE values that may still be read of this feed. */
  readonly listedDates: { left: number };
};

/** The newest revision of every event whose dates can be read; what is left out is warned of. */
export async function readDrafts(events: readonly RawEvent[], reading: Reading): Promise<readonly Draft[]> {
  const breath = takeBreath();
  const drafts: Draft[] = [];
  for (const raw of events) {
    const draft = readDraft(raw, reading);
    if (draft) drafts.push(draft);
    const pause = breath();
    if (pause) await pause;
  }
  return newestOf(drafts);
}

function readDraft(raw: RawEvent, reading: Reading): Draft | null {
  const { uid, uidDerived } = identityOf(raw);
  const times = readTimes(raw, reading.zones, reading.dialect !== 'google');
  if (times.kind === 'refused') {
    const why =
      times.code === 'end_not_after_start' ? 'ends before it starts' : 'has no dates that can be read';
    reading.warnings.add(times.code, `An event ${why}; it is left out.`, uid);
    return null;
  }
  const replaces = raw.recurrenceId ? parseMoment(raw.recurrenceId.value, raw.recurrenceId.params) : null;
  const is = classify(reading.dialect, raw, uid, reading.options);
  return { raw, uid, uidDerived, sequence: sequenceOf(raw), times, replaces, is };
}

function identityOf(raw: RawEvent): { uid: string; uidDerived: boolean } {
  const given = raw.uid?.replace(/\p{Cc}/gu, '').trim() ?? '';
  if (given !== '') return { uid: boundedUid(given), uidDerived: false };
  const content = [raw.start, raw.end, raw.duration, raw.recurrenceId, raw.summary].map(
    (property) => property?.value ?? null,
  );
  return { uid: derivedUid([...content, ...raw.rules]), uidDerived: true };
}

function sequenceOf(raw: RawEvent): number | null {
  const text = raw.sequence?.trim() ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/**
 * One UID with different SEQUENCEs is one event revised: the highest counts (none is 0, as RFC 5545 3.8.7.4 has it). With
 * equal ones they are two stays, for sites reuse UIDs and a stay dropped here is a night sold twice.
 */
function newestOf(drafts: readonly Draft[]): readonly Draft[] {
  const highest = new Map<string, number>();
  let revised = false;
  for (const draft of drafts) {
    const key = revisionKey(draft);
    const before = highest.get(key);
    const sequence = draft.sequence ?? 0;
    if (before !== undefined && before !== sequence) revised = true;
    if (before === undefined || sequence > before) highest.set(key, sequence);
  }
  if (!revised) return drafts;
  return drafts.filter((draft) => (draft.sequence ?? 0) === highest.get(revisionKey(draft)));
}

function revisionKey(draft: Draft): string {
  return draft.raw.recurrenceId ? `${draft.uid}\n${draft.raw.recurrenceId.value.trim()}` : draft.uid;
}
