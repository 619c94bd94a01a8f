import { getConflict } from '#lib/domain/conflicts/queries.ts';
import { getConflictApi } from '#lib/web/api/conflicts.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getConflictApi, ({ ctx, params }) => getConflict(ctx, params.id));
