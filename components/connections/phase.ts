import type { StateKind } from '#components/ui/state-look.ts';
import type { ChannelApp, ChannelDetail, ConnectionState } from '#lib/domain/connections/schemas.ts';
import { isPicked } from './picked.ts';

/**
 * Where a channel stands, as a card says it. What only a person can mend comes before what mends itself; `waiting` and
 * `mapping` come after trouble, since without answers neither can be finished.
 */
export const PHASES = [
  'not_built',
  'not_configured',
  'switched_off',
  'configured',
  'disconnected',
  'expired',
  'error',
  'paused',
  'importing',
  'delayed',
  'waiting',
  'mapping',
  'limited',
  'no_listings',
  'healthy',
] as const;
export type Phase = (typeof PHASES)[number];

/** The one button that fits; null where nothing is for a person to do. */
export type Primary = 'connect' | 'configure' | 'reconnect' | 'resume' | 'map' | 'resolve' | 'sync' | null;

/** How many intervals may pass without a whole answer before the nights count as unproven. */
const LATE_AFTER = 3;

/** @param app what is set for the channel @param nowMs the server's clock */
export function phaseOf(state: ConnectionState, app: ChannelApp, nowMs: number): Phase {
  if (!app.isBuilt) return 'not_built';
  switch (state.status) {
    case 'not_configured':
      return app.source === 'organization' && !app.isActive ? 'switched_off' : 'not_configured';
    case 'configured':
      return app.isActive ? 'configured' : 'switched_off';
    case 'disconnected':
    case 'expired':
    case 'error':
    case 'paused':
      return state.status;
    case 'limited':
    case 'connected':
      return livePhase(state, nowMs);
  }
}

function livePhase(state: ConnectionState, nowMs: number): Phase {
  if (state.lastSuccessAt === null) return state.lastError ? 'delayed' : 'importing';
  const silentMs = nowMs - Date.parse(state.lastSuccessAt);
  if (silentMs > state.intervalMinutes * 60_000 * LATE_AFTER) return 'delayed';
  if (state.waiting > 0) return 'waiting';
  // One that was disconnected is left over, and waits for nobody.
  const listings = isPicked(state.provider) ? state.mapped.done : state.mapped.total;
  if (listings === 0) return 'no_listings';
  if (state.mapped.done < listings) return 'mapping';
  return state.status === 'limited' && !isUsual(state) ? 'limited' : 'healthy';
}

/** Avito gives as a rule an access that cannot be renewed: no right is missing, and its end is told when it is near. */
function isUsual(state: ConnectionState): boolean {
  return isPicked(state.provider) && state.lastError?.code === 'offline_missing';
}

export const PHASE_STATE: Record<Phase, StateKind> = {
  not_built: 'unknown',
  not_configured: 'unknown',
  switched_off: 'paused',
  configured: 'unknown',
  disconnected: 'unknown',
  expired: 'needs_you',
  error: 'bad',
  paused: 'paused',
  importing: 'waiting',
  delayed: 'differs',
  waiting: 'needs_you',
  mapping: 'needs_you',
  limited: 'differs',
  no_listings: 'unknown',
  healthy: 'good',
};

export const PRIMARY: Record<Phase, Primary> = {
  not_built: null,
  not_configured: 'configure',
  switched_off: 'configure',
  configured: 'connect',
  disconnected: 'reconnect',
  expired: 'reconnect',
  error: 'sync',
  paused: 'resume',
  importing: null,
  delayed: 'sync',
  waiting: 'resolve',
  mapping: 'map',
  limited: 'reconnect',
  no_listings: 'sync',
  healthy: 'sync',
};

/** What only a new consent mends: asking again with the same token would be refused again. */
const NEEDS_CONSENT: ReadonlySet<string> = new Set([
  'auth',
  'offline_missing',
  'scope_missing',
  'unreadable',
]);

/** The button of a card, with the cause of an error taken into account. */
export function primaryOf(phase: Phase, state: ConnectionState): Primary {
  const code = state.lastError?.code ?? '';
  if (phase === 'error' && NEEDS_CONSENT.has(code)) return 'reconnect';
  if (phase === 'error' && code === 'not_configured') return 'configure';
  return PRIMARY[phase];
}

/** Whether it is asked for bookings at present: then it has a next time, and can be asked now. */
export function isLive(phase: Phase): boolean {
  return !['not_built', 'not_configured', 'switched_off', 'configured', 'disconnected'].includes(phase);
}

/** What a role may do with channels. */
export type ChannelRights = {
  readonly sync: boolean;
  readonly configure: boolean;
  readonly settle: boolean;
  /** To tell a channel everything again. */
  readonly force: boolean;
};

/** Whether anything can be told to it now: an ended or resting account is told nothing. */
export function isTold(phase: Phase, does: ChannelDetail['does']): boolean {
  return does.includes('push') && isLive(phase) && phase !== 'paused' && phase !== 'expired';
}

/** A button that a role cannot use is not shown to it. */
export function mayPress(primary: Primary, rights: ChannelRights): boolean {
  if (primary === 'sync') return rights.sync;
  if (primary === 'resolve') return true; // the inbox tells its own readers what they may do
  return primary !== null && rights.configure;
}
