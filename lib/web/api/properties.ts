import { z } from 'zod';
import { Property, PropertyId, PropertyInput } from '#lib/domain/properties/schemas.ts';
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
