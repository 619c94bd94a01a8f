import { updateBlock } from '#lib/domain/blocks/update.ts';
import { updateBlockApi } from '#lib/web/api/blocks.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const PATCH = endpoint(updateBlockApi, ({ ctx, params, body }) => updateBlock(ctx, params.id, body));
