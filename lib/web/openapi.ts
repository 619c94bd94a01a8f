import { z } from 'zod';
import type { Definition } from './define.ts';

const PROBLEM = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  requestId: z.string(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

function shape(schema: z.ZodType, io: 'input' | 'output'): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}

function parameters(schema: z.ZodType | undefined, place: 'path' | 'query'): object[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: place,
    required: place === 'path' || !(field as z.ZodType).safeParse(undefined).success, // a zod shape holds zod types
    schema: shape(field as z.ZodType, 'input'),
  }));
}

function operation(definition: Definition): object {
  const problem = {
    description: 'What went wrong, why, and its request id',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary: definition.summary,
    tags: [definition.tag],
    ...(definition.can === 'public' ? { security: [] } : {}),
    parameters: [...parameters(definition.params, 'path'), ...parameters(definition.query, 'query')],
    ...(definition.body
      ? {
          requestBody: {
            required: !definition.body.safeParse(undefined).success,
            content: { 'application/json': { schema: shape(definition.body, 'input') } },
          },
        }
      : {}),
    responses: {
      [definition.status]: {
        description: definition.summary,
        ...(definition.answer
          ? {
              content: {
                'application/json': { schema: shape(definition.answer, 'output') },
                ...(definition.alsoCsv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
              },
            }
          : {}),
      },
      default: problem,
    },
  };
}

/** The OpenAPI 3.1 document of the definitions that the routes themselves parse with. */
export function openapi(definitions: readonly Definition[], appUrl: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const definition of definitions) {
    const entry = paths[definition.path] ?? {};
    entry[definition.method.toLowerCase()] = operation(definition);
    paths[definition.path] = entry;
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Latchkey',
      version: '1',
      description:
        'One truth about every night of every unit. Dates are local, ranges half-open, money integer minor units.',
    },
    servers: [{ url: appUrl }],
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      schemas: { Problem: shape(PROBLEM, 'output') },
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
    },
  };
}
