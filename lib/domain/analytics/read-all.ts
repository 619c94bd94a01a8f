import type { Ctx } from '../ctx.ts';
import { channelMixOf } from './channel-mix-rules.ts';
import { type Asked, readGround } from './ground.ts';
import { leadTimeOf } from './lead-time-rules.ts';
import { occupancyOf } from './occupancy.ts';
import { revenueOf } from './revenue-rules.ts';
import type {
  ChannelMixReport,
  LeadTimeReport,
  OccupancyReport,
  ReportQuery,
  RevenueReport,
} from './schemas.ts';

export type NightReports = {
  readonly occupancy: OccupancyReport;
  readonly revenue: RevenueReport;
  readonly mix: ChannelMixReport;
  readonly lead: LeadTimeReport;
};

/** The four reports on nights from one reading. @throws AppError forbidden, not_found */
export async function readNightReports(
  ctx: Ctx,
  asked: Asked & Pick<ReportQuery, 'base' | 'money'>,
): Promise<NightReports> {
  const ground = await readGround(ctx, asked);
  const { now, before, grain } = ground;
  return {
    occupancy: occupancyOf(ground, asked.base),
    revenue: revenueOf(now, before, { grain, money: asked.money }),
    mix: channelMixOf(now, before, asked.money),
    lead: leadTimeOf(now, before),
  };
}
