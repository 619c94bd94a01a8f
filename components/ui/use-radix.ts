'use client';

import { useEffect, useSyncExternalStore } from 'react';

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
  return () => listeners.delete(listener);
}

/** Null until it is here, which it never is while a page is hydrated. @param isWanted whether to fetch it now */
export function useRadix(isWanted: boolean): Radix | null {
  useEffect(() => {
    if (isWanted) loadRadix();
  }, [isWanted]);
  return useSyncExternalStore(
    subscribe,
    () => loaded,
    () => null,
  );
}
