import { type Flow, restsUntil, takeToken } from '../push/flow-rules.ts';
import type { ChannelState, UnsentReason } from './schemas.ts';

/** What is known of one night at a channel. */
export type KnownNight = {
  readonly sentState: 'sent' | 'confirmed' | 'failed' | null;
  readonly hasDrift: boolean;
  readonly confirmedAt: Temporal.Instant | null;
  readonly observedAt: Temporal.Instant | null;
};

/**
 * Where a night stands with a channel. What failed stays failed until it is sent again; what is on its way is not known to
 * be there; what is owed makes an older confirmation worthless.
 */
export function channelState(known: KnownNight | undefined, isOwed: boolean): ChannelState {
  if (known?.sentState === 'failed') return 'failed';
  if (known?.sentState === 'sent') return 'sent';
  if (known?.hasDrift) return 'drift';
  if (isOwed) return 'unsent';
  return known?.confirmedAt ? 'confirmed' : 'not_known';
}

/** What decides whether a mapping's nights go out. */
export type Way = {
  readonly stage: 'draft' | 'active';
  readonly isSyncOn: boolean;
  readonly status: 'connected' | 'limited' | 'expired' | 'error' | 'paused' | 'disconnected';
  /** Null where the channel takes nothing. */
  readonly perMinute: number | null;
  readonly flow: Partial<Flow> | null;
  readonly push: {
    readonly isOn: boolean;
    readonly adoptedAt: Temporal.Instant | null;
    readonly failures: number;
    readonly lastErrorCode: string | null;
    readonly lastError: string | null;
  } | null;
  /** When the connection's push is due. */
  readonly dueAt: Temporal.Instant | null;
};

type Reason = UnsentReason;

/** Why nothing of this mapping is sent at all, whatever is owed; null where it would be. */
export function stoppedBy(way: Way): Reason | null {
  const because = (code: Reason['code'], push: Way['push'] = null): Reason => ({
    code,
    until: null,
    cause: push?.lastErrorCode ?? null,
    detail: push?.lastError ?? null,
  });
  if (way.perMinute === null) return because('cannot');
  if (way.status === 'disconnected' || way.status === 'paused' || way.status === 'expired')
    return because(way.status);
  if (way.stage !== 'active' || !way.isSyncOn) return because('not_active');
  if (way.push && !way.push.isOn) return because('switched_off');
  if (!way.push?.adoptedAt) return because('not_adopted', way.push);
  return null;
}

/** Why what is owed of a night is not out yet; null where nothing is owed. */
export function unsentReason(
  way: Way,
  night: { readonly state: ChannelState; readonly error: string | null },
  now: Temporal.Instant,
): Reason | null {
  if (night.state === 'failed')
    return stoppedBy(way) ?? { code: 'refused', until: null, cause: night.error, detail: null };
  const stopped = stoppedBy(way);
  if (stopped) return stopped;
  if (night.state !== 'unsent') return null;
  const later = way.dueAt && Temporal.Instant.compare(way.dueAt, now) > 0 ? way.dueAt.toString() : null;
  const said = { cause: way.push?.lastErrorCode ?? null, detail: way.push?.lastError ?? null };
  if (way.push && way.push.failures > 0) return { ...said, code: 'retrying', until: later };
  const flows = flowsAgainAt(way, now);
  if (flows) return { code: 'flow', until: flows.toString(), cause: null, detail: null };
  return { code: 'queued', until: later, cause: null, detail: null };
}

/** When the channel takes a call again, where it rests or its limit is used up. */
function flowsAgainAt({ flow, perMinute }: Way, now: Temporal.Instant): Temporal.Instant | null {
  if (!perMinute || flow?.tokens === undefined || !flow.at || flow.rate === undefined) return null;
  const known = { ...flow, tokens: flow.tokens, at: flow.at, rate: flow.rate };
  return restsUntil(known, now) ?? takeToken(known, perMinute, now).waitUntil;
}
