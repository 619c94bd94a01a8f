'use client';

import { useTranslations } from 'next-intl';
import { Combobox } from '#components/ui/combobox.tsx';
import type { Listing } from '#lib/domain/mappings/schemas.ts';

/** Which of the ways the channel sells it takes our prices. One alone is said, not asked. */
export function RatePlanChoice({
  listing,
  ratePlanId,
  mayMap,
  onChange,
}: {
  listing: Listing;
  /** Null: the first that takes prices. */
  ratePlanId: string | null;
  mayMap: boolean;
  onChange: (ratePlanId: string | null) => void;
}) {
  const t = useTranslations('mapping.plan');
  const own = listing.ratePlans.filter((plan) => !plan.isDerived);
  const following = listing.ratePlans.length - own.length;
  const chosen = listing.ratePlans.find((plan) => plan.externalId === ratePlanId) ?? own[0];
  if (listing.ratePlans.length === 0) return null;
  const follow =
    following > 0 ? <p className="text-ink-2 text-sm">{t('follow', { count: following })}</p> : null;
  const isAsked =
    mayMap && (own.length > 1 || (ratePlanId !== null && chosen?.externalId !== own[0]?.externalId));
  if (!isAsked) {
    return (
      <>
        <p className="text-ink-2 text-sm">{chosen ? t('only', { plan: chosen.name }) : t('none')}</p>
        {follow}
      </>
    );
  }
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 sm:flex-nowrap">
        <span aria-hidden className="shrink-0 text-ink-2 text-sm">
          {t('label')}
        </span>
        <Combobox
          aria-label={t('of', { name: listing.name })}
          id={`plan-${listing.id}`}
          value={ratePlanId ?? own[0]?.externalId ?? ''}
          onChange={(value) => onChange(value || null)}
          searchLabel={t('find')}
          emptyLabel={t('noSuch')}
          options={own.map((plan) => ({ value: plan.externalId, label: plan.name }))}
        />
      </div>
      {follow}
    </div>
  );
}
