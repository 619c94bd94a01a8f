import type { CAUSE_CODES } from './schemas.ts';

/** What is known of how two claims came to stand on the same nights. Instants as milliseconds. */
export type Known = {
  /** When the first was known here. */
  readonly firstKnownMs: number;
  /** When the second was sold, as its channel says it; null where it does not. */
  readonly soldMs: number | null;
  /** When the second was first seen here. */
  readonly seenMs: number;
  readonly by: 'hand' | 'connection' | 'calendar';
  /** When the second's channel had been told that the nights are gone; null where it never was. */
  readonly toldMs: number | null;
  /** Whether some link of ours is known to be read by the second's calendar. */
  readonly hasReader: boolean;
  /** Its readings of our calendar. */
  readonly readMs: readonly number[];
};

export type Verdict = {
  readonly code: (typeof CAUSE_CODES)[number];
  readonly readBeforeMs: number | null;
  readonly readAfterMs: number | null;
};

/**
 * Why the second was sold although the first was known. Says only what the times say: what had been told or read before
 * the sale, the second's channel knew.
 */
export function causeOf(known: Known): Verdict {
  const { firstKnownMs, soldMs, by, toldMs } = known;
  const sale = soldMs ?? known.seenMs;
  const readBeforeMs = latest(known.readMs.filter((at) => at < sale));
  const readAfterMs = earliest(known.readMs.filter((at) => at >= firstKnownMs));
  const say = (code: Verdict['code']): Verdict => ({ code, readBeforeMs, readAfterMs });
  if (by === 'hand') return say('by_hand');
  if (soldMs !== null && soldMs < firstKnownMs) return say('heard_late');
  if (by === 'connection') {
    if (toldMs === null) return say('never_told');
    return say(toldMs <= sale ? 'told_before' : 'told_late');
  }
  if (!known.hasReader) return say('no_reader');
  if (known.readMs.length === 0) return say('never_read');
  return say(readAfterMs !== null && readAfterMs < sale ? 'read_before' : 'read_late');
}

const latest = (times: readonly number[]) => (times.length === 0 ? null : Math.max(...times));
const earliest = (times: readonly number[]) => (times.length === 0 ? null : Math.min(...times));
