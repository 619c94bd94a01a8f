import { listRuns } from '#lib/domain/runs/queries.ts';
import { listRunsApi } from '#lib/web/api/runs.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listRunsApi, ({ ctx, query }) => listRuns(ctx, query));
