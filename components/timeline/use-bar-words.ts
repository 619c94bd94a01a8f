'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { CHANNEL_NAMES } from '#components/calendar/channels.tsx';
import { nightsIn, sayNight, sayStay } from '#components/format/words.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';

/** What a bar is called: on it, in its card, and aloud. */
export function useBarWords() {
  const t = useTranslations('timeline');
  const common = useTranslations('common');
  const locale = useLocale();

  return useMemo(() => {
    const channel = (name: string | null, bar?: Bar): string => {
      if (name === 'direct') return common('direct');
      return CHANNEL_NAMES[name ?? ''] ?? bar?.source?.name ?? common('icalSource');
    };
    const fullName = (bar: Bar): string => {
      if (bar.kind === 'stay') return bar.label || t('noName');
      if (bar.kind === 'block') return bar.label || t(`blockKinds.${bar.blockKind ?? 'other'}`);
      if (bar.found) return channel(bar.channel, bar);
      if (bar.kind === 'closure') return bar.source?.name ?? t('kind.closure');
      return t('kind.preparation');
    };
    const counted = new Map<number, string>();
    const nights = (range: { checkIn: string; checkOut: string }): string => {
      const count = nightsIn(range.checkIn, range.checkOut);
      const known = counted.get(count) ?? common('nights', { count });
      counted.set(count, known);
      return known;
    };
    const stay = (range: { checkIn: string; checkOut: string }, near?: string): string =>
      sayStay(locale, range.checkIn, range.checkOut, near);
    // What can be read on the bar comes first: that is what people say to have it pressed.
    const say = (bar: Bar): string =>
      [
        fullName(bar),
        nights(bar),
        stay(bar),
        bar.kind === 'stay' ? channel(bar.channel, bar) : t(`kind.${bar.kind}`),
        bar.kind === 'block' && bar.label && bar.blockKind !== 'other'
          ? t(`blockKinds.${bar.blockKind ?? 'other'}`)
          : '',
        bar.tentative ? t('tentative') : '',
        bar.parked ? t('parked') : bar.inConflict ? t('inConflict') : '',
      ]
        .filter(Boolean)
        .join(', ');
    // Every night of a bar says it: it is put together once.
    const said = new WeakMap<Bar, string>();
    const aloud = (bar: Bar): string => {
      const known = said.get(bar) ?? say(bar);
      said.set(bar, known);
      return known;
    };
    return {
      channel,
      fullName,
      nights,
      stay,
      /** On the bar, where room is short. */
      name: (bar: Bar): string => {
        if (bar.kind !== 'stay') return fullName(bar);
        return bar.label ? shortName(bar.label) : channel(bar.channel, bar); // "Guest n." would look like a name
      },
      night: (night: string) => sayNight(locale, night),
      /** All that colour, pattern and place say. */
      aloud,
      /** What has a night, or that it is free. */
      taken: (bars: readonly Bar[]): string => (bars.length > 0 ? bars.map(aloud).join('; ') : t('free')),
      unread: t('unread'),
    };
  }, [t, common, locale]);
}

export type BarWords = ReturnType<typeof useBarWords>;

/** "Camille de la Fontaine-Moreau" becomes "Camille F.": the start of a name is never lost. */
export function shortName(full: string): string {
  const words = full.trim().split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length < 2 || full.length <= 18) return full;
  return `${words[0]} ${last.charAt(0)}.`;
}
