import { listDeliveries } from '#lib/domain/deliveries/queries.ts';
import { listDeliveriesApi } from '#lib/web/api/deliveries.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listDeliveriesApi, ({ ctx, query }) => listDeliveries(ctx, query));
