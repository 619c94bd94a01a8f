import type { XmlElement } from './read.ts';

/*
 * Looking into what was read. A name means an element of the same namespace as the one it stands in: what somebody else's
 * namespace calls the same is something else.
 */

/** The children of that name. */
export function all(from: XmlElement | null | undefined, name: string): XmlElement[] {
  if (!from) return [];
  return from.children.filter((child) => child.name === name && child.namespace === from.namespace);
}

/** The first element at the end of the path of names. */
export function first(from: XmlElement | null | undefined, ...path: readonly string[]): XmlElement | null {
  let at = from ?? null;
  for (const name of path) {
    const outer: XmlElement | null = at;
    at = outer?.children.find((child) => child.name === name && child.namespace === outer.namespace) ?? null;
  }
  return at;
}

/** Every element at the end of the path of names. */
export function every(from: XmlElement | null | undefined, ...path: readonly string[]): XmlElement[] {
  let found = from ? [from] : [];
  for (const name of path) {
    const [only] = found;
    found = found.length === 1 && only ? all(only, name) : found.flatMap((one) => all(one, name));
  }
  return found;
}

/** An attribute, trimmed; null where it is not there or empty. */
export function attribute(from: XmlElement | null | undefined, name: string): string | null {
  return from?.attributes.find((one) => one.name === name)?.value.trim() || null;
}

/** Its own text, trimmed; null where there is none. */
export function textOf(from: XmlElement | null | undefined): string | null {
  return from?.text.trim() || null;
}
