import { testConnection } from '#lib/domain/connections/test-connection.ts';
import { testConnectionApi } from '#lib/web/api/connections.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(testConnectionApi, ({ ctx, params, query }) =>
  testConnection(ctx, params.provider, query.connection),
);
