import { resolveConflict } from '#lib/domain/reservations/resolve-conflict.ts';
import { resolveConflictApi } from '#lib/web/api/conflicts.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(resolveConflictApi, ({ ctx, params, body }) =>
  resolveConflict(ctx, params.id, body),
);
