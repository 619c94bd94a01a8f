import { forcePush } from '#lib/domain/push/force-push.ts';
import { forcePushApi } from '#lib/web/api/push.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(forcePushApi, ({ ctx, params, query, body }) =>
  forcePush(ctx, params.provider, query.connection, body ?? {}),
);
