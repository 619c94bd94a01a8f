import { restoreRates } from '#lib/domain/rates/restore-rates.ts';
import { restoreRatesApi } from '#lib/web/api/rates.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(restoreRatesApi, ({ ctx, body }) => restoreRates(ctx, body));
