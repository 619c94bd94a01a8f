import type { StateKind } from '#components/ui/state-look.ts';
import type { Source } from '#lib/domain/calendars/source-rules.ts';

export type CalendarHealth = 'healthy' | 'syncing' | 'failing' | 'stale' | 'paused' | 'doubtful';

/** How many intervals may pass without a whole answer before the nights count as unproven. */
const STALE_AFTER = 3;

/** One word for the state of a calendar or a connected channel, from what the server says and what time it is there. */
export function healthOf(calendar: Source, nowMs: number): CalendarHealth {
  if (!calendar.isActive) return 'paused';
  if (calendar.lastSyncStatus === 'error') return 'failing';
  if (calendar.lastSyncStatus === 'pending' || calendar.lastSuccessAt === null) return 'syncing';
  const silentMs = nowMs - Date.parse(calendar.lastSuccessAt);
  if (silentMs > calendar.intervalMinutes * 60_000 * STALE_AFTER) return 'stale';
  return calendar.waiting > 0 ? 'doubtful' : 'healthy';
}

export const HEALTH_STATE: Record<CalendarHealth, StateKind> = {
  healthy: 'good',
  syncing: 'waiting',
  failing: 'bad',
  stale: 'needs_you',
  paused: 'paused',
  doubtful: 'differs',
};

/** The worst of several: what a unit or a property shows. Nothing followed is unknown. */
export function worstOf(healths: readonly CalendarHealth[]): CalendarHealth | null {
  const order: readonly CalendarHealth[] = ['failing', 'stale', 'doubtful', 'syncing', 'healthy', 'paused'];
  return order.find((health) => healths.includes(health)) ?? null;
}
