import type { Ctx } from '../ctx.ts';

export type Pushed = { readonly nextAt: Temporal.Instant | null; readonly reason: string | null };

export async function pushConnection(_ctx: Ctx, _connectionId: string): Promise<Pushed> {
  return { nextAt: null, reason: null };
}
