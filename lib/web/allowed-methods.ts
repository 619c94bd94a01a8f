import { DEFINITIONS } from './api/all.ts';
import type { Definition } from './define.ts';

/** An address that other programs know; next.config.mjs rewrites it. */
const OTHER_PREFIX = /^\/api\/v1\/integrations(?=\/)/;

/** What a path of the API is read and written by, or null for a path that no definition has. */
export function allowedMethods(
  pathname: string,
  definitions: readonly Pick<Definition, 'method' | 'path'>[] = DEFINITIONS,
): string[] | null {
  const segments = pathname.replace(OTHER_PREFIX, '/api/integrations').split('/');
  const here = definitions.filter(({ path }) => matches(path.split('/'), segments));
  // A literal name is looked at before a parameter, as Next does: `external/preview` is no calendar's id.
  const literal = here.filter(({ path }) => !path.split('/').at(-1)?.startsWith('{'));
  const methods = (literal.length > 0 ? literal : here).map(({ method }) => method);
  if (methods.length === 0) return null;
  return methods.includes('GET') ? ['HEAD', ...methods].sort() : methods.sort();
}

function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  if (pattern.length !== segments.length) return false;
  return pattern.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]));
}
