/** Slices of at most `size`, in order: one statement takes at most 65,535 parameters. */
export function* chunksOf<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
