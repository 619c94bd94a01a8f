import type { Ctx } from '../ctx.ts';
import { type Asked, readGround } from './ground.ts';
import { leadTimeOf } from './lead-time-rules.ts';
import type { LeadTimeReport } from './schemas.ts';

/** How early guests book, and how long they stay. @throws AppError forbidden, not_found */
export async function readLeadTime(ctx: Ctx, asked: Asked): Promise<LeadTimeReport> {
  const { now, before } = await readGround(ctx, asked);
  return leadTimeOf(now, before);
}
