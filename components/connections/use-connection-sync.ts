'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { call } from '#components/api/client.ts';
import { useAction } from '#components/api/use-action.ts';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';
import type { Run } from '#lib/domain/runs/schemas.ts';
import { syncConnection } from './connection-actions.ts';

/** Asks one account now and follows the run; one that somebody else started is followed as well. */
export function useConnectionSync(state: ConnectionState) {
  const router = useRouter();
  const [startedId, setStartedId] = useState<string | null>(null);
  const action = useAction(syncConnection);
  const underway = state.runs.find((run) => run.status === 'running')?.id ?? null;
  const runId = startedId ?? underway;
  const progress = useQuery({
    queryKey: ['run', runId],
    queryFn: () => call<Run>('GET', `/api/runs/${runId}`),
    enabled: runId !== null,
    refetchInterval: (query) =>
      query.state.data === undefined || query.state.data.status === 'running' ? 1000 : false,
  });
  const run = runId === null ? null : (progress.data ?? null);
  const status = run?.status ?? null;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the card shows its new state once the run has ended
  useEffect(() => {
    if (runId) router.refresh();
  }, [runId, status, router]);

  return {
    start: async () => {
      const done = await action.run(state.provider, state.id);
      if (done) setStartedId(done.value.runId);
    },
    isBusy:
      action.pending || (runId !== null && !progress.isError && (status === null || status === 'running')),
    problem: action.problem,
    /** The run that is followed: also after its end, where a person started it. */
    run: startedId !== null || status === 'running' ? run : null,
  };
}
