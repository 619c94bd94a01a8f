'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Problem, toProblem } from '#components/api/client.ts';
import { findFlow, readFlow } from './avito-actions.ts';
import { isOver } from './refusal.ts';
import type { Flow } from './shapes.ts';
import { retryOnce } from './use-links.ts';

/**
 * Where somebody stands on the way. checking: it is being looked up. failed: that did not work. ended: an hour went by, or
 * it was dropped. resume: begun earlier, to go on with or to begin anew.
 */
export type Stage = 'checking' | 'failed' | 'ended' | 'resume' | Flow['step'];

/**
 * The way of one unit to its listing.
 * @param flowId the way that the browser has just come back on; null where the person opens the dialog
 */
export function useFlow(unitId: string, flowId: string | null) {
  const [moved, setMoved] = useState<Stage | null>(null);
  const [isForgotten, setForgotten] = useState(false);
  const query = useQuery({
    queryKey: ['avito-flow', flowId ?? unitId],
    queryFn: ({ signal }) => (flowId ? readFlow(flowId, signal) : findFlow(unitId, signal)),
    retry: retryOnce,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const flow = isForgotten ? null : (query.data ?? null);
  const problem = query.error ? toProblem(query.error) : null;
  return {
    flow,
    stage: moved ?? stageOf(query.isPending, problem, flow, flowId !== null),
    problem,
    again: () => void query.refetch(),
    goTo: setMoved,
    /** Nothing is begun any more. */
    forget: () => {
      setForgotten(true);
      setMoved('authorize');
    },
  };
}

function stageOf(isPending: boolean, problem: Problem | null, flow: Flow | null, cameBack: boolean): Stage {
  if (isPending) return 'checking';
  // An address that was cut short names no way either.
  if (problem) return isOver(problem) || problem.code === 'invalid_input' ? 'ended' : 'failed';
  if (!flow) return 'authorize';
  if (cameBack || flow.step === 'authorize') return flow.step;
  return flow.step === 'done' ? 'authorize' : 'resume';
}
