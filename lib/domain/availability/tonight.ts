import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import type { Timeline } from './schemas.ts';
import { readTimeline } from './timeline.ts';

/**
 * Every unit and what stands on it tonight, by whichever clock a property goes: somewhere it is yesterday still, somewhere
 * tomorrow already. One read.
 * @returns `atMs`: the time that "tonight" is counted from, in milliseconds since 1970
 */
export async function readTonight(ctx: Ctx): Promise<{ timeline: Timeline; atMs: number }> {
  const now = ctx.clock.now();
  const today = todayIn('UTC', now);
  const timeline = await readTimeline(ctx, { from: addNights(today, -1), to: addNights(today, 2) });
  return { timeline, atMs: now.epochMilliseconds };
}
