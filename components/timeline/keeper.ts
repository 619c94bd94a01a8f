export type Keeper<Value> = {
  readonly now: () => Value | null;
  readonly keep: (next: Value | null) => void;
  /** @returns what ends it */
  readonly subscribe: (listener: () => void) => () => void;
};

/**
 * One value outside of React, for what changes with every move of a pointer: only what reads a part that is another one now
 * is drawn again. What is kept is replaced, never changed.
 */
export function keeper<Value>(): Keeper<Value> {
  let kept: Value | null = null;
  const listeners = new Set<() => void>();
  return {
    now: () => kept,
    keep(next) {
      if (next === kept) return;
      kept = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The server keeps nothing. */
export const nothingKept = () => null;
