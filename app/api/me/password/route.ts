import { sessionIdOf } from '#lib/auth/session.ts';
import { clientIp, countAttempt } from '#lib/auth/throttle.ts';
import { changePassword } from '#lib/domain/people/change-password.ts';
import { changePasswordApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(changePasswordApi, async ({ ctx, body, request }) => {
  const attempt = await countAttempt(clientIp(request.headers), ctx.actor.id ?? '');
  await changePassword(ctx, await sessionIdOf(request, ctx.appUrl), body);
  await attempt.succeeded();
});
