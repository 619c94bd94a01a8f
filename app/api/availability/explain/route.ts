import { explainNight } from '#lib/domain/availability/explain.ts';
import { explainNightApi } from '#lib/web/api/availability.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(explainNightApi, ({ ctx, query }) => explainNight(ctx, query));
