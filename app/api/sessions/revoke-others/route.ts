import { sessionIdOf } from '#lib/auth/session.ts';
import { revokeOtherSessions } from '#lib/domain/people/revoke-session.ts';
import { revokeOtherSessionsApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(revokeOtherSessionsApi, async ({ ctx, request }) =>
  revokeOtherSessions(ctx, await sessionIdOf(request, ctx.appUrl)),
);
