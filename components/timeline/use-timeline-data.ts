'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { call, toProblem } from '#components/api/client.ts';
import { useIsLive } from '#components/api/live.ts';
import type { Timeline } from '#lib/domain/availability/schemas.ts';
import { coverOf, covers, type Position, spanOf, stepped } from './position.ts';

export type Cover = { readonly from: string; readonly to: string };
export type Loaded = { readonly cover: Cover; readonly timeline: Timeline };

/** Without live updates; with them only against what none of them told. */
const EVERY_MS = 15_000;
const LIVE_EVERY_MS = 60_000;
const KEY = 'timeline';

const keyOf = ({ from, to }: Cover) => [KEY, from, to] as const;

async function read({ from, to }: Cover, signal: AbortSignal): Promise<Loaded> {
  const timeline = await call<Timeline>('GET', `/api/timeline?from=${from}&to=${to}`, undefined, signal);
  return { cover: { from, to }, timeline };
}

/**
 * The bars around a position: what the server drew first, then asked again when a change is told (components/api/live.ts),
 * every 15 seconds where nothing is, and whenever the page is looked at again, so that a new booking appears by itself. The screens before and after are fetched ahead.
 */
export function useTimelineData(position: Position, first: Loaded) {
  const client = useQueryClient();
  const isLive = useIsLive();
  const span = spanOf(position);
  const cover = coverOf(span);
  const isFirst = cover.from === first.cover.from && cover.to === first.cover.to;
  const query = useQuery({
    queryKey: keyOf(cover),
    queryFn: ({ signal }) => read(cover, signal),
    ...(isFirst ? { initialData: first } : {}),
    placeholderData: (before: Loaded | undefined) => before ?? first,
    refetchInterval: isLive ? LIVE_EVERY_MS : EVERY_MS,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  });

  const { from, zoom } = position;
  useEffect(() => {
    for (const direction of [1, -1] as const) {
      const next = coverOf(spanOf(stepped({ from, zoom }, direction)));
      // A failure here is told once somebody goes there.
      void client.prefetchQuery({ queryKey: keyOf(next), queryFn: ({ signal }) => read(next, signal) });
    }
  }, [client, from, zoom]);

  const loaded = query.data ?? first;
  return {
    timeline: loaded.timeline,
    tellsOf: (night: string) => loaded.cover.from <= night && night < loaded.cover.to,
    /** False while bars of this window may be missing: an empty cell then says nothing. */
    isWhole: covers(loaded.cover, span),
    problem: query.error ? toProblem(query.error) : null,
    /** When the bars were last known to be right. */
    readAtMs: query.isPlaceholderData ? 0 : query.dataUpdatedAt,
    retry: () => void query.refetch(),
  };
}

/** Reads every window again: after a write. Resolves once the one in sight is new. */
export function useReread(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [KEY] });
}
