import type { Waiting } from './schemas.ts';

/** Of several reasons to wait the first is shown: what nobody protects, then what may end, then what we do not know. */
export function kindOf(row: {
  readonly unitId: string | null;
  readonly isGateOverdue: boolean;
  readonly hasUnknownStatus: boolean;
}): Waiting['kind'] | null {
  if (row.unitId === null) return 'unmapped';
  if (row.isGateOverdue) return 'gate';
  return row.hasUnknownStatus ? 'unknown_status' : null;
}

/** Whole hours from one instant to another, never less than 0. */
export function hoursBetween(since: Temporal.Instant, now: Temporal.Instant): number {
  return Math.max(0, Math.floor(now.since(since).total('hours')));
}

/** How the reason begins of a change that says that somebody has looked at an unknown status. */
export const DISMISSED = 'dismissed';
