'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { readFlow } from './avito-actions.ts';
import { retryOnce } from './use-links.ts';

/**
 * Which unit the way is of that the browser has come back on; once ended, the address forgets it, so that a reload opens
 * nothing. A way that nobody knows any more is told at the first unit.
 */
export function useWayBack(flowId: string | null, firstUnitId: string | null) {
  const [ended, setEnded] = useState<string | null>(null);
  const isOpen = flowId !== null && flowId !== ended;
  const query = useQuery({
    queryKey: ['avito-flow', flowId],
    queryFn: ({ signal }) => readFlow(flowId ?? '', signal),
    enabled: isOpen,
    retry: retryOnce,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  return {
    unitId: !isOpen ? null : (query.data?.unitId ?? firstUnitId),
    end: () => {
      setEnded(flowId);
      const url = new URL(window.location.href);
      url.searchParams.delete('avito');
      if (url.searchParams.get('open') === 'avito') url.searchParams.delete('open');
      window.history.replaceState(null, '', `${url.pathname}${url.search}${url.hash}`);
    },
  };
}
