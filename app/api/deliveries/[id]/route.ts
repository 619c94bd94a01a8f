import { getDelivery } from '#lib/domain/deliveries/queries.ts';
import { getDeliveryApi } from '#lib/web/api/deliveries.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getDeliveryApi, ({ ctx, params }) => getDelivery(ctx, params.id));
