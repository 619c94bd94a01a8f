import { explainNight } from '#lib/domain/explain/explain-night.ts';
import { explainNightApi } from '#lib/web/api/availability.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(explainNightApi, ({ ctx, query }) => explainNight(ctx, query));
