import { getChannelNights } from '#lib/domain/explain/channel-nights.ts';
import { getChannelNightsApi } from '#lib/web/api/rates.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getChannelNightsApi, ({ ctx, query }) => getChannelNights(ctx, query));
