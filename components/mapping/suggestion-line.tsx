import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import type { Suggestion } from '#lib/domain/mappings/schemas.ts';
import { placeNames } from './place-names.ts';

/** How sure we are, and why, in words. */
export function SuggestionLine({
  suggestion,
  isChosen,
  action,
}: {
  suggestion: Suggestion;
  isChosen: boolean;
  action: ReactNode;
}) {
  const t = useTranslations('mapping.suggestion');
  const reasons = suggestion.reasons.map((reason) => t(`reason.${reason}`)).join(', ');
  const { units, score } = suggestion;
  const unit = placeNames(units);
  return (
    <p className="tnum flex flex-wrap items-baseline gap-x-2 text-ink-2 text-sm">
      <span>{isChosen ? t('sure', { score, reasons }) : t('maybe', { unit, score, reasons })}</span>
      {action}
    </p>
  );
}
