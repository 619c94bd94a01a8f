import { isDeaf, type Source } from '../calendars/source-rules.ts';
import type { LastRead } from '../feeds/last-reads.ts';
import { isAway, isReader } from '../feeds/reader-rules.ts';
import { type Protection, REASON_KINDS, type Reason, type ReasonKind } from './schemas.ts';

/** What is owed to a channel for longer is late: pushes take seconds. */
const LATE_MS = 10 * 60_000;
/** Each channel's calendar is looked at once a day; this long after that nothing proves what it shows. */
const PROVEN_MS = 36 * 3_600_000;
const MOST_REASONS = 4;

/** A calendar that is followed or a connected account, and where it is mended. */
export type SourceAt = Source & { readonly at: string };

/** A calendar followed of a platform that sells; of a person's own calendar nobody has to read ours. */
export type Followed = SourceAt & {
  readonly id: string;
  readonly isCalendar: boolean;
  readonly sells: boolean;
};

/** What a channel that sells some units was told of their nights from today on. */
export type Told = {
  readonly connectionId: string;
  readonly unitIds: readonly string[];
  /** The channel's name, and where it is mended. */
  readonly name: string;
  readonly at: string;
  /** no: the channel takes nothing, or a person said so. not_yet: its calendar was not looked at for the first time. */
  readonly stopped: 'no' | 'not_yet' | null;
  /** Calls that failed since one went well. */
  readonly failures: number;
  /** Nights that it refused, and that it shows otherwise than it confirmed. */
  readonly refused: number;
  readonly drift: number;
  readonly isOwed: boolean;
  readonly owedSince: string | null;
  /** When what it shows was last read, and when it last took something. */
  readonly lastReadAt: string | null;
  readonly lastPushedAt: string | null;
};

export type Subject = {
  readonly id: string;
  readonly openConflicts: number;
  /** When anything about its nights last changed. */
  readonly changedAt: string;
};

/** What bears on a unit: its own, and that of every unit that it shares nights with. */
export type Around = {
  readonly sources: readonly Followed[];
  readonly readers: readonly LastRead[];
  readonly channels: readonly Told[];
};

/**
 * What stands between a unit and a double booking, and the evidence for it. Green only where every source answered in time
 * and everybody who sells the unit is known to know its nights: a reader came since they last changed, a channel has taken
 * what it was told and shows it. A unit sold nowhere has nothing to protect.
 */
export function protectionOf(unit: Subject, around: Around, nowMs: number): Protection {
  const readers = around.readers.filter(isReader);
  const { sources, channels } = around;
  const reasons = [
    ...(unit.openConflicts > 0
      ? [reason('clash', { name: '', at: unit.id }, { count: unit.openConflicts })]
      : []),
    ...sources.flatMap((one) => sourceReason(one, nowMs) ?? []),
    ...channels.flatMap((one) => toldReason(one, nowMs) ?? []),
    ...readers.flatMap((one) => readerReason(one, unit, nowMs) ?? []),
    ...oneWay(unit, { sources, readers, channels }),
  ];
  const isSold = sources.length + readers.length + channels.length > 0;
  if (!isSold && reasons.length === 0) return { level: 'none', reasons: [], evidence: null };
  const worst = [...reasons].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_REASONS);
  if (worst[0]) return { level: worst[0].kind, reasons: worst, evidence: null };
  return { level: 'good', reasons: [], evidence: evidence({ sources, readers, channels }, nowMs) };
}

const rank = (one: Reason) => REASON_KINDS.indexOf(one.kind);

function reason(
  kind: ReasonKind,
  { name, at }: { readonly name: string; readonly at: string },
  more: { readonly count?: number; readonly since?: string | null } = {},
): Reason {
  return { kind, name, count: more.count ?? null, since: more.since ?? null, at };
}

function sourceReason(source: Followed, nowMs: number): Reason | null {
  if (isDeaf(source, nowMs)) return reason('deaf', source, { since: source.lastSuccessAt });
  if (!source.isActive) return reason('paused', source);
  if (source.lastSuccessAt === null) return reason('syncing', source);
  return source.waiting > 0 ? reason('doubtful', source, { count: source.waiting }) : null;
}

function toldReason(told: Told, nowMs: number): Reason | null {
  if (told.stopped === 'no') return reason('stopped', told);
  if (told.stopped === 'not_yet') return reason(told.failures > 0 ? 'late' : 'adopting', told);
  if (told.refused > 0) return reason('refused', told, { count: told.refused });
  if (told.drift > 0) return reason('drift', told, { count: told.drift });
  if (told.isOwed) {
    const isLate = told.owedSince !== null && nowMs - Date.parse(told.owedSince) > LATE_MS;
    return reason(isLate || told.failures > 0 ? 'late' : 'owed', told, { since: told.owedSince });
  }
  const isProven = told.lastReadAt !== null && nowMs - Date.parse(told.lastReadAt) <= PROVEN_MS;
  return isProven ? null : reason('unproven', told, { since: told.lastReadAt });
}

function readerReason(reader: LastRead, unit: Subject, nowMs: number): Reason | null {
  const named = { name: reader.name, at: reader.unitId ?? reader.propertyId };
  if (isAway(reader, nowMs)) return reason('unread', named, { since: reader.lastReadAt });
  if (reader.lastReadAt === null) return reason('awaited', named);
  // Whoever came since has the current version: it was handed out, or answered to be the one that it holds.
  return reader.unitId === unit.id && Date.parse(reader.lastReadAt) < Date.parse(unit.changedAt)
    ? reason('behind', named, { since: unit.changedAt })
    : null;
}

/** Where one of the two ways is missing altogether. */
function oneWay(unit: Subject, { sources, readers, channels }: Around): Reason[] {
  const isHere = { name: '', at: unit.id };
  if (sources.length === 0) return readers.length > 0 ? [reason('notFollowed', isHere)] : [];
  const isTold = channels.some((one) => one.unitIds.includes(unit.id));
  const isRead = readers.some((one) => one.unitId === unit.id);
  const mustBeRead = !isTold || sources.some((one) => one.isCalendar && one.sells);
  return mustBeRead && !isRead ? [reason('notRead', isHere)] : [];
}

function evidence({ sources, readers, channels }: Around, nowMs: number): Protection['evidence'] {
  const oldest = (times: readonly (string | null)[]) =>
    Math.max(0, ...times.map((time) => nowMs - Date.parse(time ?? '')));
  return {
    sources: sources.length,
    answeredMs: oldest(sources.map((one) => one.lastSuccessAt)),
    readers: readers.length,
    readMs: oldest(readers.map((one) => one.lastReadAt)),
    channels: channels.length,
    toldMs: oldest(channels.map((one) => later(one.lastReadAt, one.lastPushedAt))),
  };
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return Date.parse(a) > Date.parse(b) ? a : b;
}

/** Nights to come that an account refused, over all that it sells. */
export type Refusal = { readonly connectionId: string; readonly name: string; readonly nights: number };

/** What is not told again before it changes, or a person sends everything: it waits for somebody. */
export function refusalsOf(told: readonly Told[]): Refusal[] {
  const refused = told.filter((one) => one.stopped === null && one.refused > 0);
  const nights = new Map<string, Refusal>();
  for (const { connectionId, name, refused: count } of refused)
    nights.set(connectionId, { connectionId, name, nights: (nights.get(connectionId)?.nights ?? 0) + count });
  return [...nights.values()];
}
