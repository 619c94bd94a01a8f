import { sessionIdOf } from '#lib/auth/session.ts';
import { listSessions } from '#lib/domain/people/queries.ts';
import { listSessionsApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listSessionsApi, async ({ ctx, query, request }) =>
  listSessions(ctx, await sessionIdOf(request, ctx.appUrl), query),
);
