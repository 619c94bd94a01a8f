import { attentionOf } from './attention-rules.ts';
import type { ExternalCalendar } from './schemas.ts';

/** Intervals that may pass without a whole answer before what a calendar said proves nothing any more. */
const INTERVALS = 3;

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

/** Whose last whole answer is too old, or whose failures a person must look at. */
export function isDeaf(calendar: Source, nowMs: number): boolean {
  if (!calendar.isActive) return false;
  const lastSuccessMs = calendar.lastSuccessAt === null ? null : Date.parse(calendar.lastSuccessAt);
  if (attentionOf({ ...calendar, lastSuccessMs }, nowMs) !== null) return true;
  return lastSuccessMs !== null && nowMs - lastSuccessMs > calendar.intervalMinutes * 60_000 * INTERVALS;
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
