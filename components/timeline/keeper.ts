/**
 * One value outside of React, for what changes with every move of a pointer: only what reads a part that is another one now
 * is drawn again. What is kept is replaced, never changed.
 */
export function keeper<Value>() {
  let kept: Value | null = null;
  const listeners = new Set<() => void>();
  return {
    now: (): Value | null => kept,
    keep(next: Value | null): void {
      if (next === kept) return;
      kept = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The server keeps nothing. */
export const nothingKept = () => null;
