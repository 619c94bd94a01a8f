import { previewRates } from '#lib/domain/explain/preview-rates.ts';
import { previewRatesApi } from '#lib/web/api/rates.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(previewRatesApi, ({ ctx, body }) => previewRates(ctx, body));
