import { findOpenFlow } from '#lib/domain/links/flows.ts';
import { findOpenFlowApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(findOpenFlowApi, ({ ctx, params, query }) =>
  findOpenFlow(ctx, params.provider, query.unit),
);
