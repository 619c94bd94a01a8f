import { changeLink, unlink } from '#lib/domain/links/change-link.ts';
import { changeLinkApi, unlinkApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const PATCH = endpoint(changeLinkApi, ({ ctx, params, body }) =>
  changeLink(ctx, params.provider, params.id, body),
);
export const DELETE = endpoint(unlinkApi, ({ ctx, params }) => unlink(ctx, params.provider, params.id));
