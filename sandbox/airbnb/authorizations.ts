import { createHash, randomBytes } from 'node:crypto';
import type { AirbnbHost } from './host.ts';
import { ApiError } from './problems.ts';
import type { Authorization, AuthorizationCode } from './world.ts';

/** Scopes by their meaning for the host who is asked. `vr` is the old name of the first. */
export const SCOPES: Readonly<Record<string, string>> = {
  property_management: 'See and change listings, calendars, prices and reservations',
  reservations_web_hooks: 'Be asked before a booking is confirmed',
  messages_read: 'Read messages with guests',
  messages_write: 'Write messages to guests',
};
const OLD_NAMES: Readonly<Record<string, string>> = { vr: 'property_management' };
const CODE_MINUTES = 10;

export type Grant = {
  readonly accessToken: string;
  readonly expiresAt: Temporal.Instant;
  /** Null where the answer carries none: the old one stays good. */
  readonly refreshToken: string | null;
  readonly accountId: string;
};

const secret = () => randomBytes(24).toString('hex');

/** The scopes of a comma-separated list; null where one is unknown. Nothing asked means the first. */
export function readScopes(text: string): string[] | null {
  const asked = text
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .map((one) => OLD_NAMES[one] ?? one);
  if (asked.some((one) => !(one in SCOPES))) return null;
  return asked.length === 0 ? ['property_management'] : [...new Set(asked)];
}

export function issueCode(
  host: AirbnbHost,
  wanted: Pick<AuthorizationCode, 'accountId' | 'scopes' | 'redirectUri' | 'challenge'>,
): string {
  const code = secret();
  const expiresAt = host.clock.now().add({ minutes: CODE_MINUTES }).toString();
  host.store.state.codes.push({ ...wanted, code, expiresAt, used: false });
  return code;
}

/**
 * Trades a code once. Throws ApiError 400 for a code that is unknown, used or old, for another redirect than the
 * consent's, and for a verifier that does not match the challenge.
 */
export function exchangeCode(
  host: AirbnbHost,
  given: { code: string; redirectUri?: string | undefined; verifier?: string | undefined },
): Grant {
  const known = host.store.state.codes.find((one) => one.code === given.code);
  if (!known || known.used || isOver(host, known.expiresAt)) {
    throw new ApiError(400, 'invalid_grant', 'The code is unknown, was used, or is too old.');
  }
  known.used = true;
  if (given.redirectUri !== undefined && given.redirectUri !== known.redirectUri) {
    throw new ApiError(400, 'invalid_grant', 'redirect_uri is not the one consent was given for.');
  }
  if (known.challenge !== null && challengeOf(given.verifier ?? '') !== known.challenge) {
    throw new ApiError(400, 'invalid_grant', 'code_verifier does not match the code_challenge.');
  }
  return authorize(host, known.accountId, known.scopes);
}

/** A new authorization with its first tokens, as a consent would have made it. */
export function authorize(host: AirbnbHost, accountId: string, scopes: readonly string[]): Grant {
  const authorization: Authorization = {
    id: host.store.unique(accountId),
    accountId,
    scopes,
    accessTokens: [],
    refreshTokens: [secret()],
    revokedAt: null,
  };
  host.store.state.authorizations.push(authorization);
  const granted = addAccessToken(host, authorization);
  return { ...granted, refreshToken: authorization.refreshTokens[0] ?? null, accountId };
}

/** Throws ApiError 400 for a refresh token that is unknown, revoked, or was rotated away. */
export function refresh(host: AirbnbHost, token: string): Grant {
  const known = host.store.state.authorizations.find((one) => one.refreshTokens.includes(token));
  if (!known || known.revokedAt || known.refreshTokens.at(-1) !== token) {
    throw new ApiError(400, 'invalid_grant', 'The refresh token is not valid.');
  }
  const granted = addAccessToken(host, known);
  const { accountId } = known;
  if (host.settings.refresh === 'omits') return { ...granted, refreshToken: null, accountId };
  if (host.settings.refresh === 'rotates') known.refreshTokens.push(secret());
  return { ...granted, refreshToken: known.refreshTokens.at(-1) ?? null, accountId };
}

function addAccessToken(host: AirbnbHost, authorization: Authorization) {
  const accessToken = secret();
  const expiresAt = host.clock.now().add({ seconds: host.settings.tokenSeconds });
  authorization.accessTokens.push({ token: accessToken, expiresAt: expiresAt.toString() });
  return { accessToken, expiresAt };
}

export function byAccessToken(host: AirbnbHost, token: string): Authorization | null {
  const { authorizations } = host.store.state;
  return authorizations.find((one) => one.accessTokens.some((held) => held.token === token)) ?? null;
}

/** Whether the token opens anything now. */
export function isLive(host: AirbnbHost, authorization: Authorization, token: string): boolean {
  const held = authorization.accessTokens.find((one) => one.token === token);
  return held !== undefined && !authorization.revokedAt && !isOver(host, held.expiresAt);
}

/** Ends one access token before its time; the refresh token stays good. */
export function expireToken(host: AirbnbHost, token: string): void {
  const held = byAccessToken(host, token)?.accessTokens.find((one) => one.token === token);
  if (held) held.expiresAt = host.clock.now().toString();
}

export function revoke(host: AirbnbHost, authorization: Authorization): void {
  authorization.revokedAt ??= host.clock.now().toString();
}

/** What the host has allowed the partner now: the scopes of all its live authorizations; null: not connected. */
export function scopesOf(host: AirbnbHost, accountId: string): Set<string> | null {
  const live = host.store.state.authorizations.filter((one) => one.accountId === accountId && !one.revokedAt);
  return live.length === 0 ? null : new Set(live.flatMap((one) => one.scopes));
}

function isOver(host: AirbnbHost, at: string): boolean {
  return Temporal.Instant.compare(host.clock.now(), Temporal.Instant.from(at)) >= 0;
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
