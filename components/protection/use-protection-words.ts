import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { sayAgo } from '#components/format/words.ts';
import type { Protection, Reason } from '#lib/domain/protection/schemas.ts';
import { useSpan } from './use-span.ts';

/**
 * What a light means: its word, and the evidence or each reason as a sentence. The same wherever a light stands, and the same object
 * until the language is another.
 */
export function useProtectionWords() {
  const t = useTranslations('protection');
  const locale = useLocale();
  const span = useSpan();

  return useMemo(() => {
    function sayReason({ kind, name, count, since }: Reason, nowMs: number): string {
      const values = { name, count: count ?? 0, ago: since === null ? '' : sayAgo(locale, since, nowMs) };
      if (since !== null) return t(`${kind}.means`, values);
      switch (kind) {
        case 'deaf':
        case 'late':
        case 'unread':
        case 'unproven':
          return t(`${kind}.never`, values);
        default:
          return t(`${kind}.means`, values);
      }
    }

    function sayEvidence({ sources, answeredMs, readers, readMs, channels, toldMs }: Evidence): string {
      const parts = [
        t('good.answered', { count: sources, span: span(answeredMs) }),
        ...(readers > 0 ? [t('good.read', { count: readers, span: span(readMs) })] : []),
        ...(channels > 0 ? [t('good.told', { count: channels, span: span(toldMs) })] : []),
      ];
      return `${parts.join(locale === 'fr' ? ' ; ' : '; ')}.`;
    }

    function sentences({ level, reasons, evidence }: Protection, nowMs: number): string[] {
      if (level === 'none') return [t('none.means')];
      return evidence ? [sayEvidence(evidence)] : reasons.map((one) => sayReason(one, nowMs));
    }

    return {
      word: ({ level }: Pick<Protection, 'level'>) => t(`${level}.word`),
      sentences,
      /** The worst in full, and how many more there are. */
      brief: (protection: Protection, nowMs: number): string => {
        const [first = '', ...more] = sentences(protection, nowMs);
        return more.length === 0 ? first : `${first} ${t('more', { count: more.length })}.`;
      },
    };
  }, [t, locale, span]);
}

type Evidence = NonNullable<Protection['evidence']>;
