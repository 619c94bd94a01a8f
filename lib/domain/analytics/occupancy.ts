import type { Ctx } from '../ctx.ts';
import { type Asked, type Ground, readGround } from './ground.ts';
import { countNights, isThere, nightsFromTo, partTimeOf, withShare } from './occupancy-rules.ts';
import type { Base, OccupancyReport } from './schemas.ts';

/** How many of the nights are sold. @throws AppError forbidden, not_found */
export async function readOccupancy(
  ctx: Ctx,
  asked: Asked & { readonly base: Base },
): Promise<OccupancyReport> {
  return occupancyOf(await readGround(ctx, asked), asked.base);
}

export function occupancyOf({ now, before, grain }: Ground, base: Base): OccupancyReport {
  const counted = countNights(now, grain);
  const earlier = before ? countNights(before, grain) : null;
  const was = isThere(now);
  return {
    report: 'occupancy',
    ...nightsFromTo(now.window),
    grain,
    base,
    total: withShare(counted.total, base),
    before: earlier ? withShare(earlier.total, base) : null,
    points: counted.buckets.map(({ tally, ...span }, at) => {
      const then = earlier?.buckets[at];
      return {
        ...nightsFromTo(span),
        ...withShare(tally, base),
        before: then ? withShare(then.tally, base).share : null,
      };
    }),
    units: now.leaves.flatMap((leaf, at) => {
      const [unitId, name, propertyId, property] = leaf;
      const tally = counted.units[at];
      return tally && was(leaf) ? [{ unitId, name, propertyId, property, ...withShare(tally, base) }] : [];
    }),
    partTime: partTimeOf(now),
    waiting: now.waiting,
  };
}
