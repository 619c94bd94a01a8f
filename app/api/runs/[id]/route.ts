import { getRun } from '#lib/domain/runs/queries.ts';
import { getRunApi } from '#lib/web/api/runs.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getRunApi, ({ ctx, params }) => getRun(ctx, params.id));
