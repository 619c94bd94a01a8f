import { settleWaiting } from '#lib/domain/intake/settle-waiting.ts';
import { settleWaitingApi } from '#lib/web/api/intake.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(settleWaitingApi, ({ ctx, params, body }) =>
  settleWaiting(ctx, params.id, body),
);
