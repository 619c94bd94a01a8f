import type { StateKind } from '#components/ui/state.tsx';
import type { Protection } from '#lib/domain/calendars/protection-rules.ts';

export const PROTECTION_STATE: Record<Protection['level'], StateKind> = {
  clash: 'needs_you',
  deaf: 'bad',
  paused: 'paused',
  unread: 'needs_you',
  notRead: 'differs',
  notFollowed: 'differs',
  none: 'unknown',
  syncing: 'waiting',
  awaited: 'waiting',
  doubtful: 'differs',
  good: 'good',
};
