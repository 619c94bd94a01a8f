'use client';

import { useTranslations } from 'next-intl';
import type { Problem } from '#components/api/client.ts';
import { ProblemNotice } from '#components/api/problem-notice.tsx';
import { Button } from '#components/ui/button.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Listing, MappingEffect } from '#lib/domain/mappings/schemas.ts';
import { EffectDetails } from './effect-details.tsx';
import { GuardLines } from './guard-lines.tsx';
import { placeNames } from './place-names.ts';
import type { Effects } from './use-effects.ts';

/** Listing by listing: what comes in, what folds in, what clashes, what rests. */
export function PreviewStep({
  channel,
  listings,
  effects,
  problem,
  onBack,
}: {
  channel: string;
  listings: readonly Listing[];
  effects: Effects;
  problem: Problem | null;
  onBack: () => void;
}) {
  const t = useTranslations('mapping.preview');
  return (
    <div className="flex flex-col gap-4 max-lg:pb-40">
      <div>
        <Button kind="quiet" size="sm" onClick={onBack} className="-ml-2">
          <Icon name="arrow-left" />
          {t('back')}
        </Button>
        <h2 className="mt-1 font-semibold text-lg">{t('title')}</h2>
        <p className="max-w-2xl text-ink-2">{t('lead', { channel })}</p>
      </div>
      <ProblemNotice problem={problem} />
      {effects.effects.length === 0 && !effects.problem ? (
        <div role="status" className="flex flex-col gap-3">
          <p className="text-ink-2">{t('looking', { channel })}</p>
          <Skeleton className="h-5 w-3/5" />
          <Skeleton className="h-5 w-1/2" />
        </div>
      ) : (
        <ul className="rounded-lg border border-line bg-panel">
          {effects.effects.map((effect) => (
            <EffectRow
              key={effect.listingId}
              effect={effect}
              name={listings.find((one) => one.id === effect.listingId)?.name ?? effect.listingId}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

function EffectRow({ effect, name }: { effect: MappingEffect; name: string }) {
  const t = useTranslations('mapping');
  const { units } = effect;
  return (
    <li className="flex flex-col gap-2 border-line border-b px-4 py-3.5 last:border-b-0">
      <p className="break-words">
        <span className="font-medium">{name}</span>{' '}
        <span aria-hidden className="text-ink-3">
          →
        </span>{' '}
        <span className={units.length > 0 ? 'font-medium' : 'text-ink-2'}>
          {units.length > 0 ? placeNames(units) : t('noUnit')}
        </span>
      </p>
      <GuardLines guards={effect.guards} />
      <EffectDetails effect={effect} />
    </li>
  );
}
