import { offerItems } from '#lib/domain/links/offer-items.ts';
import { offerItemsApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(offerItemsApi, ({ ctx, params, query }) =>
  offerItems(ctx, params.provider, query.flow),
);
