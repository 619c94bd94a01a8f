'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { toProblem } from '#components/api/client.ts';
import { useRested } from '#components/ui/use-rested.ts';
import type { Guard, Listing, MappingChange, MappingEffect } from '#lib/domain/mappings/schemas.ts';
import { type Account, tryMappings } from './mapping-actions.ts';

/** Asked once the choosing has paused for this long. */
const SETTLE_MS = 350;

/** What activating the choices would do, read from the server as they change. */
export function useEffects(account: Account, changes: readonly MappingChange[], mayMap: boolean) {
  const asked = JSON.stringify(changes);
  const settled = useRested(asked, SETTLE_MS);
  const query = useQuery({
    queryKey: ['mapping-effects', account.connectionId, settled],
    queryFn: ({ signal }) => tryMappings(account, changes, signal),
    enabled: mayMap && changes.length > 0 && settled === asked,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    retry: false,
  });
  const answer = changes.length > 0 ? query.data : undefined;
  const effects: readonly MappingEffect[] = answer?.effects ?? [];
  return {
    effects,
    /** What shows is not yet what was chosen last. */
    isBehind: changes.length > 0 && (settled !== asked || query.isFetching),
    problem: changes.length > 0 && query.error ? toProblem(query.error) : null,
    again: () => void query.refetch(),
    guardsOf: (listing: Listing): readonly Guard[] =>
      effects.find((effect) => effect.listingId === listing.id)?.guards ?? listing.guards,
  };
}

export type Effects = ReturnType<typeof useEffects>;

/** All of it in figures. */
export function sumOf(effects: readonly MappingEffect[]) {
  const kinds = effects.flatMap((effect) => effect.reservations.map(({ kind }) => kind));
  const count = (kind: string) => kinds.filter((one) => one === kind).length;
  return {
    /** Without those that are here already. */
    coming: effects.reduce((sum, effect) => sum + effect.reservationsTotal, 0) - count('known'),
    folded: count('folds_in'),
    conflicts: effects.reduce((sum, effect) => sum + effect.conflicts.length, 0),
    paused: effects.reduce((sum, effect) => sum + effect.pausesCalendars.length, 0),
    resumed: effects.reduce((sum, effect) => sum + effect.resumesCalendars.length, 0),
    blocked: effects.filter((effect) => effect.guards.some((guard) => guard.level === 'blocks')).length,
  };
}
