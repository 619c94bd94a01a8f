'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useState } from 'react';
import { type Problem, toProblem } from './client.ts';

/**
 * Runs a write: one at a time, its refusal kept for the screen, the page read again once it is done.
 * @returns run resolves to the answer, or null where it was refused
 */
export function useAction<A extends unknown[], T>(work: (...args: A) => Promise<T>) {
  const router = useRouter();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  const run = useCallback(
    async (...args: A): Promise<{ value: T } | null> => {
      setPending(true);
      setProblem(null);
      try {
        const value = await work(...args);
        router.refresh();
        return { value };
      } catch (error) {
        setProblem(toProblem(error));
        return null;
      } finally {
        setPending(false);
      }
    },
    [work, router],
  );
  return { run, pending, problem, clear: useCallback(() => setProblem(null), []) };
}
