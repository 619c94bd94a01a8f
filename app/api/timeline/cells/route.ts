import { getCells } from '#lib/domain/explain/cells.ts';
import { getCellsApi } from '#lib/web/api/availability.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getCellsApi, ({ ctx, query }) => getCells(ctx, query));
