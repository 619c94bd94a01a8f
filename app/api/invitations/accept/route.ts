import { findSession, sessionIdOf } from '#lib/auth/session.ts';
import { clientIp, countAttempt } from '#lib/auth/throttle.ts';
import { acceptInvitation } from '#lib/domain/people/accept-invitation.ts';
import { acceptInvitationApi } from '#lib/web/api/people.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const POST = publicEndpoint(acceptInvitationApi, async ({ deps, body, request, requestId }) => {
  const attempt = await countAttempt(clientIp(request.headers), body.token);
  const sessionId = await sessionIdOf(request, deps.appUrl);
  const signedIn = sessionId === null ? null : await findSession(deps, sessionId);
  const accepted = await acceptInvitation(deps, body, signedIn?.user.id ?? null, requestId);
  await attempt.succeeded();
  return accepted;
});
