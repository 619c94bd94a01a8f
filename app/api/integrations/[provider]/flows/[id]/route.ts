import { dropFlow, getFlow } from '#lib/domain/links/flows.ts';
import { dropFlowApi, getFlowApi } from '#lib/web/api/links.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getFlowApi, ({ ctx, params }) => getFlow(ctx, params.provider, params.id));
export const DELETE = endpoint(dropFlowApi, ({ ctx, params }) => dropFlow(ctx, params.provider, params.id));
