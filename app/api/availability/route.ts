import { getAvailability } from '#lib/domain/availability/queries.ts';
import { getAvailabilityApi } from '#lib/web/api/availability.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getAvailabilityApi, ({ ctx, query }) => getAvailability(ctx, query));
