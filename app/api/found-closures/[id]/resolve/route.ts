import { settleFoundClosure } from '#lib/domain/push/settle-found-closure.ts';
import { settleFoundClosureApi } from '#lib/web/api/found-closures.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(settleFoundClosureApi, ({ ctx, params, body }) =>
  settleFoundClosure(ctx, params.id, body),
);
