import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Clock } from '#lib/kernel/clock.ts';
import type { JsonText } from '#lib/kernel/lossless-json.ts';
import type { Night } from '#lib/kernel/nights.ts';
import { type HttpAnswer, type HttpOptions, send } from '#lib/platform/http.ts';
import type { Access } from '../access-contract.ts';
import { fieldsOf } from '../entries.ts';
import { ChannelError } from '../errors.ts';
import { noAnswer } from '../no-answer.ts';
import { malformed, refusal } from './errors.ts';
import { Id, isPage, jsonOf } from './wire.ts';

/** How the channel is reached. Limits are handed in so that a test of a slow channel takes no time. */
export type Reach = {
  readonly apiUrl: string;
  /** Where anybody may read the calendar of an advert. */
  readonly icalUrl: string;
  readonly clock: Clock;
  readonly limits?: HttpOptions['limits'];
};

export type Told = { readonly json: JsonText; readonly bytes: Uint8Array };

/** "per_page: less than 100". */
export const PAGE_SIZE = 99;

type Call = {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
};

/** One call and its answer, whatever its status. @throws ChannelError where there is none */
async function call(reach: Reach, { method, url, headers = {}, body, signal }: Call): Promise<HttpAnswer> {
  try {
    return await send({
      url,
      method,
      headers,
      clock: reach.clock,
      ...(body === undefined ? {} : { body }),
      ...(reach.limits === undefined ? {} : { limits: reach.limits }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    throw noAnswer(error);
  }
}

function urlOf(base: string, path: string, query: Readonly<Record<string, string>> = {}): URL {
  const url = new URL(`${base.replace(/\/+$/, '')}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

export const isSuccess = ({ status }: HttpAnswer): boolean => status >= 200 && status < 300;

/** A body of theirs as JSON. @throws ChannelError malformed */
export function readJson(answer: HttpAnswer): JsonText {
  const json = jsonOf(answer.bytes);
  if (json === undefined) throw malformed('is not JSON', answer.status);
  return json;
}

/** An answer as JSON. @throws ChannelError by its status, malformed */
export function told(answer: HttpAnswer): Told {
  if (!isSuccess(answer)) throw refusal(answer);
  return { json: readJson(answer), bytes: answer.bytes };
}

/** Reads by a schema. @throws ChannelError malformed that names the fields, never their values */
export function readAs<T extends z.ZodType>(schema: T, json: unknown): z.infer<T> {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  throw malformed(`is not what it should be: ${fieldsOf(read.error)}`);
}

function headersOf({ accessToken }: Access): Record<string, string> {
  return { accept: 'application/json', authorization: `Bearer ${accessToken}` };
}

function ask(reach: Reach, access: Access, path: string, query?: Record<string, string>) {
  const { signal } = access;
  const url = urlOf(reach.apiUrl, path, query);
  return call(reach, { method: 'GET', url, headers: headersOf(access), signal });
}

function get(reach: Reach, access: Access, path: string, query?: Record<string, string>): Promise<Told> {
  return ask(reach, access, path, query).then(told);
}

/** The account's and the advert's part of a path. @throws ChannelError gone where no such advert can be */
function placeOf({ accountId }: Access, itemId: string): string {
  if (accountId === null || !Id.safeParse(accountId).success)
    throw new ChannelError('rejected', 'Avito is asked about the adverts of one account only.');
  return `accounts/${accountId}/items/${checkedItem(itemId)}`;
}

/** @throws ChannelError gone */
export function checkedItem(itemId: string): string {
  if (Id.safeParse(itemId).success) return itemId;
  throw new ChannelError('gone', 'Avito has no advert of such an id.');
}

/** Whose the token is. Nobody else's can be asked for here, so a 403 is about the token, whatever its words. */
export async function getSelf(reach: Reach, access: Access): Promise<Told> {
  const answer = await ask(reach, access, 'core/v1/accounts/self');
  if (answer.status === 403 && !isPage(answer)) throw refusal(answer, 'auth');
  return told(answer);
}

/** Adverts of every kind that are shown, or were until their time was over. Twenty-five calls a minute are allowed. */
export function getItems(reach: Reach, access: Access, page: number): Promise<Told> {
  const query = { per_page: String(PAGE_SIZE), page: String(page), status: 'active,old' };
  return get(reach, access, 'core/v1/items', query);
}

export function getItem(reach: Reach, access: Access, itemId: string): Promise<Told> {
  return get(reach, access, `core/v1/${placeOf(access, itemId)}/`);
}

/**
 * Bookings of an advert, unpaid ones too. Never with `skip_error`, which turns an error into a success without bookings.
 * @param wish half-open; neither date may be past
 */
export function getBookings(
  reach: Reach,
  access: Access,
  wish: { readonly itemId: string; readonly from: Night; readonly to: Night },
): Promise<Told> {
  const query = { date_start: wish.from, date_end: wish.to, with_unpaid: 'true' };
  return get(reach, access, `realty/v1/${placeOf(access, wish.itemId)}/bookings`, query);
}

/** The token call, form-encoded. Any status comes back. @throws ChannelError where there is no answer */
export function postToken(
  reach: Reach,
  fields: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  return call(reach, {
    method: 'POST',
    url: urlOf(reach.apiUrl, 'token'),
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    signal,
  });
}

function post(reach: Reach, access: Access, path: string, body: string): Promise<HttpAnswer> {
  return call(reach, {
    method: 'POST',
    url: urlOf(reach.apiUrl, path),
    headers: { ...headersOf(access), 'content-type': 'application/json' },
    body,
    signal: access.signal,
  });
}

/** What is closed of an advert, whole. Any status comes back. @throws ChannelError where there is no answer */
export function postBookings(reach: Reach, access: Access, itemId: string, body: string) {
  return post(reach, access, `core/v1/${placeOf(access, itemId)}/bookings`, body);
}

/** What is open of an advert for a year, whole. Any status comes back. @throws ChannelError where there is no answer */
export function postIntervals(reach: Reach, access: Access, body: string) {
  return post(reach, access, 'realty/v1/items/intervals', body);
}

/** Prices of some periods. Any status comes back. @throws ChannelError where there is no answer */
export function postPrices(reach: Reach, access: Access, itemId: string, body: string) {
  return post(reach, access, `realty/v1/${placeOf(access, itemId)}/prices`, body);
}

/** Where anybody may read an advert's calendar, without its host. @throws ChannelError gone */
export function exportPath(itemId: string): string {
  const id = checkedItem(itemId);
  return `${id.slice(0, 2)}/${id.slice(-2)}/${id}.ics`;
}

/**
 * The public calendar of an advert. The token is not sent along, so nothing that is answered is about it.
 * @throws ChannelError
 */
export async function getExport(reach: Reach, access: Access, itemId: string): Promise<Uint8Array> {
  const answer = await call(reach, {
    method: 'GET',
    url: urlOf(reach.icalUrl, exportPath(itemId)),
    headers: { accept: 'text/calendar' },
    signal: access.signal,
  });
  if (answer.status === 404 || answer.status === 410) throw refusal(answer, 'gone');
  if (answer.status === 401 || answer.status === 403)
    throw refusal(answer, isPage(answer) ? 'malformed' : 'rejected');
  if (!isSuccess(answer)) throw refusal(answer);
  return answer.bytes;
}

/*
 * Lists are walked by the number of the page. The place to go on from also names what stood on the page before: a channel
 * that answers the same page again and again would else be asked for ever.
 */

const PAGES_MAX = 500;

export type Place = { readonly page: number; readonly before: string | null };

/** @throws ChannelError malformed where the text is not what `nextPlace` wrote */
export function readPlace(page: string | null): Place {
  if (page === null) return { page: 1, before: null };
  const [, number, before] = /^(\d{1,4})\.([\w-]{1,20})$/.exec(page) ?? [];
  if (number === undefined || before === undefined)
    throw malformed('cannot be gone on with: the place is lost');
  return { page: Number(number), before };
}

/**
 * Where the next page begins, or null at the end: nothing says how many there are in all, so the page that is not full is
 * the last. @throws ChannelError malformed where the page repeats the one before
 */
export function nextPlace(place: Place, items: readonly unknown[], perPage: number | null): string | null {
  if (items.length === 0) return null;
  const mark = createHash('sha256').update(JSON.stringify(items)).digest('base64url').slice(0, 16);
  if (mark === place.before) throw malformed('repeats the page before');
  if (items.length < Math.min(PAGE_SIZE, perPage || PAGE_SIZE)) return null;
  if (place.page >= PAGES_MAX) throw malformed('has no end');
  return `${place.page + 1}.${mark}`;
}
