import type { Target } from '../core/faults.ts';

/** One request as limits, faults and the log see it. */
export type Call = Required<Target> & {
  /** The first word of the path: `listings`, `reservations`, `authorizations`… */
  readonly resource: string;
  readonly token: string;
  readonly isList: boolean;
  readonly offset: number;
  readonly buckets: readonly (readonly [string, string])[];
};

/** `name` is the listing the request is about, '' for none: from the path, the query or the body. */
export function callOf(request: Request, body: string): Call {
  const url = new URL(request.url);
  const [first = '', second = '', ...rest] = url.pathname.replace(/^\/airbnb\/v2\/?/, '').split('/');
  const resource = first === 'oauth2' ? 'authorizations' : first;
  const token = request.headers.get('x-airbnb-oauth-token') ?? '';
  const ofPath = first === 'reservations' || first === 'oauth2' || first === 'users' ? '' : second;
  return {
    resource,
    name: ofPath || url.searchParams.get('listing_id') || listingIn(body),
    path: url.pathname,
    method: request.method,
    token,
    isList: request.method === 'GET' && second === '' && rest.length === 0,
    offset: Number(url.searchParams.get('_offset') ?? 0) || 0,
    buckets: [['endpoint', resource], [resource, 'all'], ...(token ? [['token', token] as const] : [])],
  };
}

function listingIn(body: string): string {
  return /"listing_id"\s*:\s*"?(\d+)/.exec(body)?.[1] ?? '';
}
