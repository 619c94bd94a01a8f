import { sessionIdOf } from '#lib/auth/session.ts';
import { relink } from '#lib/domain/links/change-link.ts';
import { relinkApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(relinkApi, async ({ ctx, request, params }) => {
  const sessionId = await sessionIdOf(request, ctx.appUrl);
  return relink(ctx, params.provider, params.id, { sessionId });
});
