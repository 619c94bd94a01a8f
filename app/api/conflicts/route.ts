import { listConflicts } from '#lib/domain/conflicts/queries.ts';
import { listConflictsApi } from '#lib/web/api/conflicts.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listConflictsApi, ({ ctx, query }) => listConflicts(ctx, query));
