import { listConnectionStates } from '#lib/domain/connections/queries.ts';
import { listConnectionsApi } from '#lib/web/api/connections.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listConnectionsApi, ({ ctx }) => listConnectionStates(ctx));
