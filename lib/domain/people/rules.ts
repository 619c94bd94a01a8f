/**
 * One spelling per address: compatibility forms folded (NFKC), lower case, no space around. A full-width ＠ becomes an
 * @ here, before anything is checked: an address checked first and folded later can end up at another mailbox
 * (GHSA-7rqj-j65f-68wh).
 */
export function normaliseEmail(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/**
 * A bare address after normalising: one @, letters of one alphabet. Quoted local parts are refused, since mailers
 * disagree on where they end (GHSA-5jpx-9hw9-2fx4), and so is anything beyond ASCII, since two addresses that look the
 * same must be the same; a domain of another script is written as xn--.
 */
export function isPlainEmail(email: string): boolean {
  if (email.length > 254) return false;
  const [local = '', domain = '', ...more] = email.split('@');
  if (more.length > 0 || local.length === 0 || local.length > 64) return false;
  if (!/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local)) return false;
  const labels = domain.split('.');
  return labels.length > 1 && labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
}

/** Whether taking `leaving` away from the owners, given by user id, leaves none. */
export function isLastOwner(owners: readonly string[], leaving: string): boolean {
  return owners.includes(leaving) && owners.every((owner) => owner === leaving);
}

export type InvitationState = 'open' | 'accepted' | 'revoked' | 'expired';

export function invitationState(
  row: {
    acceptedAt: Temporal.Instant | null;
    revokedAt: Temporal.Instant | null;
    expiresAt: Temporal.Instant;
  },
  now: Temporal.Instant,
): InvitationState {
  if (row.acceptedAt) return 'accepted';
  if (row.revokedAt) return 'revoked';
  return Temporal.Instant.compare(row.expiresAt, now) <= 0 ? 'expired' : 'open';
}
