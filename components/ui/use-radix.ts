'use client';

import { startTransition, useEffect, useState, useSyncExternalStore } from 'react';

type Radix = typeof import('./radix.ts');

let loaded: Radix | null = null;
let isLoading = false;
const listeners = new Set<() => void>();

/** Fetches what menus and dialogs are made of; twice is once. */
export function loadRadix(): void {
  if (isLoading) return;
  isLoading = true;
  void import('./radix.ts').then(
    (module) => {
      loaded = module;
      for (const listener of listeners) listener();
    },
    () => {
      isLoading = false; // asked for again with the next press
      window.dispatchEvent(new Event('latchkey:offline'));
    },
  );
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const nobody = () => () => {};

/**
 * Null until it is here, which it never is while a page is hydrated. What it makes is then drawn in a transition: it is much at
 * once, and keys are answered meanwhile. A store that tells React by itself is drawn in one piece.
 * @param isWanted whether to fetch it now
 */
export function useRadix(isWanted: boolean): Radix | null {
  const [, redraw] = useState(0);
  useEffect(() => subscribe(() => startTransition(() => redraw((times) => times + 1))), []);
  useEffect(() => {
    if (isWanted) loadRadix();
  }, [isWanted]);
  return useSyncExternalStore(
    nobody,
    () => loaded,
    () => null,
  );
}
