/** Names of the fields in which two of a kind differ; all of them where there was none before. */
export function changedKeys<T extends object>(before: T | null, after: T): (keyof T)[] {
  // Object.keys of a type with exactly these keys: both sides are made by the merges above.
  return (Object.keys(after) as (keyof T)[]).filter((key) => !before || !isSame(before[key], after[key]));
}

/** Instants to the millisecond, as they are kept. */
function isSame(a: unknown, b: unknown): boolean {
  if (a instanceof Temporal.Instant && b instanceof Temporal.Instant)
    return a.epochMilliseconds === b.epochMilliseconds;
  return a === b || (isData(a) && isData(b) && canonical(a) === canonical(b));
}

function isData(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Temporal.Instant);
}

/** Postgres keeps the keys of an object in an order of its own. */
function canonical(value: object): string {
  return JSON.stringify(value, (_, part) =>
    isData(part) && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
