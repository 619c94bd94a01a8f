import type { StateKind } from '#components/ui/state-look.ts';
import type { Protection } from '#lib/domain/protection/schemas.ts';

export const PROTECTION_STATE: Record<Protection['level'], StateKind> = {
  good: 'good',
  none: 'unknown',
  clash: 'needs_you',
  deaf: 'bad',
  refused: 'bad',
  drift: 'differs',
  late: 'bad',
  stopped: 'bad',
  unread: 'needs_you',
  paused: 'paused',
  notRead: 'differs',
  notFollowed: 'differs',
  doubtful: 'differs',
  unproven: 'waiting',
  syncing: 'waiting',
  adopting: 'waiting',
  awaited: 'waiting',
  owed: 'waiting',
  behind: 'waiting',
};
