'use client';

import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import type { Bar } from '#lib/domain/availability/schemas.ts';
import type { TimelineUnit } from './rows.ts';
import { useBarWords } from './use-bar-words.ts';

/** One sentence that says what makes the nights of a bar what they are. */
export function useReason() {
  const t = useTranslations('timeline.why');
  const words = useBarWords();
  return useMemo(() => {
    const why = (bar: Bar, unit: TimelineUnit): string => {
      const source = bar.source?.name ?? '';
      if (bar.kind !== 'preparation' && bar.unitId !== null && bar.unitId !== unit.id) {
        return t(unit.parts.includes(bar.unitId) ? 'onPart' : 'onWhole');
      }
      if (bar.kind === 'block') return t('block');
      if (bar.kind === 'preparation') return t('preparation');
      if (bar.found)
        return t(bar.found.isKept ? 'foundKept' : 'found', { channel: words.channel(bar.channel, bar) });
      if (bar.kind === 'closure')
        return bar.label ? t('closureSaid', { source, said: bar.label }) : t('closure', { source });
      if (bar.channel === 'direct') return t('direct');
      const channel = words.channel(bar.channel, bar);
      return bar.source ? t('channelThrough', { channel, source }) : t('channel', { channel });
    };
    return { why };
  }, [t, words]);
}
