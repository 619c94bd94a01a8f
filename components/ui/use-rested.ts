'use client';

import { startTransition, useEffect, useState } from 'react';

/**
 * What something was when it last stood still: for questions that are not to be asked at every letter or step.
 * @param restMs stillness that counts, milliseconds
 * @param first what stands until then; left out, what it is at the beginning
 */
export function useRested(value: string, restMs: number, first = value): string {
  const [rested, setRested] = useState(first);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setRested(value)), restMs);
    return () => clearTimeout(timer);
  }, [value, restMs]);
  return rested;
}
