import { useLocale, useTranslations } from 'next-intl';
import { sayAgo } from '#components/format/words.ts';
import type { Exposure } from '#lib/domain/protection/exposure-rules.ts';
import type { Latency } from '#lib/domain/protection/read-latencies.ts';

/** Fewer than so many say nothing of the slowest five of a hundred. */
const ENOUGH = 20;

/** How long others may not know of a booking, in words: of who reads a calendar, and of a channel that is told. */
export function useExposureWords() {
  const t = useTranslations('protection.exposure');
  const d = useTranslations('protection.duration');
  const locale = useLocale();

  function minutes(count: number): string {
    if (count < 60) return d('minutes', { count });
    if (count >= 48 * 60) return d('days', { count: Math.round(count / (24 * 60)) });
    const [hours, rest] = [Math.floor(count / 60), count % 60];
    return rest === 0 ? d('hours', { count: hours }) : d('hoursMinutes', { hours, minutes: rest });
  }
  const milliseconds = (ms: number) =>
    ms < 120_000
      ? d('seconds', { count: Math.max(1, Math.ceil(ms / 1000)) })
      : minutes(Math.ceil(ms / 60_000));

  return {
    looked: ({ lastReadAt }: Exposure, nowMs: number): string =>
      lastReadAt === null ? t('neverLooked') : t('looked', { ago: sayAgo(locale, lastReadAt, nowMs) }),
    /** @param name what the reader is called, where it is not by its own name */
    reader: (one: Exposure, name = one.name): string => {
      if (one.isAway) return t('away', { name });
      if (one.usualMinutes === null) return t('unknown', { name });
      const usual = minutes(one.usualMinutes);
      const here =
        one.overdueMinutes === null
          ? t('usual', { name, usual })
          : t('overdue', { name, usual, since: minutes(one.overdueMinutes) });
      if (one.worstMinutes === null) return `${here} ${t('silent')}`;
      return one.lateMinutes === 0 || one.overdueMinutes !== null
        ? here
        : `${here} ${t('elsewhere', { worst: minutes(one.worstMinutes) })}`;
    },
    channel: ({ name, count, p50Ms, p95Ms, maxMs }: Latency): string =>
      count < ENOUGH
        ? t('toldFew', { name, count, most: milliseconds(maxMs) })
        : t('told', { name, count, half: milliseconds(p50Ms), most: milliseconds(p95Ms) }),
  };
}
