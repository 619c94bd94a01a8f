import { readFeedApi } from '#lib/web/api/feeds.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';
import { methodNotAllowed, serveFeed } from '#lib/web/feed.ts';

export const GET = publicEndpoint(readFeedApi, ({ deps, request, params, query }) =>
  serveFeed(deps, request, params.id, query.token),
);
// Left out, Next would answer these itself: HEAD by a whole GET that counts as a fetch, OPTIONS with 204.
export const HEAD = GET;
export const POST = methodNotAllowed;
export const PUT = methodNotAllowed;
export const PATCH = methodNotAllowed;
export const DELETE = methodNotAllowed;
export const OPTIONS = methodNotAllowed;
