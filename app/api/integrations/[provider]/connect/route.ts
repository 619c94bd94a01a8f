import { sessionIdOf } from '#lib/auth/session.ts';
import { beginConnect } from '#lib/domain/connections/begin-connect.ts';
import { connectApi } from '#lib/web/api/connections.ts';
import { returnPath } from '#lib/web/connect-callback.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(connectApi, async ({ ctx, request, params, body }) =>
  beginConnect(ctx, params.provider, {
    sessionId: await sessionIdOf(request, ctx.appUrl),
    returnTo: returnPath(body?.returnTo),
  }),
);
