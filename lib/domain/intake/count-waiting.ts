import type { Ctx } from '../ctx.ts';
import { listWaiting } from './list-waiting.ts';

/** More than this is shown as this: nobody counts further. */
const MOST = 999;

/** How many things that channels told wait for a person. Two round trips at once. */
export async function countWaiting(ctx: Ctx): Promise<number> {
  return (await listWaiting(ctx, { limit: MOST })).items.length;
}
