import { backoffMs } from '#lib/kernel/backoff.ts';

export type PollOutcome =
  | {
      readonly kind: 'ok' /** Something is missing or waits elsewhere, and more answers are needed to believe it. */;
      readonly isUnsettled: boolean;
    }
  | {
      readonly kind: 'failed' /** In a row, this one counted. */;
      readonly failures: number;
      readonly retryAfterSeconds?: number | undefined;
    };

const UNSETTLED_MINUTES = 10;

/**
 * When to ask a calendar again. Every moment is moved by up to a twentieth, so that calendars added together drift apart.
 * @param random in [0, 1)
 */
export function nextSyncAt(
  now: Temporal.Instant,
  intervalMinutes: number,
  outcome: PollOutcome,
  random: number,
): Temporal.Instant {
  const interval = intervalMinutes * 60_000;
  if (outcome.kind === 'failed') {
    const backoff = backoffMs(
      outcome.failures,
      { baseMs: 60_000, maxMs: Math.max(interval, 60_000) },
      random,
    );
    return now.add({ milliseconds: Math.max(backoff, (outcome.retryAfterSeconds ?? 0) * 1000) });
  }
  const wait = outcome.isUnsettled ? Math.min(interval, UNSETTLED_MINUTES * 60_000) : interval;
  return now.add({ milliseconds: Math.round(wait * (0.95 + 0.1 * random)) });
}
