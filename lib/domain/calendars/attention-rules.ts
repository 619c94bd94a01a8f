/** Attempts in a row that may fail before it is a person's turn: one time-out mends itself. */
const FAILURES = 3;
/** Intervals that may pass without a whole answer before its nights count as unproven. */
const INTERVALS = 3;

export type Watched = {
  readonly isActive: boolean;
  readonly lastSyncStatus: 'success' | 'error' | 'pending';
  readonly consecutiveFailures: number;
  /** Epoch milliseconds; null where no answer was ever whole. */
  readonly lastSuccessMs: number | null;
  readonly intervalMinutes: number;
};

/**
 * Whether a calendar waits for a person, and why. `failing`: it never worked, or fails again and again. `stale`: nothing
 * failed, yet nothing whole has come for too long.
 */
export function attentionOf(calendar: Watched, nowMs: number): 'failing' | 'stale' | null {
  if (!calendar.isActive) return null;
  const { lastSuccessMs } = calendar;
  const silentMs = lastSuccessMs === null ? 0 : nowMs - lastSuccessMs;
  if (calendar.lastSyncStatus === 'error') {
    return lastSuccessMs === null || calendar.consecutiveFailures >= FAILURES ? 'failing' : null;
  }
  return silentMs > calendar.intervalMinutes * 60_000 * INTERVALS ? 'stale' : null;
}
