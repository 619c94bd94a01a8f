'use client';

import { useEffect, useState } from 'react';
import { useAction } from '#components/api/use-action.ts';
import type { ProviderName } from '#lib/domain/connections/schemas.ts';
import { beginConnect } from './connection-actions.ts';

/** Leaves for the channel's consent page; pending until the browser has gone, or has come back by its Back button. */
export function useConnect(provider: ProviderName, returnTo?: string) {
  const { run, pending, problem } = useAction(beginConnect);
  const [isLeaving, setLeaving] = useState(false);

  useEffect(() => {
    const back = () => setLeaving(false);
    window.addEventListener('pageshow', back);
    return () => window.removeEventListener('pageshow', back);
  }, []);

  return {
    go: async () => {
      const done = await run(provider, returnTo);
      if (!done) return;
      setLeaving(true);
      window.location.assign(done.value.authorizeUrl);
    },
    isGoing: pending || isLeaving,
    problem,
  };
}
