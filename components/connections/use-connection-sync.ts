'use client';

import { useAction } from '#components/api/use-action.ts';
import type { ConnectionState } from '#lib/domain/connections/schemas.ts';
import { syncConnection } from './connection-actions.ts';
import { useFollowedRun } from './use-followed-run.ts';

/** Asks one account now and follows the run; one that somebody else started is followed as well. */
export function useConnectionSync(state: ConnectionState) {
  const action = useAction(syncConnection);
  const { follow, isRunning, run } = useFollowedRun(state, 'connection');
  return {
    start: async () => {
      const done = await action.run(state.provider, state.id);
      if (done) follow(done.value.runId);
    },
    isBusy: action.pending || isRunning,
    problem: action.problem,
    run,
  };
}
