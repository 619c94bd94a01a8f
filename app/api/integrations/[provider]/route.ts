import { disconnect } from '#lib/domain/connections/disconnect.ts';
import { getChannel } from '#lib/domain/connections/queries.ts';
import { updateConnection } from '#lib/domain/connections/update-connection.ts';
import { disconnectApi, getChannelApi, updateConnectionApi } from '#lib/web/api/connections.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getChannelApi, ({ ctx, params }) => getChannel(ctx, params.provider));
export const PATCH = endpoint(updateConnectionApi, ({ ctx, params, query, body }) =>
  updateConnection(ctx, params.provider, query.connection, body),
);
export const DELETE = endpoint(disconnectApi, ({ ctx, params, query }) =>
  disconnect(ctx, params.provider, query.connection),
);
