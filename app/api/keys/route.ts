import { createApiKey } from '#lib/domain/people/create-api-key.ts';
import { listApiKeys } from '#lib/domain/people/queries.ts';
import { createApiKeyApi, listApiKeysApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listApiKeysApi, ({ ctx, query }) => listApiKeys(ctx, query));
export const POST = endpoint(createApiKeyApi, ({ ctx, body }) => createApiKey(ctx, body));
