import { getRateGrid } from '#lib/domain/explain/rate-grid.ts';
import { getRateGridApi } from '#lib/web/api/rates.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getRateGridApi, ({ ctx, query }) => getRateGrid(ctx, query));
