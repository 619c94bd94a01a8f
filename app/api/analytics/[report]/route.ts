import { readReport } from '#lib/domain/analytics/read-report.ts';
import { csvOf } from '#lib/domain/analytics/table-rules.ts';
import { csvHeaders } from '#lib/kernel/csv.ts';
import { getReportApi } from '#lib/web/api/analytics.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getReportApi, async ({ ctx, params, query, requestId }) => {
  const report = await readReport(ctx, params.report, query);
  if (query.format === 'json') return report;
  const name = `latchkey-${params.report}-${query.from}-to-${query.to}`;
  return new Response(csvOf(report), { headers: { ...csvHeaders(name), 'x-request-id': requestId } });
});
