'use client';

import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { call } from '#components/api/client.ts';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';
import type { Run, RunKind } from '#lib/domain/runs/schemas.ts';

/** Follows an account's run of one kind to its end: the one that a person started here, or one that is under way. */
export function useFollowedRun(state: ConnectionState, kind: RunKind) {
  const router = useRouter();
  const [startedId, setStartedId] = useState<string | null>(null);
  const underway = state.runs.find((run) => run.kind === kind && run.status === 'running')?.id ?? null;
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
    follow: setStartedId,
    isRunning: runId !== null && !progress.isError && (status === null || status === 'running'),
    /** The run that is followed: also after its end, where a person started it. */
    run: startedId !== null || status === 'running' ? run : null,
  };
}
