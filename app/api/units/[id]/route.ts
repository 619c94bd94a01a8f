import { archiveUnit } from '#lib/domain/properties/archive-unit.ts';
import { getUnit } from '#lib/domain/properties/queries.ts';
import { updateUnit } from '#lib/domain/properties/update-unit.ts';
import { archiveUnitApi, getUnitApi, updateUnitApi } from '#lib/web/api/properties.ts';
import { endpoint } from '#lib/web/endpoint.ts';

export const GET = endpoint(getUnitApi, ({ ctx, params }) => getUnit(ctx, params.id));
export const PATCH = endpoint(updateUnitApi, ({ ctx, params, body }) => updateUnit(ctx, params.id, body));
export const DELETE = endpoint(archiveUnitApi, ({ ctx, params }) => archiveUnit(ctx, params.id));
