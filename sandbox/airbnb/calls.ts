import type { Context } from 'hono';
import { z } from 'zod';
import { byAccessToken, isLive } from './authorizations.ts';
import type { AirbnbHost } from './host.ts';
import { ApiError } from './problems.ts';
import type { Account, AirbnbFault, Listing } from './world.ts';

/** What a route of the API is handed besides the request. */
export type ApiEnv = { Bindings: { fault: AirbnbFault | null } };

/** The host for whom the partner calls. Throws ApiError 401 by what is missing, 403 without the scope. */
export function accountOf(host: AirbnbHost, c: Context, scope = 'property_management'): Account {
  if (c.req.header('x-airbnb-api-key') !== host.app.clientId) {
    throw new ApiError(401, 'invalid_api_key', 'X-Airbnb-API-Key is missing or unknown.');
  }
  const token = c.req.header('x-airbnb-oauth-token') ?? '';
  const authorization = byAccessToken(host, token);
  if (!authorization || !isLive(host, authorization, token)) {
    throw new ApiError(401, 'authentication_required', 'The token is missing, expired or revoked.');
  }
  if (!authorization.scopes.includes(scope)) {
    throw new ApiError(403, 'insufficient_scope', `The host did not grant ${scope}.`);
  }
  return host.store.account(authorization.accountId);
}

/** The account's own listing. Throws ApiError 404, for another host's listing too. */
export function listingOf(host: AirbnbHost, account: Account, id: string): Listing {
  const found = host.store.findListing(id);
  if (found?.id === id && found.accountId === account.id) return found;
  throw new ApiError(404, 'record_not_found', `There is no listing ${id}.`);
}

/** Reads a JSON body. Throws ApiError 400 that says which field is wrong. */
export async function readJson<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  let value: unknown;
  try {
    value = JSON.parse(await c.req.text());
  } catch {
    throw new ApiError(400, 'invalid_request', 'The body is not JSON.');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw new ApiError(400, 'invalid_request', z.prettifyError(read.error));
}

const PAGE_MOST = 50;

/** One page by `_limit` and `_offset`, as whole or as broken as the fault wants it. */
export function page<T>(c: Context<ApiEnv>, all: readonly T[]): T[] {
  const limit = Math.min(count(c, '_limit', PAGE_MOST), PAGE_MOST);
  const offset = count(c, '_offset', 0);
  const kind = c.env.fault?.kind;
  if (kind === 'cursor_lost') throw new ApiError(400, 'invalid_request', '_offset is out of range.');
  const from = kind === 'repeat_page' ? Math.max(0, offset - limit) : offset;
  const items = all.slice(from, from + limit);
  return kind === 'half_page' ? items.slice(0, Math.floor(items.length / 2)) : items;
}

function count(c: Context, name: string, otherwise: number): number {
  const text = c.req.query(name);
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw new ApiError(400, 'invalid_request', `${name} must be a number.`);
  return Number(text);
}
