import { randomBytes } from 'node:crypto';
import type { AvitoHost } from './host.ts';
import { oauthError } from './problems.ts';
import type { Authorization } from './world.ts';

/** Every scope there is, by its meaning for the person who is asked. */
export const SCOPES: Readonly<Record<string, string>> = {
  'user:read': 'See your name and contacts',
  'user_balance:read': 'See your balance',
  'user_operations:read': 'See your operations',
  'items:info': 'See your adverts',
  'items:apply_vas': 'Buy services for your adverts',
  'stats:read': 'See statistics',
  'messenger:read': 'Read messages',
  'messenger:write': 'Write messages',
  'short_term_rent:read': 'See bookings of short-term rent',
  'short_term_rent:write': 'Change calendar and prices of short-term rent',
  'autoload:reports': 'See reports of autoload',
  'job:cv': 'See CVs',
  'job:write': 'Write about jobs',
  'job:vacancy': 'See vacancies',
  'job:applications': 'See applications',
};
const CODE_MINUTES = 10;

export type Grant = {
  readonly accessToken: string;
  readonly expiresAt: string;
  readonly refreshToken: string | null;
  readonly accountId: string;
  readonly scopes: readonly string[];
};

const secret = () => randomBytes(24).toString('base64url');

/** The scopes of a list separated by commas, and by nothing else; null where one is unknown, or none is asked. */
export function readScopes(text: string): string[] | null {
  const asked = text.split(',').filter((one) => one !== '');
  if (asked.length === 0 || asked.some((one) => !(one in SCOPES))) return null;
  return [...new Set(asked)];
}

export function issueCode(host: AvitoHost, accountId: string, scopes: readonly string[]): string {
  const code = secret();
  const expiresAt = host.clock.now().add({ minutes: CODE_MINUTES }).toString();
  host.store.state.codes.push({ code, accountId, scopes, expiresAt, used: false });
  return code;
}

/** Trades a code once. Throws ApiError 400 for one that is unknown, used or old. */
export function exchangeCode(host: AvitoHost, code: string): Grant {
  const known = host.store.state.codes.find((one) => one.code === code);
  if (!known || known.used || isOver(host, known.expiresAt)) {
    throw oauthError(400, 'invalid_grant', 'The code is unknown, was used, or is too old.');
  }
  known.used = true;
  return authorize(host, known.accountId, known.scopes);
}

/** A new authorization with its first tokens. `personal`: as client_credentials gives it, which cannot be renewed. */
export function authorize(
  host: AvitoHost,
  accountId: string,
  scopes: readonly string[],
  personal = false,
): Grant {
  const authorization: Authorization = {
    id: String(host.store.serial()),
    accountId,
    scopes,
    accessTokens: [],
    refreshTokens: [],
    revokedAt: null,
  };
  host.store.state.authorizations.push(authorization);
  return issue(host, authorization, !personal && host.settings.refresh === 'rotates');
}

/** Throws ApiError 400 for a refresh token that is unknown, revoked, or was used before. */
export function refresh(host: AvitoHost, token: string): Grant {
  const known = host.store.state.authorizations.find((one) => one.refreshTokens.includes(token));
  const isGood = known && !known.revokedAt && known.refreshTokens.at(-1) === token;
  if (!isGood || host.settings.refresh === 'none') {
    throw oauthError(400, 'invalid_grant', 'The refresh token is not valid.');
  }
  return issue(host, known, true);
}

function issue(host: AvitoHost, authorization: Authorization, renewable: boolean): Grant {
  const accessToken = secret();
  const refreshToken = renewable ? secret() : null;
  const expiresAt = host.clock.now().add({ seconds: host.settings.tokenSeconds }).toString();
  authorization.accessTokens.push({ token: accessToken, expiresAt });
  if (refreshToken) authorization.refreshTokens.push(refreshToken);
  const { accountId, scopes } = authorization;
  return { accessToken, expiresAt, refreshToken, accountId, scopes };
}

export function byAccessToken(host: AvitoHost, token: string): Authorization | null {
  const { authorizations } = host.store.state;
  return authorizations.find((one) => one.accessTokens.some((held) => held.token === token)) ?? null;
}

/** Whether the token of a known authorization has run out. */
export function isExpired(host: AvitoHost, authorization: Authorization, token: string): boolean {
  const held = authorization.accessTokens.find((one) => one.token === token);
  return held === undefined || isOver(host, held.expiresAt);
}

/** Ends one access token before its time; the refresh token stays good. */
export function expireToken(host: AvitoHost, token: string): boolean {
  const held = byAccessToken(host, token)?.accessTokens.find((one) => one.token === token);
  if (!held || isOver(host, held.expiresAt)) return false;
  held.expiresAt = host.clock.now().toString();
  return true;
}

export function revoke(host: AvitoHost, authorization: Authorization): void {
  authorization.revokedAt ??= host.clock.now().toString();
}

export function liveOf(host: AvitoHost, accountId: string): Authorization[] {
  return host.store.state.authorizations.filter((one) => one.accountId === accountId && !one.revokedAt);
}

/** What the account has allowed the partner now; null: not connected. */
export function scopesOf(host: AvitoHost, accountId: string): Set<string> | null {
  const live = liveOf(host, accountId);
  return live.length === 0 ? null : new Set(live.flatMap((one) => one.scopes));
}

function isOver(host: AvitoHost, at: string): boolean {
  return Temporal.Instant.compare(host.clock.now(), Temporal.Instant.from(at)) >= 0;
}
