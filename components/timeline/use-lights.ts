'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
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
  const said = useProtectionWords();
  const words = useRef(said);
  words.current = said;
  const kept = useRef(new Map<string, Light>());
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
  // The same light as before is the same object, or every row would be drawn anew with every frame of scrolling.
  return useMemo(() => {
    const byUnit = new Map(latest.items.map((one) => [one.unitId, one]));
    const known = new Set<string>();
    return (unit) => {
      const protection = byUnit.get(unit.id);
      if (!protection) return null;
      const was = kept.current.get(unit.id);
      if (was && known.has(unit.id)) return was;
      known.add(unit.id);
      // Words are said for the rows in sight only.
      const { word, brief } = words.current;
      const [worst] = protection.reasons;
      const light = {
        kind: PROTECTION_STATE[protection.level],
        label: `${word(protection)}. ${brief(protection, Date.parse(latest.at))}`,
        href: worst ? (mendOf(worst)?.href ?? null) : null,
      };
      if (was && was.kind === light.kind && was.label === light.label && was.href === light.href) return was;
      kept.current.set(unit.id, light);
      return light;
    };
  }, [latest]);
}
