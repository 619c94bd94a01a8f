import { type ConnectFailure, type ProviderName, SAID_MAX } from './schemas.ts';

/** 256 bits as base64url. */
const STATE = /^[A-Za-z0-9_-]{43}$/;
const CODE_MAX = 4096;
const SCOPES_MAX = 1000;
/** What may come once at most (RFC 6749 3.1): of two values neither is believed. */
const SINGLE = ['state', 'code', 'error', 'error_description', 'iss'];

/** What a channel sent a browser back with, read but not believed. */
export type CallbackAnswer =
  /** Nothing that a channel would send: told as a 400, and nothing is looked up. */
  | { readonly kind: 'malformed' }
  | {
      readonly kind: 'refused';
      readonly state: string;
      readonly said: string | null;
      readonly iss: string | null;
    }
  | {
      readonly kind: 'code';
      readonly state: string;
      readonly code: string;
      readonly iss: string | null;
      /** What was granted, where the channel says so here; null: it does not say, or twice. */
      readonly scopes: readonly string[] | null;
    };

/** Reads the query of a callback. An empty value counts as left out. */
export function readCallback(query: URLSearchParams): CallbackAnswer {
  if (SINGLE.some((name) => query.getAll(name).length > 1)) return { kind: 'malformed' };
  const state = query.get('state') ?? '';
  const code = query.get('code') || null;
  const error = query.get('error') || null;
  const iss = query.get('iss') || null;
  if (!STATE.test(state) || (code === null) === (error === null)) return { kind: 'malformed' };
  if (code === null) return { kind: 'refused', state, said: cutSaid(query.get('error_description')), iss };
  if (code.length > CODE_MAX || !/^[\x21-\x7e]+$/.test(code)) return { kind: 'malformed' };
  return { kind: 'code', state, code, iss, scopes: readScopes(query.getAll('scope')) };
}

/** Separated by spaces (RFC 6749 3.3) or, as Airbnb does it, by commas. */
function readScopes(values: readonly string[]): readonly string[] | null {
  const [text = ''] = values.length === 1 ? values : [];
  const scopes = text.split(/[\s,]+/).filter(Boolean);
  return scopes.length === 0 || text.length > SCOPES_MAX ? null : scopes;
}

/** Somebody else's words: one line of plain text, cut. What turns text around or hides it is left out. */
export function cutSaid(text: string | null): string | null {
  const plain = (text ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return plain === '' ? null : [...plain].slice(0, SAID_MAX).join('');
}

export type Flow = {
  readonly provider: ProviderName;
  readonly userId: string;
  readonly sessionId: string;
  readonly orgId: string;
  readonly expiresAt: Temporal.Instant;
  readonly usedAt: Temporal.Instant | null;
};

export type Returning = {
  readonly userId: string;
  readonly sessionId: string;
  readonly orgId: string;
};

/** Why this browser may not go on with a flow at this channel's callback; null where it may. */
export function judgeFlow(
  flow: Flow,
  here: { provider: ProviderName; who: Returning | null; now: Temporal.Instant },
): ConnectFailure | null {
  if (flow.provider !== here.provider) return 'mismatch';
  if (here.who === null) return 'not_signed_in';
  if (flow.userId !== here.who.userId) return 'other_user';
  if (flow.sessionId !== here.who.sessionId) return 'other_session';
  if (flow.usedAt !== null) return 'used';
  if (Temporal.Instant.compare(flow.expiresAt, here.now) <= 0) return 'expired';
  if (flow.orgId !== here.who.orgId) return 'other_organization';
  return null;
}

/**
 * Whether an answer may come from this channel (RFC 9207). A channel that says who it is must say so each time; one that
 * never did may start to, under the origin of its own consent page.
 */
export function isFromIssuer(iss: string | null, expected: string | undefined, authorizeUrl: URL): boolean {
  if (expected !== undefined) return iss === expected;
  return iss === null || (URL.canParse(iss) && new URL(iss).origin === authorizeUrl.origin);
}

export type Limit = 'offline_missing' | 'scope_missing';

/** What a link lacks of what was asked for; null where it lacks nothing. `granted` null: the channel does not say. */
export function limitOf(
  link: { readonly hasRefreshToken: boolean; readonly granted: readonly string[] | null },
  asked: readonly string[],
): Limit | null {
  if (link.granted !== null && asked.some((scope) => !link.granted?.includes(scope))) return 'scope_missing';
  return link.hasRefreshToken ? null : 'offline_missing';
}

export const LIMIT_SENTENCES: Readonly<Record<Limit, string>> = {
  offline_missing:
    'The channel gave no means to renew the access. It works until the token ends; then connect again.',
  scope_missing:
    'The account granted fewer rights than were asked for. Bookings come in as far as they are allowed; nothing is pushed.',
};

/**
 * Whether a channel's listings may be asked for in all, where a person connects one at a time. `granted` null: the channel
 * does not say, so that it is tried.
 */
export function mayList(
  pick: { readonly listScopes: readonly string[] } | null,
  granted: readonly string[] | null,
): boolean {
  return pick === null || granted === null || pick.listScopes.every((scope) => granted.includes(scope));
}

const EARLY_MINUTES = 10;

/** Ten minutes before a token ends, or a tenth of its life where that is shorter. */
export function isRenewalDue(
  token: { readonly expiresAt: Temporal.Instant; readonly since: Temporal.Instant | null },
  now: Temporal.Instant,
): boolean {
  const life = token.since ? token.expiresAt.since(token.since).total('minutes') : Number.POSITIVE_INFINITY;
  const early = Math.min(EARLY_MINUTES, life / 10);
  return token.expiresAt.since(now).total('minutes') <= early;
}

/** Failures after which only a person can help: the account has to be connected again. */
export const DEAD_CODES = ['auth', 'unreadable'];

/** What a paused or failing connection is once nothing holds it back. */
export function restingStatus(row: {
  readonly hasAccessToken: boolean;
  readonly lastErrorCode: string | null;
  readonly limit: Limit | null;
}): 'connected' | 'limited' | 'expired' {
  if (!row.hasAccessToken || DEAD_CODES.includes(row.lastErrorCode ?? '')) return 'expired';
  return row.limit === null ? 'connected' : 'limited';
}
