import { createTranslator } from 'next-intl';
import type { Locale } from '../choose-locale.ts';

const MESSAGES = {
  en: () => import('../../../messages/en/turnovers.json'),
  fr: () => import('../../../messages/fr/turnovers.json'),
  ru: () => import('../../../messages/ru/turnovers.json'),
};

export type Words = Awaited<ReturnType<typeof wordsIn>>;

/** The words of the page in one language, and its dates: "Sat 21 Nov". */
export async function wordsIn(locale: Locale) {
  const { default: messages } = await MESSAGES[locale]();
  const t = createTranslator({ locale, messages, namespace: 'turnovers.page' });
  const region = locale === 'en' ? 'en-GB' : locale;
  return {
    locale,
    t,
    day: (night: string) =>
      Temporal.PlainDate.from(night).toLocaleString(region, {
        weekday: 'short',
        day: 'numeric',
        month: 'short',
      }),
    time: (at: Temporal.Instant, zone: string) =>
      at.toZonedDateTimeISO(zone).toLocaleString(region, { hour: '2-digit', minute: '2-digit' }),
    span: (minutes: number): string => {
      const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
      if (hours === 0) return t('minutes', { count: rest });
      return rest === 0 ? t('hours', { count: hours }) : t('hoursMinutes', { hours, minutes: rest });
    },
  };
}
