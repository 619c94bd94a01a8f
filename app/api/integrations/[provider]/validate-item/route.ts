import { checkItem } from '#lib/domain/links/check-item.ts';
import { checkItemApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(checkItemApi, ({ ctx, params, body }) => checkItem(ctx, params.provider, body));
