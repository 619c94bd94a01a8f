import type { Ctx } from '../ctx.ts';

export async function pollQueues(_ctx: Ctx, _connectionId: string): Promise<Temporal.Instant | null> {
  return null;
}
