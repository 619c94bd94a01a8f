import { takeOverRates } from '#lib/domain/explain/take-over-rates.ts';
import { takeOverRatesApi } from '#lib/web/api/rates.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(takeOverRatesApi, ({ ctx, body }) => takeOverRates(ctx, body));
