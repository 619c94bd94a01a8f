import { sessionIdOf } from '#lib/auth/session.ts';
import { beginConnect } from '#lib/domain/connections/begin-connect.ts';
import { beginLink } from '#lib/domain/links/begin-link.ts';
import { connectApi } from '#lib/web/api/connections.ts';
import { connectAnswer, returnPath } from '#lib/web/connect-callback.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(connectApi, async ({ ctx, request, params, body }) => {
  const returnTo = returnPath(body?.returnTo);
  const sessionId = await sessionIdOf(request, ctx.appUrl);
  if (body?.unitId !== undefined || body?.propertyId !== undefined)
    return beginLink(ctx, params.provider, body, { sessionId });
  const begun = await beginConnect(ctx, params.provider, { sessionId, returnTo });
  return connectAnswer(ctx.appUrl, params.provider, begun, returnTo);
});
