export type ClockMode =
  /** No QStash: the clock is the bell. */
  | 'alone'
  /** QStash rings, or may still. */
  | 'standby'
  /** QStash is silent: the clock rings in its place. */
  | 'stand_in';

const SILENT_INTERVALS = 3;

/**
 * What the clock does at this beat. Silence is counted from the last ring, or from the start of this process where QStash
 * has not rung since. The last beat before three intervals are over counts as over, so that work is done within them.
 */
export function clockMode(facts: {
  hasQstash: boolean;
  lastRangAt: Temporal.Instant | null;
  startedAt: Temporal.Instant;
  now: Temporal.Instant;
  intervalMs: number;
  beatMs: number;
}): ClockMode {
  if (!facts.hasQstash) return 'alone';
  const { lastRangAt, startedAt } = facts;
  const heard = lastRangAt && Temporal.Instant.compare(lastRangAt, startedAt) > 0 ? lastRangAt : startedAt;
  const silentMs = facts.now.epochMilliseconds - heard.epochMilliseconds;
  return silentMs + facts.beatMs >= SILENT_INTERVALS * facts.intervalMs ? 'stand_in' : 'standby';
}

/** How long until the next beat: the usual while, or less where something is due before. Never a busy loop. */
export function untilNextBeat(
  now: Temporal.Instant,
  beatMs: number,
  nextDueAt: Temporal.Instant | null,
): number {
  if (!nextDueAt) return beatMs;
  const wait = nextDueAt.epochMilliseconds - now.epochMilliseconds;
  return Math.min(beatMs, Math.max(wait, Math.min(250, beatMs)));
}
