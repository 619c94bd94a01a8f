import { getChannel } from '#lib/domain/connections/queries.ts';
import { getChannelStatusApi } from '#lib/web/api/connections.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getChannelStatusApi, ({ ctx, params }) => getChannel(ctx, params.provider));
