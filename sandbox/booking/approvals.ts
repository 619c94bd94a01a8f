import { createHash, randomBytes } from 'node:crypto';
import type { BookingHost } from './host.ts';
import type { Approval, Hotel, Machine } from './world.ts';

const CODE_MINUTES = 10;

/** What is wrong with a request for a token, in the words of OAuth. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: 400 | 401;
  readonly error: string;

  constructor(status: 400 | 401, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}

const secret = () => randomBytes(24).toString('hex');

export function approve(
  host: BookingHost,
  wanted: Pick<Approval, 'machineId' | 'accountId' | 'hotelIds' | 'redirectUri' | 'challenge'>,
): string {
  const code = secret();
  const expiresAt = host.clock.now().add({ minutes: CODE_MINUTES }).toString();
  host.store.state.approvals.push({ ...wanted, code, expiresAt, used: false, accessToken: null });
  return code;
}

/**
 * Trades a code once, and attaches its hotels. Throws OAuthError for a code that is unknown, used, old or another
 * client's, for another redirect than the approval's, and for a verifier that does not match the challenge.
 */
export function trade(
  host: BookingHost,
  machine: Machine,
  given: { code: string; redirectUri: string; verifier: string },
): Approval {
  const known = host.store.state.approvals.find((one) => one.code === given.code);
  const over =
    !known || Temporal.Instant.compare(host.clock.now(), Temporal.Instant.from(known.expiresAt)) >= 0;
  if (!known || known.used || over || known.machineId !== machine.id) {
    throw new OAuthError(400, 'invalid_grant', 'The code is unknown, was used, or is too old.');
  }
  known.used = true;
  if (given.redirectUri !== known.redirectUri) {
    throw new OAuthError(400, 'invalid_grant', 'redirect_uri is not the one that was approved.');
  }
  if (createHash('sha256').update(given.verifier).digest('base64url') !== known.challenge) {
    throw new OAuthError(400, 'invalid_grant', 'code_verifier does not match the code_challenge.');
  }
  known.accessToken = secret();
  for (const id of known.hotelIds) {
    const hotel = host.store.findHotel(id);
    if (hotel) attach(host, machine, hotel);
  }
  return known;
}

export function attach(host: BookingHost, machine: Machine, hotel: Hotel): void {
  if (hotel.machineId === machine.id) return;
  hotel.machineId = machine.id;
  hotel.connectedAt = host.clock.now().toString();
  hotel.requestedAt = null;
}

/** What the partner has not taken by now is the host's own business again. */
export function detach(host: BookingHost, hotel: Hotel): void {
  hotel.machineId = null;
  hotel.connectedAt = null;
  const now = host.clock.now().toString();
  for (const one of host.store.state.messages) {
    if (one.hotelId === hotel.id && !one.ackedAt && !one.rejectedAt && !one.mailedAt) one.replacedAt ??= now;
  }
}
