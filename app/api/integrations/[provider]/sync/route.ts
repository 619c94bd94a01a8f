import { startSync } from '#lib/domain/intake/start-sync.ts';
import { syncConnectionApi } from '#lib/web/api/intake.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(syncConnectionApi, ({ ctx, params, query, body }) =>
  startSync(ctx, params.provider, query.connection, body ?? {}),
);
