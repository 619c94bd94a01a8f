import type { Ctx } from '../ctx.ts';
import { readChannelMix } from './channel-mix.ts';
import { readLeadTime } from './lead-time.ts';
import { readOccupancy } from './occupancy.ts';
import { readRevenue } from './revenue.ts';
import type { Report, ReportName, ReportQuery } from './schemas.ts';
import { readSyncPerformance } from './sync-performance.ts';

/** The report of a name. @throws AppError forbidden, not_found */
export function readReport(ctx: Ctx, report: ReportName, asked: ReportQuery): Promise<Report> {
  const read: Record<ReportName, () => Promise<Report>> = {
    occupancy: () => readOccupancy(ctx, asked),
    revenue: () => readRevenue(ctx, asked),
    'channel-mix': () => readChannelMix(ctx, asked),
    'lead-time': () => readLeadTime(ctx, asked),
    'sync-performance': () => readSyncPerformance(ctx, asked),
  };
  return read[report]();
}
