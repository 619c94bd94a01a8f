import { toEdit } from '#lib/domain/rates/plan-edit.ts';
import { getRates } from '#lib/domain/rates/read-rates.ts';
import { setRates } from '#lib/domain/rates/set-rates.ts';
import { getRatesApi, setRatesApi } from '#lib/web/api/rates.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getRatesApi, ({ ctx, query }) => getRates(ctx, query));
export const PUT = endpoint(setRatesApi, ({ ctx, query, body }) => setRates(ctx, toEdit(query, body)));
