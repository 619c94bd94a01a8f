import { z } from 'zod';
import { Report, ReportName, ReportQuery } from '#lib/domain/analytics/schemas.ts';
import { define } from '../define.ts';

export const getReportApi = define({
  method: 'GET',
  path: '/api/analytics/{report}',
  summary:
    'A report on a time: occupancy, revenue, channel-mix, lead-time or sync-performance. Currencies are never added up; nights are those of units that sell, a whole house being its rooms',
  tag: 'Reports',
  can: 'reservation.read',
  params: z.object({ report: ReportName }),
  query: ReportQuery,
  status: 200,
  answer: Report,
  alsoCsv: true,
});
