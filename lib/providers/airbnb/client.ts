import { createHash } from 'node:crypto';
import type { Clock } from '#lib/kernel/clock.ts';
import type { JsonText } from '#lib/kernel/lossless-json.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { type HttpAnswer, type HttpOptions, send } from '#lib/platform/http.ts';
import type { Access, AppCredentials } from '../access-contract.ts';
import { noAnswer } from '../no-answer.ts';
import { malformed, refusal } from './errors.ts';
import { readJson } from './wire.ts';

/** How the channel is reached. Limits are handed in so that a test of a slow channel takes no time. */
export type Reach = {
  readonly apiUrl: string;
  readonly clock: Clock;
  readonly limits?: HttpOptions['limits'];
};

export type Told = { readonly json: JsonText; readonly bytes: Uint8Array };

/** A page of Airbnb's lists holds so many: the only size seen in integrations that work. */
export const PAGE_SIZE = 50;

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

type Call = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
};

/** One call and its answer, whatever its status. @throws ChannelError where there is none */
async function call(reach: Reach, { method, path, query = {}, headers, body, signal }: Call) {
  const url = new URL(`${reach.apiUrl.replace(/\/+$/, '')}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  try {
    return await send({
      url,
      method,
      headers: { ...JSON_HEADERS, ...headers },
      clock: reach.clock,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(reach.limits === undefined ? {} : { limits: reach.limits }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw noAnswer(error);
  }
}

const isSuccess = (answer: HttpAnswer): boolean => answer.status >= 200 && answer.status < 300;

/** An answer as JSON. @throws ChannelError by its status, malformed */
export function told(answer: HttpAnswer): Told {
  if (!isSuccess(answer)) throw refusal(answer);
  return { json: readJson(answer.bytes, answer.status), bytes: answer.bytes };
}

/** As a host: the app's id as the key, and the host's token (an integration that sends the secret as the key stands alone). */
function get(reach: Reach, access: Access, path: string, query?: Record<string, string>): Promise<Told> {
  const { signal } = access;
  const headers = headersOf(access);
  return call(reach, { method: 'GET', path, headers, signal, ...(query ? { query } : {}) }).then(told);
}

function headersOf(access: Access): Record<string, string> {
  return { 'x-airbnb-api-key': access.app.clientId, 'x-airbnb-oauth-token': access.accessToken };
}

export function getMe(reach: Reach, access: Access): Promise<Told> {
  return get(reach, access, 'users/me');
}

export function getListings(reach: Reach, access: Access, offset: number): Promise<Told> {
  return get(reach, access, 'listings', {
    ...(access.accountId === null ? {} : { user_id: access.accountId }),
    has_availability: 'false',
    exclude_active: 'false',
    exclude_cohosted_listings: 'false',
    _limit: String(PAGE_SIZE),
    _offset: String(offset),
  });
}

export function getReservations(
  reach: Reach,
  access: Access,
  wish: { readonly listingId: string | null; readonly from: Night; readonly offset: number },
): Promise<Told> {
  return get(reach, access, 'reservations', {
    ...(wish.listingId === null ? {} : { listing_id: wish.listingId }),
    start_date: wish.from,
    all_status: 'true',
    _limit: String(PAGE_SIZE),
    _offset: String(wish.offset),
  });
}

/** @param code of Id's shape: it stands in the path */
export function getReservation(reach: Reach, access: Access, code: string): Promise<Told> {
  return get(reach, access, `reservations/${code}`);
}

/** Nights of a listing from one to another, as the path names them. @param listingId of Id's shape: it stands in the path */
export function getCalendar(
  reach: Reach,
  access: Access,
  wish: { readonly listingId: string; readonly start: Night; readonly end: Night },
): Promise<Told> {
  return get(reach, access, `calendars/${wish.listingId}/${wish.start}/${wish.end}`);
}

/** @param listingId of Id's shape: it stands in the path */
export function getAvailabilityRules(reach: Reach, access: Access, listingId: string): Promise<Told> {
  return get(reach, access, `availability_rules/${listingId}`);
}

/** Changes nights of one listing. Any status comes back. @throws ChannelError where there is no answer */
export function postCalendarOperations(reach: Reach, access: Access, body: unknown): Promise<HttpAnswer> {
  return call(reach, {
    method: 'POST',
    path: 'calendar_operations',
    // A price and a restriction of one night may stand in two operations.
    query: { _allow_dates_overlap: 'true' },
    headers: headersOf(access),
    body,
    signal: access.signal,
  });
}

/** As the app (HTTP Basic): tokens are asked for, looked at and revoked. Any status comes back. @throws ChannelError */
export function callAuthorizations(
  reach: Reach,
  request: {
    readonly app: AppCredentials;
    readonly method: 'GET' | 'POST' | 'DELETE';
    readonly token?: string;
    readonly body?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<HttpAnswer> {
  const { clientId, clientSecret } = request.app;
  const { token, method, body, signal } = request;
  return call(reach, {
    method,
    path: `oauth2/authorizations${token === undefined ? '' : `/${encodeURIComponent(token)}`}`,
    query: { _unwrapped: 'true' },
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
    },
    body,
    signal,
  });
}

/*
 * Lists are walked by offset. The place to go on from also names what stood on the page before: a channel that answers
 * the same page again and again would else be asked for ever.
 */

const OFFSET_MAX = 50_000;

export type Place = { readonly offset: number; readonly before: string | null };

/** @throws ChannelError malformed where the text is not what `nextPlace` wrote */
export function readPlace(page: string | null): Place {
  if (page === null) return { offset: 0, before: null };
  const [, offset, before] = /^(\d{1,6})\.([\w-]{1,20})$/.exec(page) ?? [];
  if (offset === undefined || before === undefined)
    throw malformed('cannot be gone on with: the place is lost');
  return { offset: Number(offset), before };
}

/**
 * Where the next page begins, or null at the end. A full page is always followed, since `metadata.record_count` may count
 * the page alone; a short one only where more is promised, and by as many as it brought.
 * @throws ChannelError malformed where the page repeats the one before, or is empty although more is promised
 */
export function nextPlace(place: Place, items: readonly unknown[], total: number | null): string | null {
  const end = place.offset + items.length;
  const isMorePromised = total !== null && end < total;
  if (items.length === 0) {
    if (isMorePromised) throw malformed('has an empty page where more was promised');
    return null;
  }
  const mark = createHash('sha256').update(JSON.stringify(items)).digest('base64url').slice(0, 16);
  if (mark === place.before) throw malformed('repeats the page before');
  if (items.length < PAGE_SIZE && !isMorePromised) return null;
  if (end > OFFSET_MAX) throw malformed('has no end');
  return `${end}.${mark}`;
}
