import { useLocale, useTranslations } from 'next-intl';
import { sayStay } from '#components/format/words.ts';
import type { JournalItem } from '#lib/domain/journal/schemas.ts';
import { type JournalSentence, reasonOf } from './words.ts';

export const LINK =
  'text-accent-text underline decoration-line-strong underline-offset-4 hover:decoration-current';

/** @param names what ids are called: units at least */
export function useSentence(names: Readonly<Record<string, string>>): (sentence: JournalSentence) => string {
  const t = useTranslations('journal');
  const locale = useLocale();
  const nights = (stay: JournalSentence['stay']) =>
    stay ? sayStay(locale, stay.checkIn, stay.checkOut) : '';
  const unit = (id: string | null | undefined) => (id ? (names[id] ?? t('someUnit')) : t('noUnit'));
  return ({ key, stay, was, unitId, wasUnitId, aboutId }) =>
    t(`said.${key}`, {
      nights: nights(stay),
      was: nights(was),
      unit: unit(unitId),
      wasUnit: unit(wasUnitId),
      name: (aboutId && names[aboutId]) || t('noName'),
    });
}

/** Who did it, and why as far as it is known. */
export function Because({ item }: { item: JournalItem }) {
  const t = useTranslations('journal');
  const reason = reasonOf(item.reason);
  const who =
    item.actor.kind === 'user' || item.actor.kind === 'api_key'
      ? (item.actor.name ?? t('somebody'))
      : t('latchkey');
  return (
    <>
      {who}
      {reason ? ` · ${t(`why.${reason.key}`, { name: reason.name ?? '' })}` : ''}
    </>
  );
}
