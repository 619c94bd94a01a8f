import { finishLink } from '#lib/domain/links/finish-link.ts';
import { finishLinkApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const POST = endpoint(finishLinkApi, ({ ctx, params, body }) =>
  finishLink(ctx, params.provider, body),
);
