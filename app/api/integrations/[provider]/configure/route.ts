import { configureChannel } from '#lib/domain/connections/configure.ts';
import { configureChannelApi } from '#lib/web/api/connections.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(configureChannelApi, ({ ctx, params, query, body }) =>
  configureChannel(ctx, params.provider, body, query.connection),
);
