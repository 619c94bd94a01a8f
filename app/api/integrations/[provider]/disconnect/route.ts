import { previewDisconnect } from '#lib/domain/connections/disconnect.ts';
import { previewDisconnectApi } from '#lib/web/api/connections.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(previewDisconnectApi, ({ ctx, params, query }) =>
  previewDisconnect(ctx, params.provider, query.connection),
);
