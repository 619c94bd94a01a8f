import { globSync, readFileSync } from 'node:fs';
import { dirname, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFINITIONS } from '#lib/web/api/all.ts';
import type { Definition } from '#lib/web/define.ts';

/** Routes that are no endpoint of the API: next-auth's own, the document itself, and the answer to everything else. */
const APART = ['/api/auth/{...nextauth}', '/api/openapi.json', '/api/{[...unknown]}'];

const ROUTES = globSync('app/api/**/route.ts').map((file) => ({
  file,
  path: dirname(file)
    .split(sep)
    .join('/')
    .replace(/^app/, '')
    .replace(/\[(.+?)\](?=\/|$)/g, '{$1}'),
  source: readFileSync(file, 'utf8'),
}));
const ENDPOINTS = ROUTES.filter(({ path }) => !APART.includes(path));

/** `export const GET = endpoint(listThingsApi, …)` → ['GET', 'listThingsApi'] */
function handlersOf(source: string): [string, string][] {
  const handler = /export const (\w+) = (?:endpoint|publicEndpoint)\(\s*(\w+)/g;
  return [...source.matchAll(handler)].map(([, method = '', name = '']) => [method, name]);
}

async function definitionsByName(): Promise<Map<string, Definition>> {
  const files = globSync('lib/web/api/*.ts').filter((file) => !/(all|paging|\.test)\.ts$/.test(file));
  const modules: object[] = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ pathToFileURL(file).href)),
  );
  return new Map(modules.flatMap((module) => Object.entries(module)));
}

describe('a route', () => {
  it.each(ENDPOINTS)('answers what its definition says, at its own path: $path', async ({ path, source }) => {
    const named = await definitionsByName();
    const handlers = handlersOf(source);
    expect(handlers.length).toBeGreaterThan(0);
    for (const [method, name] of handlers) {
      const definition = named.get(name);
      expect([name, definition?.path, definition?.method]).toEqual([name, path, method]);
      expect(DEFINITIONS).toContain(definition);
    }
  });

  it.each(ENDPOINTS)(
    'exports no method that the OpenAPI document does not know: $path',
    ({ path, source }) => {
      const exported = [...source.matchAll(/export (?:const|async function|function) (\w+)/g)].map(
        ([, name]) => name,
      );
      const known = DEFINITIONS.filter((one) => one.path === path).map(({ method }) => method);
      // Refusals, and HEAD where it is not what Next would make of GET.
      const beside = [...source.matchAll(/export const (\w+) = (?:methodNotAllowed|GET);/g)].map(
        ([, name]) => name,
      );
      expect(exported.filter((name) => !beside.includes(name)).sort()).toEqual(known.sort());
    },
  );

  it('stands where every definition says that there is one', () => {
    const paths = ROUTES.map(({ path }) => path);
    expect(DEFINITIONS.map(({ path }) => path).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it('is named once for each method', () => {
    const names = DEFINITIONS.map(({ method, path }) => `${method} ${path}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('has one name for the parameter of a level: two build, and kill the server when it starts', () => {
    const levels = new Map<string, Set<string>>();
    for (const { path } of ROUTES) {
      path.split('/').forEach((part, at, parts) => {
        if (!part.startsWith('{') || part.includes('...')) return;
        const above = parts.slice(0, at).join('/');
        levels.set(above, (levels.get(above) ?? new Set()).add(part));
      });
    }
    expect([...levels].filter(([, names]) => names.size > 1)).toEqual([]);
  });
});
