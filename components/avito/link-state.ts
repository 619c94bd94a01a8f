import type { StateKind } from '#components/ui/state-look.ts';
import type { AvitoLink, LinkStatus } from './shapes.ts';

export const LINK_STATE: Record<LinkStatus, StateKind> = {
  synced: 'good',
  syncing: 'waiting',
  expired: 'needs_you',
  disconnected: 'unknown',
  error: 'bad',
  paused: 'paused',
};

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
