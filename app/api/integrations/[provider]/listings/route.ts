import { listListings } from '#lib/domain/mappings/list-listings.ts';
import { listListingsApi } from '#lib/web/api/mappings.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listListingsApi, ({ ctx, params, query }) =>
  listListings(ctx, params.provider, query),
);
