import type { ConnectionStatus } from '../connections/schemas.ts';
import type { LinkStatus } from './schemas.ts';

/** In a row, of one listing; before that it is a hiccup. */
const FAILURES_TO_TELL = 3;

export type LinkFacts = {
  readonly isOn: boolean;
  readonly connection: Exclude<ConnectionStatus, 'not_configured' | 'configured'>;
  /** When its bookings were last read by themselves, and how often in a row that failed since. */
  readonly polledAt: Temporal.Instant | null;
  readonly failures: number;
  /** When the whole account was last read, and since when the link works. */
  readonly accountReadAt: Temporal.Instant | null;
  readonly activatedAt: Temporal.Instant | null;
};

export function linkStatus(facts: LinkFacts): LinkStatus {
  if (!facts.isOn || facts.connection === 'disconnected') return 'disconnected';
  if (facts.connection === 'expired' || facts.connection === 'paused' || facts.connection === 'error')
    return facts.connection;
  if (facts.failures >= FAILURES_TO_TELL) return 'error';
  return lastReadAt(facts) === null ? 'syncing' : 'synced';
}

/** When its bookings were last read, since it works. */
export function lastReadAt(
  facts: Pick<LinkFacts, 'polledAt' | 'accountReadAt' | 'activatedAt'>,
): Temporal.Instant | null {
  const { polledAt, accountReadAt, activatedAt } = facts;
  const counts = [polledAt, accountReadAt].flatMap((at) =>
    at && (!activatedAt || Temporal.Instant.compare(at, activatedAt) >= 0) ? [at] : [],
  );
  return counts.toSorted(Temporal.Instant.compare).at(-1) ?? null;
}
