import type { Ctx, Deps } from '#lib/domain/ctx.ts';

export type Authenticated = { readonly ctx: Ctx; readonly by: 'session' | 'api_key' };

/** Placeholder until sign-in stands: nobody is known. */
export async function authenticate(
  _request: Request,
  _deps: Deps,
  _requestId: string,
): Promise<Authenticated | null> {
  return null;
}
