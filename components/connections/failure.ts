import type { ConnectFailure } from '#lib/domain/connections/schemas.ts';

/**
 * What to do after a connect that failed. again: once more from here. look: it may have worked, or only the channels' page
 * shows why not. other: connect another account.
 */
export type Mend = 'again' | 'look' | 'other';

export const MEND: Record<ConnectFailure, Mend> = {
  refused: 'again',
  expired: 'again',
  used: 'look',
  not_signed_in: 'again',
  other_user: 'again',
  other_session: 'again',
  other_organization: 'again',
  not_allowed: 'look',
  mismatch: 'again',
  wrong_issuer: 'again',
  unreadable: 'again',
  not_configured: 'look',
  token_failed: 'again',
  key_refused: 'look',
  unreachable: 'again',
  taken: 'other',
  gone: 'look',
  failed: 'again',
};
