import type { LastRead } from '../feeds/last-reads.ts';
import { attentionOf } from './attention-rules.ts';
import type { ExternalCalendar } from './schemas.ts';

/** Intervals that may pass without a whole answer before what a calendar said proves nothing any more. */
const INTERVALS = 3;
/** Channels read a link every few hours, the slowest once a day: later than this it is silence. */
const READ_WITHIN_MS = 24 * 3_600_000;

/** What tells of bookings elsewhere: a calendar that is followed, or a listing of a connected channel. */
export type Source = Pick<
  ExternalCalendar,
  | 'name'
  | 'isActive'
  | 'lastSyncStatus'
  | 'consecutiveFailures'
  | 'lastSuccessAt'
  | 'intervalMinutes'
  | 'waiting'
>;

/** What stands between a unit and a double booking, and the evidence for it. Green is only `good`. */
export type Protection =
  | { readonly level: 'clash'; readonly count: number }
  /** A source does not answer: bookings there may be unknown here. */
  | { readonly level: 'deaf'; readonly name: string; readonly since: string | null }
  | { readonly level: 'paused'; readonly name: string }
  /** A reader stayed away: nights sold here may be open there. */
  | { readonly level: 'unread'; readonly name: string; readonly since: string | null }
  | { readonly level: 'notRead' | 'notFollowed' | 'none' }
  | { readonly level: 'syncing' | 'awaited'; readonly name: string }
  | { readonly level: 'doubtful'; readonly name: string; readonly count: number }
  | {
      readonly level: 'good';
      readonly sources: number;
      /** How long ago the one that answered longest ago answered. */
      readonly answeredMs: number;
      readonly readers: number;
      readonly readMs: number;
    };

/** Whose last whole answer is too old, or whose failures a person must look at. */
export function isDeaf(calendar: Source, nowMs: number): boolean {
  if (!calendar.isActive) return false;
  const lastSuccessMs = calendar.lastSuccessAt === null ? null : Date.parse(calendar.lastSuccessAt);
  if (attentionOf({ ...calendar, lastSuccessMs }, nowMs) !== null) return true;
  return lastSuccessMs !== null && nowMs - lastSuccessMs > calendar.intervalMinutes * 60_000 * INTERVALS;
}

/** Whether nobody came for a link for longer than the slowest channel takes; a new one has that long too. */
export function isAway(reader: LastRead, nowMs: number): boolean {
  return nowMs - Date.parse(reader.lastReadAt ?? reader.createdAt) > READ_WITHIN_MS;
}

/** Whether a link was read lately: then it can be. */
export function isRead(reader: LastRead, nowMs: number): boolean {
  return reader.lastReadAt !== null && !isAway(reader, nowMs);
}

/**
 * The worst thing that can be said of a unit. A link for all that nobody has read yet is nobody's promise and is left out.
 * @param sources those that tell of the unit, @param readers those who read its own feed
 */
export function protectionOf(
  unit: { readonly openConflicts: number },
  sources: readonly Source[],
  readers: readonly LastRead[],
  nowMs: number,
): Protection {
  if (unit.openConflicts > 0) return { level: 'clash', count: unit.openConflicts };
  const deaf = sources.find((one) => isDeaf(one, nowMs));
  if (deaf) return { level: 'deaf', name: deaf.name, since: deaf.lastSuccessAt };
  const real = readers.filter((one) => !one.isPlain || one.lastReadAt !== null);
  const away = real.filter((one) => isAway(one, nowMs));
  if (away[0]) return { level: 'unread', name: away[0].name, since: away[0].lastReadAt };
  const paused = sources.find((one) => !one.isActive);
  if (paused) return { level: 'paused', name: paused.name };
  if (sources.length === 0 || real.length === 0) {
    return { level: sources.length > 0 ? 'notRead' : real.length > 0 ? 'notFollowed' : 'none' };
  }
  const first = sources.find((one) => one.lastSuccessAt === null);
  if (first) return { level: 'syncing', name: first.name };
  const waiting = sources.find((one) => one.waiting > 0);
  if (waiting) return { level: 'doubtful', name: waiting.name, count: waiting.waiting };
  const awaited = real.find((one) => one.lastReadAt === null);
  if (awaited) return { level: 'awaited', name: awaited.name };
  const oldest = (times: readonly (string | null)[]) =>
    Math.max(0, ...times.map((time) => nowMs - Date.parse(time ?? '')));
  return {
    level: 'good',
    sources: sources.length,
    answeredMs: oldest(sources.map((one) => one.lastSuccessAt)),
    readers: real.length,
    readMs: oldest(real.map((one) => one.lastReadAt)),
  };
}

/** Those that close the unit: its own, its parts', and those of the whole property. */
export function calendarsOf<C extends Pick<ExternalCalendar, 'unitId' | 'propertyId'>>(
  unit: { readonly id: string; readonly parts: readonly string[] },
  propertyId: string,
  calendars: readonly C[],
): C[] {
  return calendars.filter((one) =>
    one.unitId === null
      ? one.propertyId === propertyId
      : one.unitId === unit.id || unit.parts.includes(one.unitId),
  );
}

/** How many of the sources that are asked answered in time, and how long ago the one longest ago. */
export type Evidence = {
  readonly followed: number;
  readonly asked: number;
  readonly heard: number;
  readonly deaf: number;
  readonly oldestMs: number;
};

export function evidenceOf(sources: readonly Source[], nowMs: number): Evidence {
  const asked = sources.filter((one) => one.isActive);
  const deaf = asked.filter((one) => isDeaf(one, nowMs));
  const heard = asked.filter((one) => one.lastSuccessAt !== null && !deaf.includes(one));
  return {
    followed: sources.length,
    asked: asked.length,
    heard: heard.length,
    deaf: deaf.length,
    oldestMs: Math.max(0, ...heard.map((one) => nowMs - Date.parse(one.lastSuccessAt ?? ''))),
  };
}
