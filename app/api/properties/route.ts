import { createProperty } from '#lib/domain/properties/create-property.ts';
import { listProperties } from '#lib/domain/properties/queries.ts';
import { createPropertyApi, listPropertiesApi } from '#lib/web/api/properties.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listPropertiesApi, ({ ctx, query }) => listProperties(ctx, query));
export const POST = endpoint(createPropertyApi, ({ ctx, body }) => createProperty(ctx, body));
