import { listLinks } from '#lib/domain/links/list-links.ts';
import { listLinksApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listLinksApi, ({ ctx, params, query }) =>
  listLinks(ctx, params.provider, query.property),
);
