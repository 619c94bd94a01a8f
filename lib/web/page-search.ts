import type { z } from 'zod';

export type Search = Record<string, string | string[] | undefined>;

/**
 * The query of a page as a filter. What a person typed into the address bar may be anything: the fields that make no
 * sense are left out and named, the rest counts.
 * @returns dropped: names of fields that were left out
 */
export function readSearch<S extends z.ZodType>(
  schema: S,
  search: Search,
): { value: z.output<S> | null; dropped: string[] } {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(search)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined && first !== '' && !first.includes('\u0000')) fields[name] = first;
  }
  const dropped: string[] = [];
  for (let attempt = 0; attempt < 10; attempt++) {
    const parsed = schema.safeParse(fields);
    if (parsed.success) return { value: parsed.data, dropped };
    for (const issue of parsed.error.issues) {
      const name = String(issue.path[0] ?? '');
      if (name in fields) dropped.push(name);
      delete fields[name];
    }
  }
  return { value: null, dropped };
}
