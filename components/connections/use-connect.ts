'use client';

import { useEffect, useState } from 'react';
import { ApiError } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import type { ConnectAnswer, ProviderName } from '#lib/domain/connections/schemas.ts';
import { beginConnect } from './connection-actions.ts';
import { MEND } from './failure.ts';

/**
 * A machine account is linked, or refused, in this one call: why not is told on the page where a consent that failed ends.
 * @throws ApiError for every other refusal
 */
async function begin(
  provider: ProviderName,
  returnTo?: string,
): Promise<Pick<ConnectAnswer, 'authorizeUrl'>> {
  try {
    return await beginConnect(provider, returnTo);
  } catch (error) {
    const reason = error instanceof ApiError ? error.problem.details.reason : null;
    const hasPage = typeof reason === 'string' && reason !== 'not_configured' && Object.hasOwn(MEND, reason);
    if (!hasPage) throw error;
    return { authorizeUrl: `/channels/${provider}/failed?reason=${reason}` };
  }
}

/** Leaves for the channel's consent page; pending until the browser has gone, or has come back by its Back button. */
export function useConnect(provider: ProviderName, returnTo?: string) {
  const { run, pending, problem } = useAction(begin);
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
