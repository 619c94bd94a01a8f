'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '#components/api/client.ts';
import { useIsLive } from '#components/api/live.ts';
import { mendOf } from '#components/protection/mend.ts';
import { PROTECTION_STATE } from '#components/protection/state.ts';
import { useProtectionWords } from '#components/protection/use-protection-words.ts';
import type { StateKind } from '#components/ui/state-look.ts';
import type { Protection, Protections } from '#lib/domain/protection/schemas.ts';
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
  const words = useProtectionWords();
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
  // Another function draws every name in sight anew: only what was read makes one.
  return useMemo(() => {
    const byUnit = new Map(latest.items.map((one) => [one.unitId, one]));
    const said = new Map<string, Light>();
    return (unit) => {
      const protection = byUnit.get(unit.id);
      if (!protection) return null;
      // Words are said for the rows in sight only.
      const light = said.get(unit.id) ?? lightOf(protection, words, latest.at);
      said.set(unit.id, light);
      return light;
    };
  }, [latest, words]);
}

function lightOf(protection: Protection, words: ReturnType<typeof useProtectionWords>, at: string): Light {
  const [worst] = protection.reasons;
  return {
    kind: PROTECTION_STATE[protection.level],
    label: `${words.word(protection)}. ${words.brief(protection, Date.parse(at))}`,
    href: worst ? (mendOf(worst)?.href ?? null) : null,
  };
}
