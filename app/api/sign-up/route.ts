import { clientIp, countSignUp } from '#lib/auth/throttle.ts';
import { signUp } from '#lib/domain/people/sign-up.ts';
import { runtime } from '#lib/runtime/runtime.ts';
import { signUpApi } from '#lib/web/api/people.ts';
import { publicEndpoint } from '#lib/web/endpoint.ts';

export const POST = publicEndpoint(signUpApi, async ({ deps, body, request, requestId }) => {
  await countSignUp(clientIp(request.headers));
  const { env } = await runtime();
  return signUp(deps, env.SIGNUP, body, requestId);
});
