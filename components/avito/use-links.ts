'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ApiError, toProblem } from '#components/api/client.ts';
import { useIsLive } from '#components/api/live.ts';
import { readLinks } from './avito-actions.ts';

/** While a sync runs somebody watches it end. */
const SOON_MS = 1_500;
/** The last sync moves every few seconds without any news. */
const LIVE_MS = 20_000;
const BY_ITSELF_MS = 10_000;

const keyOf = (propertyId: string) => ['avito-links', propertyId];

/**
 * The links of a property, kept as new as the server knows them.
 * @param readAt when the page around it was last read: it is whenever something new is told
 */
export function useLinks(propertyId: string, readAt: string) {
  const client = useQueryClient();
  const isLive = useIsLive();
  const query = useQuery({
    queryKey: keyOf(propertyId),
    queryFn: ({ signal }) => readLinks(propertyId, signal),
    retry: retryOnce,
    refetchInterval: ({ state }) => {
      if (state.data?.items.some((link) => link.status === 'syncing')) return SOON_MS;
      return isLive ? LIVE_MS : BY_ITSELF_MS;
    },
    refetchOnWindowFocus: 'always',
  });

  const lastRead = useRef(readAt);
  useEffect(() => {
    if (lastRead.current === readAt) return;
    lastRead.current = readAt;
    void client.invalidateQueries({ queryKey: keyOf(propertyId) });
  }, [client, propertyId, readAt]);

  return {
    links: query.data?.items ?? null,
    isPending: query.isPending,
    /** Also beside links that were read before. */
    problem: query.error ? toProblem(query.error) : null,
    again: () => void query.refetch(),
    reread: () => client.invalidateQueries({ queryKey: keyOf(propertyId) }),
  };
}

/** What was refused would be refused again; what did not answer may. */
export function retryOnce(failures: number, error: Error): boolean {
  const status = error instanceof ApiError ? error.problem.status : 0;
  return failures < 1 && (status === 0 || status >= 500);
}
