import type { Ctx } from '../ctx.ts';

export async function readBack(_ctx: Ctx, _connectionId: string): Promise<Temporal.Instant | null> {
  return null;
}
