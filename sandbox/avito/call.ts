import type { Target } from '../core/faults.ts';

const RESOURCES = [
  ['POST', /^token\/?$/, 'token'],
  ['GET', /^core\/v1\/accounts\/self\/?$/, 'self'],
  ['GET', /^core\/v1\/items\/?$/, 'items'],
  ['GET', /^core\/v1\/accounts\/\d+\/items\/(?<item>\d+)\/?$/, 'item'],
  ['GET', /^realty\/v1\/accounts\/\d+\/items\/(?<item>\d+)\/bookings\/?$/, 'bookings'],
  ['POST', /^core\/v1\/accounts\/\d+\/items\/(?<item>\d+)\/bookings\/?$/, 'close'],
  ['POST', /^realty\/v1\/accounts\/\d+\/items\/(?<item>\d+)\/prices\/?$/, 'prices'],
  ['POST', /^realty\/v1\/items\/intervals\/?$/, 'intervals'],
  ['POST', /^realty\/v1\/items\/(?<item>\d+)\/base\/?$/, 'base'],
  ['GET', /^calendars-export\/\d+\/\d+\/(?<item>\d+)\.ics$/, 'calendar'],
] as const;
export type Resource = (typeof RESOURCES)[number][2] | 'unknown';

/** One request as limits, faults and the log see it. */
export type Call = Required<Target> & {
  readonly resource: Resource;
  readonly token: string;
  /** Of the adverts' list, from 1. */
  readonly page: number;
  /** An error of the advert is answered as if there were none. */
  readonly skipsErrors: boolean;
};

/** `name` is the advert the request is about, '' for none: from the path, or from the body. */
export function callOf(request: Request, body: string): Call {
  const url = new URL(request.url);
  const path = url.pathname.replace(/^\/avito\/?/, '');
  const method = request.method === 'HEAD' ? 'GET' : request.method;
  const known = RESOURCES.find(([verb, pattern]) => verb === method && pattern.test(path));
  const item = known?.[1].exec(path)?.groups?.item;
  return {
    resource: known?.[2] ?? 'unknown',
    name: item ?? /"item_id"\s*:\s*"?(\d+)/.exec(body)?.[1] ?? '',
    path: url.pathname,
    method: request.method,
    token: tokenIn(request.headers.get('authorization')),
    page: Number(url.searchParams.get('page') ?? 1) || 1,
    skipsErrors: url.searchParams.get('skip_error') === 'true',
  };
}

export function tokenIn(header: string | null | undefined): string {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1] ?? '';
}
