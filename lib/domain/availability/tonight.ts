import { addNights, todayIn } from '#lib/kernel/nights.ts';
import type { Ctx } from '../ctx.ts';
import { commonestZone } from '../properties/commonest-zone.ts';
import type { Timeline } from './schemas.ts';
import { readTimeline } from './timeline.ts';

/** Every unit and what stands on it tonight, in the zone of most properties. Two reads, the second of which needs the first. */
export async function readTonight(ctx: Ctx): Promise<{ timeline: Timeline; today: string }> {
  const today = todayIn(await commonestZone(ctx), ctx.clock.now());
  const timeline = await readTimeline(ctx, { from: today, to: addNights(today, 1) });
  return { timeline, today: today.toString() };
}
