import { listArrivals } from '#lib/domain/arrivals/list-arrivals.ts';
import { listArrivalsApi } from '#lib/web/api/arrivals.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listArrivalsApi, ({ ctx, query }) => listArrivals(ctx, query));
