'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call, toProblem } from '#components/api/client.ts';
import { coverOf, covers, type Span } from '#components/timeline/position.ts';
import type { RateGrid } from '#lib/domain/explain/schemas.ts';

export type Loaded = {
  readonly cover: { readonly from: string; readonly to: string };
  readonly grid: RateGrid;
};

const EVERY_MS = 20_000;
/** While something is on its way somebody watches it arrive. */
const SOON_MS = 3_000;

/** Rates around a position: what the server drew first, then asked again when a change is told and from time to time. */
export function useRatesData(span: Span, first: Loaded) {
  const cover = coverOf(span);
  const isFirst = cover.from === first.cover.from && cover.to === first.cover.to;
  const query = useQuery({
    queryKey: ['rates', cover.from, cover.to],
    queryFn: async ({ signal }): Promise<Loaded> => {
      const path = `/api/rates/grid?from=${cover.from}&to=${cover.to}`;
      return { cover, grid: await call<RateGrid>('GET', path, undefined, signal) };
    },
    ...(isFirst ? { initialData: first } : {}),
    placeholderData: (before: Loaded | undefined) => before ?? first,
    refetchInterval: ({ state }) => (isMoving(state.data) ? SOON_MS : EVERY_MS),
    refetchOnWindowFocus: 'always',
  });
  const loaded = query.data ?? first;
  return {
    grid: loaded.grid,
    isWhole: covers(loaded.cover, span),
    problem: query.error ? toProblem(query.error) : null,
    readAtMs: query.isPlaceholderData ? 0 : query.dataUpdatedAt,
    retry: () => void query.refetch(),
  };
}

function isMoving(loaded: Loaded | undefined): boolean {
  const states = loaded?.grid.items.flatMap((unit) => unit.channels.flatMap((channel) => channel.runs)) ?? [];
  return states.some(({ state }) => state === 'sent' || state === 'unsent');
}

/** Reads every window again: after a write. */
export function useRereadRates(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all(['rates', 'explain'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  };
}
