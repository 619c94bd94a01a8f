import { listMappings } from '#lib/domain/mappings/list-mappings.ts';
import { saveMappings } from '#lib/domain/mappings/save-mappings.ts';
import { listMappingsApi, saveMappingsApi } from '#lib/web/api/mappings.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listMappingsApi, ({ ctx, params, query }) =>
  listMappings(ctx, params.provider, query),
);
export const PUT = endpoint(saveMappingsApi, ({ ctx, params, query, body }) =>
  saveMappings(ctx, params.provider, query.connection ?? null, body),
);
