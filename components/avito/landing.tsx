'use client';

import { useTranslations } from 'next-intl';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { State } from '#components/ui/state.tsx';
import { StepHeading } from './step-heading.tsx';
import { useSlow } from './use-slow.ts';

/** While it is looked up where the person stands; in the size of what comes. */
export function Checking() {
  const t = useTranslations('avito');
  const isSlow = useSlow(true);
  return (
    <div role="status" className="flex min-h-64 flex-col gap-4">
      <p className="text-ink-2">{t(isSlow ? 'checkingSlowly' : 'checking')}</p>
      <Skeleton className="h-5 w-3/4" />
      <Skeleton className="w-full" />
      <Skeleton className="w-5/6" />
      <Skeleton className="w-2/3" />
    </div>
  );
}

/** An hour went by, or somebody began anew elsewhere. */
export function Ended() {
  const t = useTranslations('avito.ended');
  return (
    <div className="flex flex-col gap-3">
      <StepHeading>{t('title')}</StepHeading>
      <Notice kind="info">{t('means')}</Notice>
    </div>
  );
}

/** Back from a consent that had only to be renewed. */
export function Connected({ unit }: { unit: string }) {
  const t = useTranslations('avito.again');
  return (
    <div className="flex flex-col gap-2">
      <StepHeading>{t('title', { unit })}</StepHeading>
      <p>
        <State kind="good">{t('state')}</State>
      </p>
      <p className="text-ink-2">{t('means')}</p>
    </div>
  );
}
