import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import { openapi } from '#lib/web/openapi.ts';

const Schema = z.looseObject({});
const Content = z.record(z.string().regex(/^\w+\/[\w+.-]+$/), z.strictObject({ schema: Schema }));
const Parameter = z.strictObject({
  name: z.string().min(1),
  in: z.enum(['path', 'query']),
  required: z.boolean(),
  schema: Schema,
});
const Operation = z.strictObject({
  operationId: z.string().optional(),
  summary: z.string().min(5),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))).optional(),
  parameters: z.array(Parameter),
  requestBody: z.strictObject({ required: z.boolean(), content: Content }).optional(),
  responses: z.record(
    z.string().regex(/^([2-5]\d\d|default)$/),
    z.strictObject({ description: z.string().min(1), content: Content.optional() }),
  ),
});
const PathItem = z.partialRecord(z.enum(['get', 'post', 'put', 'patch', 'delete']), Operation);
const Document = z.strictObject({
  openapi: z.string().regex(/^3\.1\.\d+$/),
  info: z.strictObject({ title: z.string(), version: z.string(), description: z.string().optional() }),
  servers: z.array(z.strictObject({ url: z.url() })).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  paths: z.record(z.string().regex(/^\/api\/[^?#]*[^/]$/), PathItem),
  components: z.strictObject({
    schemas: z.record(z.string().regex(/^[\w.-]+$/), Schema),
    securitySchemes: z.record(z.string(), z.looseObject({ type: z.enum(['http', 'apiKey']) })),
  }),
});

const raw = openapi(DEFINITIONS, 'https://latchkey.test');
// As a program gets it.
const document = Document.parse(JSON.parse(JSON.stringify(raw)));
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method} ${path}`, path, method, operation })),
);

/** Every object inside, the schemas inside of schemas too. */
function* nodes(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>; // an object that is no array
  for (const inner of Object.values(value)) yield* nodes(inner);
}

describe('the OpenAPI document', () => {
  it('is OpenAPI 3.1 of every definition', () => {
    expect(operations).toHaveLength(DEFINITIONS.length);
  });

  it('names only what it has', () => {
    const refs = [...nodes(document)].flatMap((node) => (typeof node.$ref === 'string' ? [node.$ref] : []));
    expect(refs.length).toBeGreaterThan(0);
    for (const ref of new Set(refs)) {
      expect([ref, Object.keys(document.components.schemas)]).toEqual([
        ref,
        expect.arrayContaining([ref.replace('#/components/schemas/', '')]),
      ]);
    }
    const schemes = new Set(
      operations
        .flatMap(({ operation }) => operation.security ?? [])
        .concat(document.security)
        .flatMap(Object.keys),
    );
    expect([...schemes].filter((name) => !(name in document.components.securitySchemes))).toEqual([]);
  });

  it.each(operations)('has each parameter of its path, required, once: $name', ({ path, operation }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const told = operation.parameters.filter((one) => one.in === 'path');
    expect(told.map(({ name }) => name).sort()).toEqual(inPath.sort());
    expect(told.every(({ required }) => required)).toBe(true);
    const names = operation.parameters.map((one) => `${one.in} ${one.name}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(operations)('says what is sent and what is answered: $name', ({ method, operation }) => {
    if (method === 'get') expect(operation.requestBody).toBeUndefined();
    const [status = ''] = Object.keys(operation.responses).filter((one) => one.startsWith('2'));
    expect(['200', '201', '202', '204']).toContain(status);
    expect(operation.responses.default?.content).toHaveProperty(['application/problem+json']);
    if (status === '204') expect(operation.responses[status]?.content).toBeUndefined();
    const sent = operation.requestBody?.content['application/json']?.schema;
    if (sent)
      expect(Object.keys(sent)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(type|anyOf|oneOf|\$ref)$/)]),
      );
  });

  it('has no query in which a filter was lost', () => {
    const lost = DEFINITIONS.filter(({ query }) => query !== undefined).filter((definition) => {
      const item = document.paths[definition.path];
      const told = item?.[definition.method.toLowerCase() as 'get']?.parameters ?? []; // one of the five methods
      return !told.some((one) => one.in === 'query');
    });
    expect(lost.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
