import { archiveProperty } from '#lib/domain/properties/archive-property.ts';
import { getProperty } from '#lib/domain/properties/queries.ts';
import { updateProperty } from '#lib/domain/properties/update-property.ts';
import { archivePropertyApi, getPropertyApi, updatePropertyApi } from '#lib/web/api/properties.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getPropertyApi, ({ ctx, params }) => getProperty(ctx, params.id));
export const PATCH = endpoint(updatePropertyApi, ({ ctx, params, body }) =>
  updateProperty(ctx, params.id, body),
);
export const DELETE = endpoint(archivePropertyApi, ({ ctx, params }) => archiveProperty(ctx, params.id));
