'use client';

import { type ComponentType, useEffect, useState } from 'react';
import { afterPress } from './after-press.ts';

/**
 * A component that is fetched when it is first drawn, and draws nothing until it is here and the press that asked for it
 * has been answered. Not React's `lazy`: for that the nothing is a fallback, and what follows one waits until it was seen for
 * 300 ms, although all of it is here. Not for what the server draws.
 * @param load may be called again after it failed, which the next error boundary is told
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let here: ComponentType<P> | null = null;
  // biome-ignore lint/correctness/noComponentHookFactories: called where a module begins, as `lazy` is, and so one per part
  return function Later(props: P) {
    const [Part, setPart] = useState(() => here);
    useEffect(() => {
      if (Part) return;
      load().then(
        (part) => {
          here = part;
          afterPress(() => setPart(() => part));
        },
        (error: unknown) =>
          setPart(() => {
            throw error;
          }),
      );
    }, [Part]);
    return Part ? <Part {...props} /> : null;
  };
}
