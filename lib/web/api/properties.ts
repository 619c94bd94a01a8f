import { z } from 'zod';
import {
  Property,
  PropertyId,
  PropertyInput,
  PropertyPatch,
  Unit,
  UnitDetail,
  UnitId,
  UnitInput,
  UnitPatch,
} from '#lib/domain/properties/schemas.ts';
import { define } from '../define.ts';
import { Paging, page } from './paging.ts';

const tag = 'Properties';

export const listPropertiesApi = define({
  method: 'GET',
  path: '/api/properties',
  summary: 'Properties with their units',
  tag,
  can: 'property.read',
  query: Paging,
  status: 200,
  answer: page(Property),
});

export const createPropertyApi = define({
  method: 'POST',
  path: '/api/properties',
  summary: 'Make a property and its first unit',
  tag,
  can: 'property.write',
  body: PropertyInput,
  status: 201,
  answer: Property,
});

export const getPropertyApi = define({
  method: 'GET',
  path: '/api/properties/{id}',
  summary: 'One property',
  tag,
  can: 'property.read',
  params: z.object({ id: PropertyId }),
  status: 200,
  answer: Property,
});

export const updatePropertyApi = define({
  method: 'PATCH',
  path: '/api/properties/{id}',
  summary: 'Change a property',
  tag,
  can: 'property.write',
  params: z.object({ id: PropertyId }),
  body: PropertyPatch,
  status: 200,
  answer: Property,
});

export const archivePropertyApi = define({
  method: 'DELETE',
  path: '/api/properties/{id}',
  summary: 'Take a property and its units out of use; refused while guests are to come',
  tag,
  can: 'property.write',
  params: z.object({ id: PropertyId }),
  status: 204,
});

export const listUnitsApi = define({
  method: 'GET',
  path: '/api/properties/{id}/units',
  summary: 'The units of a property',
  tag,
  can: 'property.read',
  params: z.object({ id: PropertyId }),
  status: 200,
  answer: page(Unit),
});

export const createUnitApi = define({
  method: 'POST',
  path: '/api/properties/{id}/units',
  summary: 'Add a unit to a property',
  tag,
  can: 'property.write',
  params: z.object({ id: PropertyId }),
  body: UnitInput,
  status: 201,
  answer: UnitDetail,
});

export const getUnitApi = define({
  method: 'GET',
  path: '/api/units/{id}',
  summary: 'One unit',
  tag,
  can: 'property.read',
  params: z.object({ id: UnitId }),
  status: 200,
  answer: UnitDetail,
});

export const updateUnitApi = define({
  method: 'PATCH',
  path: '/api/units/{id}',
  summary: 'Change a unit: name, preparation nights, the composite it is a part of',
  tag,
  can: 'property.write',
  params: z.object({ id: UnitId }),
  body: UnitPatch,
  status: 200,
  answer: UnitDetail,
});

export const archiveUnitApi = define({
  method: 'DELETE',
  path: '/api/units/{id}',
  summary: 'Take a unit out of use; refused while guests are to come',
  tag,
  can: 'property.write',
  params: z.object({ id: UnitId }),
  status: 204,
});
