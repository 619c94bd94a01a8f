import type { StateKind } from '#components/ui/state.tsx';
import type { AvitoLink, LinkStatus } from './shapes.ts';

export const LINK_STATE: Record<LinkStatus, StateKind> = {
  synced: 'good',
  syncing: 'waiting',
  expired: 'needs_you',
  disconnected: 'unknown',
  error: 'bad',
  paused: 'paused',
};

/** Avito's access lasts a day: told this long before, there is time to connect again within working hours. */
const SOON_MS = 6 * 3_600_000;

/** Whether an access that does not renew itself ends soon. One that has ended is expired, not this. */
export function endsSoon(
  access: { readonly expiresAt: string | null; readonly renewsItself: boolean },
  nowMs: number,
): boolean {
  if (access.renewsItself || access.expiresAt === null) return false;
  return Date.parse(access.expiresAt) - nowMs < SOON_MS;
}

const WORKS: ReadonlySet<LinkStatus> = new Set(['synced', 'syncing']);

/** Whether bookings come in and prices go out at present. */
export function works({ status }: Pick<AvitoLink, 'status'>): boolean {
  return WORKS.has(status);
}

/** What a new consent mends: asking again with the same access would be refused again. */
const NEEDS_CONSENT: ReadonlySet<string> = new Set(['auth', 'scope_missing', 'unreadable']);

export function needsReconnect(link: Pick<AvitoLink, 'status' | 'lastError'>): boolean {
  if (link.status === 'expired' || link.status === 'disconnected') return true;
  return link.status === 'error' && NEEDS_CONSENT.has(link.lastError?.code ?? '');
}
