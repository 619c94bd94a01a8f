import { revokeApiKey } from '#lib/domain/people/revoke-api-key.ts';
import { revokeApiKeyApi } from '#lib/web/api/people.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const DELETE = endpoint(revokeApiKeyApi, ({ ctx, params }) => revokeApiKey(ctx, params.id));
