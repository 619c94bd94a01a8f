'use client';

import { useTranslations } from 'next-intl';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** While the answer is on its way: as tall as a short one. */
export function Asking() {
  const t = useTranslations('moves');
  return (
    <div className="flex flex-col gap-2.5">
      <p className="text-ink-2 text-sm">{t('asking')}</p>
      <Skeleton className="w-56" />
      <Skeleton className="w-40" />
    </div>
  );
}
