import { createUnit } from '#lib/domain/properties/create-unit.ts';
import { getProperty } from '#lib/domain/properties/queries.ts';
import { createUnitApi, listUnitsApi } from '#lib/web/api/properties.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(listUnitsApi, async ({ ctx, params }) => ({
  items: (await getProperty(ctx, params.id)).units,
  nextCursor: null,
}));
export const POST = endpoint(createUnitApi, ({ ctx, params, body }) => createUnit(ctx, params.id, body));
