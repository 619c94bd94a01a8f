'use client';

import { useLocale, useTranslations } from 'next-intl';
import { nightsIn, sayStay } from '#components/format/words.ts';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import { CHANNEL_NAMES } from './channels.tsx';

/** What a bar is called: on it, and aloud. */
export function useBarWords() {
  const t = useTranslations('calendar');
  const common = useTranslations('common');
  const locale = useLocale();

  const channel = (bar: Bar): string => {
    if (bar.channel === 'direct') return common('direct');
    if (bar.channel && CHANNEL_NAMES[bar.channel]) return CHANNEL_NAMES[bar.channel] ?? '';
    return bar.source?.name ?? common('icalSource');
  };
  const name = (bar: Bar): string => {
    if (bar.kind === 'stay') return bar.label ? shortName(bar.label) : channel(bar);
    if (bar.kind === 'block') return bar.label || t('kind.block');
    if (bar.kind === 'closure') return bar.source?.name ?? t('kind.closure');
    return t('kind.preparation');
  };
  const label = (bar: Bar): string =>
    [
      t(`kind.${bar.kind}`),
      name(bar),
      bar.kind === 'stay' ? channel(bar) : '',
      sayStay(locale, bar.checkIn, bar.checkOut),
      common('nights', { count: nightsIn(bar.checkIn, bar.checkOut) }),
      bar.tentative ? t('tentative') : '',
      bar.inConflict ? t('inConflict') : '',
    ]
      .filter(Boolean)
      .join(', ');
  return { name, label, channel };
}

/** "Moreau Camille" stays, "Camille de la Fontaine-Moreau" becomes "Camille de la F.": the start of a name is never lost. */
function shortName(full: string): string {
  const words = full.trim().split(/\s+/);
  if (words.length < 2 || full.length <= 18) return full;
  const last = words.at(-1) ?? '';
  return `${words[0]} ${last.charAt(0)}.`;
}
