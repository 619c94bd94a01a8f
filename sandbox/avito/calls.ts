import type { Context } from 'hono';
import type { z } from 'zod';
import { type NightRange, NightSchema, nightsBetween } from '#lib/kernel/nights.ts';
import { byAccessToken, isExpired } from './authorizations.ts';
import { tokenIn } from './call.ts';
import { type AvitoHost, today } from './host.ts';
import { ApiError, invalid, unauthorized } from './problems.ts';
import type { Account, AvitoFault, Item } from './world.ts';

/** What a route of the API is handed besides the request. */
export type ApiEnv = { Bindings: { fault: AvitoFault | null } };

const NIGHTS_MOST = 1_200;

/** Whose token it is. Throws ApiError 401 or 403 by what is wrong with it, 403 without the scope. */
export function accountOf(host: AvitoHost, c: Context, scope: string): Account {
  const token = tokenIn(c.req.header('authorization'));
  const held = byAccessToken(host, token);
  if (!held || held.revokedAt) throw unauthorized(401, 'invalid access token');
  if (isExpired(host, held, token)) {
    throw unauthorized(Number(host.settings.expired), 'token_expired: access token has expired');
  }
  if (!held.scopes.includes(scope)) throw new ApiError(403, `Недостаточно прав: нужен доступ ${scope}`);
  return host.store.account(held.accountId);
}

/** The account that a path names, which must be that of the token. Throws ApiError 403. */
export function accountAt(host: AvitoHost, c: Context, scope: string): Account {
  const account = accountOf(host, c, scope);
  if (c.req.param('user') !== account.id) throw new ApiError(403, 'Доступ запрещён');
  return account;
}

/** An advert of the account. Throws ApiError 404, and 403 for that of another. */
export function itemOf(host: AvitoHost, account: Account, id: string): Item {
  const found = host.store.state.items.find((one) => one.id === id);
  if (!found) throw new ApiError(404, 'Объявление не найдено');
  if (found.accountId !== account.id) throw new ApiError(403, 'Пользователь не владеет объявлением');
  return found;
}

/** Reads a JSON body. Throws ApiError 400 where it is none, 422 that says which fields are wrong. */
export async function readJson<T extends z.ZodType>(c: Context, schema: T): Promise<z.output<T>> {
  let value: unknown;
  try {
    value = JSON.parse(await c.req.text());
  } catch {
    throw new ApiError(400, 'Тело запроса — не JSON');
  }
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw invalid(
    Object.fromEntries(read.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message])),
  );
}

/** A date of the query. Throws ApiError 422 where it is missing or none. */
export function dateOf(c: Context, name: string) {
  const read = NightSchema.safeParse(c.req.query(name) ?? '');
  if (read.success) return read.data;
  throw invalid({ [name]: 'обязательное поле, YYYY-MM-DD' });
}

/** A range as Avito takes it: not before today, not backwards, not endless. Throws ApiError 422. */
export function checked(host: AvitoHost, range: NightRange, names: { from: string; to: string }): NightRange {
  if (range.checkIn < today(host)) throw invalid({ [names.from]: 'дата не может быть в прошлом' });
  if (range.checkOut <= range.checkIn) throw invalid({ [names.to]: `должно быть позже ${names.from}` });
  if (nightsBetween(range.checkIn, range.checkOut) > NIGHTS_MOST) {
    throw invalid({ [names.to]: `не более ${NIGHTS_MOST} ночей` });
  }
  return range;
}

/** Ranges may touch, not overlap. Throws ApiError 422. */
export function refuseOverlap(name: string, ranges: readonly NightRange[]): void {
  const sorted = [...ranges].sort((a, b) => (a.checkIn < b.checkIn ? -1 : 1));
  for (const [at, range] of sorted.entries()) {
    const next = sorted[at + 1];
    if (next && next.checkIn < range.checkOut) throw invalid({ [name]: 'интервалы пересекаются' });
  }
}
