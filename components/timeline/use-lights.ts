'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '#components/api/client.ts';
import { useIsLive } from '#components/api/live.ts';
import { mendOf } from '#components/protection/mend.ts';
import { PROTECTION_STATE } from '#components/protection/state.ts';
import { useProtectionWords } from '#components/protection/use-protection-words.ts';
import type { StateKind } from '#components/ui/state.tsx';
import type { Protections } from '#lib/domain/protection/schemas.ts';
import type { TimelineUnit } from './rows.ts';

export type Light = {
  readonly kind: StateKind;
  readonly label: string;
  /** Where its worst reason is mended. */
  readonly href: string | null;
};

/** Without live updates; with them only against what none of them told, and because evidence grows old by itself. */
const EVERY_MS = 15_000;
const LIVE_EVERY_MS = 60_000;

/**
 * How well each unit is protected, by the rule that home shows too: what the server drew first, then read again when
 * anything is told (components/api/live.ts).
 * @returns null for a unit that is not known yet
 */
export function useLights(first: Protections): (unit: TimelineUnit) => Light | null {
  const { word, brief } = useProtectionWords();
  const isLive = useIsLive();
  const { data } = useQuery({
    queryKey: ['protection'],
    queryFn: ({ signal }) => call<Protections>('GET', '/api/protection', undefined, signal),
    initialData: first,
    initialDataUpdatedAt: Date.parse(first.at),
    refetchInterval: isLive ? LIVE_EVERY_MS : EVERY_MS,
  });
  // A page that was read again may know more than what was asked before.
  const latest = Date.parse(first.at) > Date.parse(data.at) ? first : data;
  const byUnit = useMemo(() => new Map(latest.items.map((one) => [one.unitId, one])), [latest]);
  // Words are said for the rows in sight only.
  return (unit) => {
    const light = byUnit.get(unit.id);
    if (!light) return null;
    const [worst] = light.reasons;
    return {
      kind: PROTECTION_STATE[light.level],
      label: `${word(light)}. ${brief(light, Date.parse(latest.at))}`,
      href: worst ? (mendOf(worst)?.href ?? null) : null,
    };
  };
}
